import Model

/// The difference between two versions of a table.
public struct TableDifference: Sendable {
  /// A cell whose text differs.
  public struct Cell: Equatable, Sendable {
    public let id: String
    public let column: String
    /// The text in the older version; `nil` for an empty cell.
    public let before: String?
    /// The text in the newer version; `nil` for an empty cell.
    public let after: String?
  }

  /// A row that only the newer version has.
  public struct Row: Equatable, Sendable {
    public let id: String
    public let task, successCriteria: String?
  }

  /// The ids of the rows that only the older version has.
  public internal(set) var missing: [String] = []
  /// The rows that only the newer version has.
  public internal(set) var added: [Row] = []
  public internal(set) var cells: [Cell] = []
  /// The number of common rows with different bytes.
  public internal(set) var rewritten = 0
  /// The number of common rows with another position among the common rows.
  public internal(set) var moved = 0
}

extension QueueDocument {
  /// The difference between this version and an older one. Of rows with the same id, only the one
  /// to which it belongs is compared. Lines that are not rows are ignored.
  public func difference(from older: QueueDocument) -> TableDifference {
    var difference = TableDifference()
    let (names, olderNames) = (columnNames, older.columnNames)
    var newRows: [Int] = []
    let hasSameColumns = names == olderNames
    for row in older.entries.indices where older.ownsID(row) {
      // Nearly all rows are equal and at the same position, so this is checked first.
      if hasSameColumns, hasSameRow(row, as: older) {
        newRows.append(row)
        continue
      }
      guard let newRow = wholeRow(like: row, of: older) else {
        difference.missing.append(older.id(ofRow: row))
        continue
      }
      newRows.append(newRow)
      if hasSameColumns, lineBytes(newRow).isSame(as: older.lineBytes(row)) { continue }
      difference.rewritten += 1
      let (cells, before) = (cells(ofRow: newRow, names), older.cells(ofRow: row, olderNames))
      for name in before.differingNames(from: cells) {
        difference.cells.append(
          .init(id: id(ofRow: newRow), column: name, before: before[name], after: cells[name]))
      }
    }
    for row in entries.indices where ownsID(row) {
      if hasSameColumns, hasSameRow(row, as: older) { continue }
      guard older.wholeRow(like: row, of: self) == nil else { continue }
      let cells = cells(ofRow: row, names)
      difference.added.append(
        .init(
          id: id(ofRow: row), task: cells[Column.task],
          successCriteria: cells[Column.successCriteria]))
    }
    difference.moved = zip(newRows, newRows.sorted()).count { $0 != $1 }
    return difference
  }

  /// The lines before and after the table, without blank lines.
  public var linesOutsideTable: [String] {
    (linesBeforeTable + linesAfterTable).map { bytes.text(bytes.raw.trimmed($0.content)) }
      .filter { !$0.isEmpty }
  }

  /// The cells of lines that look like rows but are not: lines outside the table that begin with a
  /// pipe, and lines in the table with too few or too many cells.
  public var cellsOfOtherLines: [[String]] {
    let outside = (linesBeforeTable + linesAfterTable).map { LineCells($0, in: bytes.raw) }
      .filter(\.hasLeadingPipe)
    let inside = entries.indices.filter { entries[$0].problems.contains(.cellCount) }
      .map { LineCells(line(of: $0), in: bytes.raw) }
    return (outside + inside).map { cells in (0..<cells.count).map { text(cells, $0) } }
  }

  /// Whether there is a row with this id and with as many cells as the table has columns.
  public func hasWholeRow(_ id: String) -> Bool {
    row(of: id).map { !entries[$0].problems.contains(.cellCount) } ?? false
  }

  /// Whether several rows have the same id.
  public var hasRepeatedIDs: Bool { entries.contains { $0.problems.contains(.repeatedID) } }

  /// Whether the row is the one that its id stands for.
  private func ownsID(_ row: Int) -> Bool {
    guard entries[row].idLength > 0, !entries[row].problems.contains(.cellCount) else {
      return false
    }
    return !entries[row].problems.contains(.repeatedID) || self.row(like: row, of: self) == row
  }

  /// Whether the row at this index is identical in both versions, byte for byte.
  private func hasSameRow(_ row: Int, as other: QueueDocument) -> Bool {
    row < entries.count && row < other.entries.count
      && !entries[row].problems.contains(.repeatedID)
      && lineBytes(row).isSame(as: other.lineBytes(row))
  }

  private func wholeRow(like row: Int, of other: QueueDocument) -> Int? {
    self.row(like: row, of: other).flatMap {
      entries[$0].problems.contains(.cellCount) ? nil : $0
    }
  }
}
