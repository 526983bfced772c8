import Model

/// The result of one pass over a file. The pass checks that the file is text, finds the table, and
/// makes an entry for each row.
struct DocumentScan {
  let header: TableHeader
  var entries: [RowEntry]
  let tableEnd: Int

  init(_ bytes: QueueBytes) throws(DocumentError) {
    switch TextCheck.firstOffence(in: bytes.raw) {
    case .notUTF8(let offset)?: throw bytes.error(at: offset, reason: .notUTF8)
    case .nul(let offset)?: throw bytes.error(at: offset, reason: .nulByte)
    case nil: break
    }
    header = try TableLocator.locate(in: bytes)
    (entries, tableEnd) = try Self.rows(below: header, in: bytes)
  }

  /// The entries of the table's lines, and the end of the table.
  private static func rows(
    below header: TableHeader, in bytes: QueueBytes
  ) throws(DocumentError) -> (entries: [RowEntry], end: Int) {
    let result = withUnsafeTemporaryAllocation(
      of: Int.self, capacity: RowScanner.scratchCount(for: header)
    ) { pipes in
      Result { () throws(DocumentError) in
        try rows(below: header, in: bytes, pipes)
      }
    }
    return try result.get()
  }

  private static func rows(
    below header: TableHeader, in bytes: QueueBytes, _ pipes: UnsafeMutableBufferPointer<Int>
  ) throws(DocumentError) -> (entries: [RowEntry], end: Int) {
    let raw = bytes.raw
    var start = header.delimiters.line.end
    var entries: [RowEntry] = []
    // The capacity is generous, because unused memory costs nothing, while moving the entries takes
    // time.
    entries.reserveCapacity((raw.count - start) / 256)
    var scanner = RowScanner(raw, header: header, from: start, pipes: pipes)
    while start < raw.count {
      let (line, cells) = scanner.line(from: start)
      if let marker = conflictMarker(line, in: raw) {
        throw bytes.error(at: start, reason: .conflictMarker(marker))
      }
      // An indented row may be code, too.
      if !cells.hasLeadingPipe || raw[start].isBlank, BlockStart.ends(line, in: raw) { break }
      if !line.hasLineEnd,
        raw.last == .carriageReturn
          || header.isCut(
            cells.count, leadingPipe: cells.hasLeadingPipe, trailingPipe: cells.hasTrailingPipe)
      {
        throw bytes.error(at: line.contentEnd, reason: .endsInsideRow)
      }
      entries.append(scanner.entry(cells))
      start = line.end
    }
    return (entries, start)
  }

  private static func conflictMarker(_ line: Line, in bytes: UnsafeRawBufferPointer) -> String? {
    guard line.contentEnd - line.start >= 7 else { return nil }
    let first = bytes[line.start]
    // A fast check: conflict markers repeat their character, while a row's first pipe is rarely
    // followed by another pipe.
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

/// Makes an entry from each line of the table.
///
/// This loop may run for 100,000 rows, so the scanner keeps no references, only offsets and the
/// pipes of the current line.
struct RowScanner {
  private let bytes: UnsafeRawBufferPointer
  private let columnCount: Int
  private let id, status, priority, task: Int
  private var bar: ByteScanner
  /// The offsets of the line's separating pipes, up to the size of the buffer.
  private let pipes: UnsafeMutableBufferPointer<Int>
  private var pipeCount = 0
  /// Whether the line has neither an escaped pipe nor a tab.
  private var isPlain = true

  /// - Parameter pipes: temporary memory for two more than the number of columns.
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

  /// The line that begins at `start`, and its cells.
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

  /// The division of a line into cells by its pipes.
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
    // If the line ends with an unescaped pipe, that pipe is the last one in the buffer.
    let hasTrailing =
      pipeCount > leading && bytes[content.upperBound - 1] == .pipe
      && bytes[content.upperBound - 2] != .backslash
    return Cells(
      content: line.content, hasLeadingPipe: hasLeading, hasTrailingPipe: hasTrailing,
      count: pipeCount + 1 - leading - (hasTrailing ? 1 : 0))
  }

  /// The trimmed cell in a column; `nil` if the line is too short.
  @inline(__always)
  private func cell(_ position: Int, _ cells: Cells) -> Range<Int>? {
    guard position < cells.count else { return nil }
    let first = cells.hasLeadingPipe ? position : position - 1
    let start = first < 0 ? cells.content.lowerBound : pipes[first] + 1
    let end = first + 1 < pipeCount ? pipes[first + 1] : cells.content.upperBound
    return bytes.trimmedCell(start..<end)
  }

  @inline(__always)
  func entry(_ cells: Cells) -> RowEntry {
    RowEntry(
      line: cells.content, hasAllCells: cells.count == columnCount, isPlain: isPlain,
      id: cell(id, cells), status: cell(status, cells), priority: cell(priority, cells),
      task: cell(task, cells), in: bytes)
  }
}
