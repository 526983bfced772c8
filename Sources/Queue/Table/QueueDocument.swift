public import Model

/// A parsed queue file. The rows of the table are accessible by their index, and all other bytes
/// stay unchanged.
///
/// Nothing is copied, and strings are created only for the rows that are read.
public struct QueueDocument: Sendable {
  package let bytes: QueueBytes
  package let header: TableHeader
  package var entries: [RowEntry]
  private(set) var index: IDIndex
  /// The offset after the table's last line.
  let tableEnd: Int

  /// Parses a whole file.
  ///
  /// - Throws: if the file is not a queue, or can't be rewritten without guessing.
  public init(_ bytes: QueueBytes) throws(DocumentError) {
    var scan = try DocumentScan(bytes)
    self.bytes = bytes
    index = IDIndex(&scan.entries, in: bytes.raw)
    header = scan.header
    entries = scan.entries
    tableEnd = scan.tableEnd
  }

  /// The document in which a repeated id belongs to the row of `original` with this id, or else to
  /// the row with the same task: people copy a row, and change the copy. Otherwise it belongs to
  /// the first row.
  func keepingIDs(of original: QueueDocument) -> QueueDocument {
    let repeated = entries.indices.filter { entries[$0].problems.contains(.repeatedID) }
    var document = self
    for (id, rows) in Dictionary(grouping: repeated, by: id(ofRow:)) {
      guard let cells = original.cells(ofRowWith: id) else { continue }
      let texts = rows.map { self.cells(ofRow: $0, columnNames) }
      let owner =
        texts.firstIndex(of: cells)
        ?? texts.firstIndex { $0[Column.task.name] == cells[Column.task.name] }
      if let owner { document.index.choose(rows[owner], entries, in: bytes.raw) }
    }
    return document
  }

  /// The number of lines in the table below its header, including malformed ones.
  public var rowCount: Int { entries.count }

  /// The bytes of the file, as they were read.
  public var rendered: [UInt8] { bytes.array }

  /// Whether the file's last line has its line end.
  public var endsWithLineEnd: Bool { bytes.raw.last == .newline }

  /// The number of bytes after the table.
  public var trailingCount: Int { bytes.count - tableEnd }

  /// The header line and the delimiter row, without the last line end.
  public var headerText: String {
    let lines = [header.cells.line, header.delimiters.line]
    return lines.map { bytes.text($0.content) }.joined(separator: "\n")
  }

  /// The line number of the next row that is added to the table.
  public var nextLine: Int { lineNumber(of: entries.count) }

  func lineNumber(of row: Int) -> Int { header.lineNumber + 2 + row }

  package func line(of row: Int) -> Line {
    let content = entries[row].content
    let end = row + 1 < entries.count ? entries[row + 1].start : tableEnd
    return Line(start: content.lowerBound, contentEnd: content.upperBound, end: end)
  }
}

// Data that stores read from the table.

extension QueueDocument {
  public func item(_ id: String) throws(Refusal) -> QueueItem? {
    guard let row = row(of: id) else { return nil }
    let problems = entries[row].problems
    if problems.contains(.repeatedID) {
      throw .repeatedID(id, lines: linesOfRows(with: id.escapingPipes))
    }
    if let item = item(at: row) { return item }
    let problem = findings(ofRow: row).first?.fact ?? .illFormedID(id)
    throw .malformedRow(id, line: lineNumber(of: row), problem: problem)
  }

  public func status(of id: String) -> Status? {
    guard let row = row(of: id), !entries[row].problems.contains(.repeatedID) else { return nil }
    return status(at: row)
  }

  public func contains(_ id: String) -> Bool { row(of: id) != nil }

  public func visit(_ status: Status, _ visit: (QueueItem) throws -> Visit) rethrows {
    try visitRows(status) { row in try item(at: row).map(visit) ?? .more }
  }

  /// Visits the rows with a status in the order of picking, by their index.
  package func visitRows(_ status: Status, _ visit: (Int) throws -> Visit) rethrows {
    for rank in UInt8(0)...3 {
      for row in entries.indices
      where entries[row].priorityRank == rank && entries[row].status == status
        && entries[row].problems.isEmpty
      {
        if try visit(row) == .enough { return }
      }
    }
  }

  public func rows(waitingFor ids: Set<String>) -> [String] {
    entries.indices.filter(mayWait).compactMap { row in
      item(at: row).flatMap { ids.isDisjoint(with: $0.after) ? nil : $0.id }
    }
  }

  public func highestNumber(of prefix: String) -> Int {
    let highest =
      entries.lazy.compactMap { NumberedID.number(of: bytes.raw[$0.id], prefix: prefix) }.max() ?? 0
    // Rows below the table are included, because `lint` tells people to move them into the table.
    return rowsBelowTable.compactMap { NumberedID.number(of: $0.id.utf8, prefix: prefix) }
      .reduce(highest, max)
  }

  package var allIDs: [String] { entries.indices.map(id(ofRow:)) }

  /// Whether the ids for which rows wait are in a column, and not in the notes.
  public var hasAfterColumn: Bool { header.afterPosition != nil }

  /// The optional columns that the table has and that the rules read.
  public func fieldColumns(of policy: Policy) -> [FieldColumn] {
    policy.fieldColumns.filter { header.fieldPositions[$0] != nil }
  }

  /// The idempotency keys of all rows with a status.
  public func idempotencyKeys(_ status: Status) -> Set<String> {
    Set(
      entries.indices.lazy.filter { self.status(at: $0) == status }
        .compactMap { notes(ofRow: $0).idempotencyKey })
  }

  func notes(ofRow row: Int) -> Notes {
    let cells = LineCells(line(of: row), in: bytes.raw)
    return Notes(value(of: cells[header.position(of: .notes)]) ?? "")
  }

  func row(of id: String) -> Int? {
    var id = id.escapingPipes
    return id.withUTF8 { index.row(of: UnsafeRawBufferPointer($0), entries, in: bytes.raw) }
  }

  /// The lines of the rows with an id, starting at 1.
  package func lines(of id: String) -> [Int] { linesOfRows(with: id.escapingPipes) }

  /// - Parameter id: the id with escaped pipes, as it is in the cells.
  func linesOfRows(with id: String) -> [Int] {
    entries.indices.filter { bytes.raw[entries[$0].id].elementsEqual(id.utf8) }
      .map(lineNumber)
  }
}
