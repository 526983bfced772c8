import QueueModel

/// Calls its argument with 0 and with 1, in any order or at the same time, and
/// returns when both calls have returned.
public typealias ParallelFor = @Sendable (_ body: @Sendable (Int) -> Void) -> Void

/// What one pass over a file finds: that it is text, where the table is, and an
/// entry of each row.
///
/// A big file is looked at in two halves, cut where a line begins.
public struct DocumentScan {
  let header: TableHeader
  var entries: [RowEntry]
  let tableEnd: Int

  public static let sequential: ParallelFor = { body in
    body(0)
    body(1)
  }

  /// From this size on, bytes.
  private static let smallestHalved = 1 << 20

  init(_ bytes: QueueBytes, _ parallelFor: ParallelFor) throws(DocumentError) {
    let located = Result { () throws(DocumentError) in try TableLocator.locate(in: bytes) }
    var (part, rest) = Self.parts(of: bytes, header: try? located.get(), parallelFor)
    try part.checkText(bytes)
    try rest?.checkText(bytes)
    header = try located.get()
    if let error = part.error { throw error }
    // A table that ended in the first part does not go on in the second.
    if let rest, part.tableEnd == rest.start {
      if let error = rest.error { throw error }
      part.entries += rest.entries
      part.tableEnd = rest.tableEnd
    }
    rest = nil
    (entries, tableEnd) = (part.entries, part.tableEnd)
  }

  private static func parts(
    of bytes: QueueBytes, header: TableHeader?, _ parallelFor: ParallelFor
  ) -> (ScannedPart, ScannedPart?) {
    let start = header?.delimiters.line.end ?? bytes.count
    guard bytes.count >= smallestHalved,
      let middle = bytes.raw.line(from: max(start, bytes.count / 2))?.end, middle < bytes.count
    else { return (ScannedPart(bytes, 0..<bytes.count, header: header, rowsFrom: start), nil) }
    let found = Found()
    parallelFor { half in
      found.set(
        half,
        half == 0
          ? ScannedPart(bytes, 0..<middle, header: header, rowsFrom: start)
          : ScannedPart(bytes, middle..<bytes.count, header: header, rowsFrom: middle))
    }
    return found.take()
  }

  /// `@unchecked`: each half sets its own, and both are taken when both are set.
  private final class Found: @unchecked Sendable {
    private var first: ScannedPart?
    private var second: ScannedPart?

    func set(_ half: Int, _ part: ScannedPart) {
      if half == 0 { first = part } else { second = part }
    }

    /// Gives the parts away, so that the first one's entries can grow in place.
    func take() -> (ScannedPart, ScannedPart?) {
      defer { (first, second) = (nil, nil) }
      guard let first else { preconditionFailure("halves did not call its body with 0") }
      return (first, second)
    }
  }
}

/// What is found in a part of a file that begins with a line.
struct ScannedPart {
  let start: Int
  let offence: TextCheck.Offence?
  var entries: [RowEntry] = []
  /// Where the table ends, or the part does.
  var tableEnd: Int
  var error: DocumentError?

  /// - Parameter rowsFrom: where the table's first row in this part begins.
  init(_ bytes: QueueBytes, _ range: Range<Int>, header: TableHeader?, rowsFrom: Int) {
    start = range.lowerBound
    tableEnd = range.lowerBound
    offence = TextCheck.firstOffence(in: bytes.raw, range)
    guard let header else { return }
    do throws(DocumentError) {
      (entries, tableEnd) = try Self.rows(
        below: header, in: bytes, from: rowsFrom, to: range.upperBound)
    } catch {
      self.error = error
    }
  }

  func checkText(_ bytes: QueueBytes) throws(DocumentError) {
    switch offence {
    case .notUTF8(let offset)?: throw bytes.error(at: offset, reason: .notUTF8)
    case .nul(let offset)?: throw bytes.error(at: offset, reason: .nulByte)
    case nil: return
    }
  }

  /// The entries of the lines that begin before `end`, and where the table ends
  /// or the part does.
  private static func rows(
    below header: TableHeader, in bytes: QueueBytes, from start: Int, to end: Int
  ) throws(DocumentError) -> (entries: [RowEntry], end: Int) {
    let result = withUnsafeTemporaryAllocation(
      of: Int.self, capacity: RowScanner.scratchCount(for: header)
    ) { pipes in
      Result { () throws(DocumentError) in
        try rows(below: header, in: bytes, from: start, to: end, pipes)
      }
    }
    return try result.get()
  }

  private static func rows(
    below header: TableHeader, in bytes: QueueBytes, from start: Int, to end: Int,
    _ pipes: UnsafeMutableBufferPointer<Int>
  ) throws(DocumentError) -> (entries: [RowEntry], end: Int) {
    let raw = bytes.raw
    var entries: [RowEntry] = []
    // The first part makes room for the second one's entries too: memory that is
    // not used costs nothing, moving what is in it does.
    entries.reserveCapacity((raw.count - start) / 256)
    var start = start
    var scanner = RowScanner(raw, header: header, from: start, pipes: pipes)
    while start < end {
      let (line, cells) = scanner.line(from: start)
      if let marker = conflictMarker(line, in: raw) {
        throw bytes.error(at: start, reason: .conflictMarker(marker))
      }
      if !cells.hasLeadingPipe, MarkdownBlocks.startsBlock(line, in: raw) { break }
      if !line.hasLineEnd, isCut(cells, header: header) || raw.last == .carriageReturn {
        throw bytes.error(at: line.contentEnd, reason: .endsInsideRow)
      }
      entries.append(scanner.entry(cells))
      start = line.end
    }
    return (entries, start)
  }

  /// Whether a last line without a line end is less than a row, as a save that
  /// was cut short leaves it.
  private static func isCut(_ cells: RowScanner.Cells, header: TableHeader) -> Bool {
    cells.count < header.columnCount
      || cells.hasLeadingPipe && !cells.hasTrailingPipe && header.cells.hasTrailingPipe
  }

  private static func conflictMarker(_ line: Line, in bytes: UnsafeRawBufferPointer) -> String? {
    guard line.contentEnd - line.start >= 7 else { return nil }
    let first = bytes[line.start]
    // A row's first pipe is hardly ever followed by another.
    guard bytes[line.start + 1] == first,
      first == UInt8(ascii: "<") || first == UInt8(ascii: ">") || first == UInt8(ascii: "=")
        || first == .pipe
    else { return nil }
    guard (line.start..<line.start + 7).allSatisfy({ bytes[$0] == first }),
      line.contentEnd == line.start + 7 || bytes[line.start + 7] == .space
    else { return nil }
    return String(repeating: Character(Unicode.Scalar(first)), count: 7)
  }
}

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
