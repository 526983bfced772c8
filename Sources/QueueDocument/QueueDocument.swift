import QueueModel

/// A queue file, parsed: the table's rows by place, everything else as it is.
///
/// Nothing is copied and no string is made for a row that nobody asks for.
public struct QueueDocument: Sendable {
  package let bytes: QueueBytes
  package let header: TableHeader
  package var entries: [RowEntry]
  let index: IDIndex
  /// Behind the table's last line.
  let tableEnd: Int

  /// Parses a whole file. `halves` does the two halves of the work; a big queue
  /// gains from doing them at the same time.
  ///
  /// - Throws: `DocumentError` for a file that is no queue, or none that may be
  ///   rewritten: nothing of it is to be guessed.
  public init(
    _ bytes: QueueBytes, halves: Halves = DocumentScan.oneAfterTheOther
  ) throws(DocumentError) {
    var look = try DocumentScan(bytes, halves)
    self.bytes = bytes
    index = IDIndex(&look.entries, in: bytes.raw)
    header = look.header
    entries = look.entries
    tableEnd = look.tableEnd
  }

  /// The number of lines in the table below its header, malformed ones too.
  public var rowCount: Int { entries.count }

  /// The bytes of the file, as they were read.
  public var rendered: [UInt8] { bytes.array(0..<bytes.count) }

  /// Whether the file's last line has its line end.
  public var endsWithLineEnd: Bool { bytes.raw.last == .newline }

  /// How many bytes follow the table.
  public var trailingCount: Int { bytes.count - tableEnd }

  /// The header line and the delimiter row, without the last line end.
  public var headerText: String {
    let lines = [header.cells.line, header.delimiters.line]
    return lines.map { bytes.text($0.content) }.joined(separator: "\n")
  }

  /// The line number that a row added to the table gets.
  public var nextLine: Int { lineNumber(of: entries.count) }

  func lineNumber(of row: Int) -> Int { header.lineNumber + 2 + row }

  package func line(of row: Int) -> Line {
    let content = entries[row].content
    let end = row + 1 < entries.count ? entries[row + 1].start : tableEnd
    return Line(start: content.lowerBound, contentEnd: content.upperBound, end: end)
  }
}
