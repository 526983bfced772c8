/// What is found in a part of a file that begins with a line.
struct FilePart {
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
