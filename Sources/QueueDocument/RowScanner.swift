import QueueModel

/// Walks over the table's lines, once, and keeps an entry of each.
///
/// This is the loop that runs for each of 100,000 rows, so it holds no
/// reference: only places, and the pipes of the line it is in.
struct RowScanner {
  private let bytes: UnsafeRawBufferPointer
  private let columnCount: Int
  private let id, status, priority, task: Int
  private var bar: ByteScanner
  /// The offsets of the line's pipes that separate, as many as fit.
  private let pipes: UnsafeMutableBufferPointer<Int>
  private var pipeCount = 0
  /// Whether the line has neither an escaped pipe nor a tab.
  private var isPlain = true

  /// - Parameter pipes: scratch space for two more than the table has columns.
  init(
    _ bytes: UnsafeRawBufferPointer, header: TableHeader, from start: Int,
    pipes: UnsafeMutableBufferPointer<Int>
  ) {
    self.bytes = bytes
    self.pipes = pipes
    columnCount = header.columnCount
    id = header.position(of: .id)
    status = header.position(of: .status)
    priority = header.position(of: .priority)
    task = header.position(of: .task)
    bar = ByteScanner(bytes, for: .pipe, or: .newline, or: .tab, from: start)
  }

  static func scratchCount(for header: TableHeader) -> Int { header.columnCount + 2 }

  /// The line that begins at `start`, and where its cells are.
  @inline(__always)
  mutating func line(from start: Int) -> (line: Line, cells: Cells) {
    pipeCount = 0
    isPlain = true
    var offset = bar.next()
    while offset < bytes.count, bytes[offset] != .newline {
      if bytes[offset] == .tab || offset > start && bytes[offset - 1] == .backslash {
        isPlain = false
      } else {
        if pipeCount < pipes.count { pipes[pipeCount] = offset }
        pipeCount += 1
      }
      offset = bar.next()
    }
    let line = bytes.line(from: start, newline: offset)
    return (line, cells(of: line))
  }

  /// How the pipes cut a line.
  struct Cells {
    let content: Range<Int>
    let hasLeadingPipe: Bool
    let hasTrailingPipe: Bool
    let count: Int
  }

  @inline(__always)
  private func cells(of line: Line) -> Cells {
    let content = bytes.trimmed(line.content)
    let hasLeading = pipeCount > 0 && pipes[0] == content.lowerBound
    let leading = hasLeading ? 1 : 0
    // A pipe that is not escaped and ends the line is the last of them.
    let hasTrailing =
      pipeCount > leading && bytes[content.upperBound - 1] == .pipe
      && bytes[content.upperBound - 2] != .backslash
    return Cells(
      content: line.content, hasLeadingPipe: hasLeading, hasTrailingPipe: hasTrailing,
      count: pipeCount + 1 - leading - (hasTrailing ? 1 : 0))
  }

  /// The trimmed cell in a column, or `nil` when the line is too short.
  @inline(__always)
  private func cell(_ position: Int, _ cells: Cells) -> Range<Int>? {
    guard position < cells.count else { return nil }
    let first = cells.hasLeadingPipe ? position : position - 1
    let start = first < 0 ? cells.content.lowerBound : pipes[first] + 1
    let end = first + 1 < pipeCount ? pipes[first + 1] : cells.content.upperBound
    return bytes.trimmed(start..<end)
  }

  /// What is kept of the line.
  @inline(__always)
  func entry(_ cells: Cells) -> RowEntry {
    RowEntry(
      line: cells.content, hasAllCells: cells.count == columnCount, isPlain: isPlain,
      id: cell(id, cells), status: cell(status, cells), priority: cell(priority, cells),
      task: cell(task, cells), in: bytes)
  }
}
