public import QueueModel

extension QueueDocument {
  /// What was changed in the table, row by row: first what changed or
  /// went, in the old order, then what came.
  ///
  /// Rows whose id is missing or stands in several rows are passed over: nobody
  /// can tell which became which.
  public func changes(since old: QueueDocument) -> [RowChange] {
    let comparison = TableComparison(old: old, new: self)
    return comparison.goneAndChanged + comparison.come
  }

  /// A row that comes or goes, with all that it says; `nil` for one that only changes.
  public func wholeRow(of change: ItemChange) -> RowChange? {
    guard let item = change.after else { return deletion(of: change.id) }
    return change.before == nil ? addition(of: item, change.origin) : nil
  }

  /// A row that goes, with all that it says and where it stood.
  public func deletion(of id: String) -> RowChange? {
    guard let row = row(of: id) else { return nil }
    let above = entries.indices.prefix(row).last(where: hasOwnID)
    return RowChange(
      id: id, before: cells(ofRow: row, columnNames), after: [:],
      place: above.map { .behind(self.id(ofRow: $0)) } ?? .first)
  }

  /// The names of all columns, in lower case; of the owner's own that are called
  /// the same, the later ones with their number.
  public var columnNames: [String] {
    var seen: [String: Int] = [:]
    return header.cells.names(in: bytes).map { name in
      seen[name, default: 0] += 1
      return seen[name] == 1 ? name : "\(name) (\(seen[name, default: 0]))"
    }
  }

  /// What a row's cells say, by column name, but for those that say nothing.
  package func cells(ofRow row: Int, _ names: [String]) -> [String: String] {
    let cells = LineCells(line(of: row), in: bytes.raw)
    var texts: [String: String] = [:]
    for (position, name) in names.enumerated().prefix(cells.count) {
      texts[name] = value(of: cells[position])
    }
    return texts
  }
}

extension QueueDocument {
  /// Whether the row has an id that no other row has.
  func hasOwnID(_ row: Int) -> Bool {
    entries[row].idLength > 0 && !entries[row].problems.contains(.repeatedID)
  }

  package func id(ofRow row: Int) -> String { value(of: entries[row].id) ?? "" }

  package func lineBytes(_ row: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes.raw[entries[row].content])
  }

  /// The row that has the id of a row of another table.
  func row(like row: Int, of other: QueueDocument) -> Int? {
    let id = UnsafeRawBufferPointer(rebasing: other.bytes.raw[other.entries[row].id])
    return index.row(of: id, entries, in: bytes.raw)
  }
}
