import QueueModel

/// A queue file, parsed: the table's rows by place, everything else as it is.
///
/// Nothing is copied and no string is made for a row that nobody asks for.
public struct QueueDocument: Sendable {
  let bytes: QueueBytes
  let header: TableHeader
  var entries: [RowEntry]
  let index: IDIndex
  /// Behind the table's last line.
  let tableEnd: Int

  /// Parses a whole file.
  ///
  /// - Throws: `DocumentError` for a file that is no queue, or none that may be
  ///   rewritten: nothing of it is to be guessed.
  public init(_ bytes: QueueBytes) throws(DocumentError) {
    try Self.checkText(bytes)
    let header = try TableLocator.locate(in: bytes)
    var (entries, tableEnd) = try Self.rows(below: header, in: bytes)
    self.bytes = bytes
    self.header = header
    index = IDIndex(&entries, in: bytes.raw)
    self.entries = entries
    self.tableEnd = tableEnd
  }

  /// The number of lines in the table below its header, malformed ones too.
  public var rowCount: Int { entries.count }

  /// The bytes of the file, as they were read.
  public var rendered: [UInt8] { bytes.array(0..<bytes.count) }

  /// Whether the file's last line has its line end.
  public var endsWithLineEnd: Bool { bytes.raw.last == .newline }

  /// How many bytes follow the table.
  public var trailingCount: Int { bytes.count - tableEnd }

  /// The line number that a row added to the table gets.
  public var nextLine: Int { lineNumber(of: entries.count) }

  func lineNumber(of row: Int) -> Int { header.lineNumber + 2 + row }

  func line(of row: Int) -> Line {
    let content = entries[row].content
    let end = row + 1 < entries.count ? entries[row + 1].start : tableEnd
    return Line(start: content.lowerBound, contentEnd: content.upperBound, end: end)
  }
}

// MARK: - The first look

extension QueueDocument {
  private static func checkText(_ bytes: QueueBytes) throws(DocumentError) {
    switch TextCheck.firstOffence(in: bytes.raw) {
    case .notUTF8(let offset)?: throw bytes.error(at: offset, reason: .notUTF8)
    case .nul(let offset)?: throw bytes.error(at: offset, reason: .nulByte)
    case nil: return
    }
  }

  private static func rows(
    below header: TableHeader, in bytes: QueueBytes
  ) throws(DocumentError) -> ([RowEntry], end: Int) {
    let result = withUnsafeTemporaryAllocation(
      of: Int.self, capacity: RowScanner.scratchCount(for: header)
    ) { pipes in
      Result { () throws(DocumentError) in try rows(below: header, in: bytes, pipes: pipes) }
    }
    return try result.get()
  }

  private static func rows(
    below header: TableHeader, in bytes: QueueBytes, pipes: UnsafeMutableBufferPointer<Int>
  ) throws(DocumentError) -> ([RowEntry], end: Int) {
    let raw = bytes.raw
    var entries: [RowEntry] = []
    entries.reserveCapacity(bytes.count / 256)
    var start = header.delimiters.line.end
    var scanner = RowScanner(raw, header: header, from: start, pipes: pipes)
    while start < raw.count {
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
    switch first {
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="), .pipe: break
    default: return nil
    }
    guard (line.start..<line.start + 7).allSatisfy({ bytes[$0] == first }),
      line.contentEnd == line.start + 7 || bytes[line.start + 7] == .space
    else { return nil }
    return String(repeating: Character(Unicode.Scalar(first)), count: 7)
  }
}
