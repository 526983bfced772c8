public import QueueModel

extension QueueDocument {
  /// What somebody else changed in the table, row by row: first what changed or
  /// went, in the old order, then what came.
  ///
  /// Rows whose id is missing or stands in several rows are passed over: nobody
  /// can tell which became which. What others than this somebody did to `old`, `own`,
  /// is no part of the result.
  public func changes(since old: QueueDocument, after own: [HistoryEntry]) -> [RowChange] {
    let comparison = TableComparison(old: old, new: self, own: own)
    return comparison.goneAndChanged + comparison.come
  }

  /// A row that goes, with all that it says and where it stood.
  public func removal(of id: String) -> RowChange? {
    guard let row = row(of: id) else { return nil }
    let above = entries.indices.prefix(row).last(where: hasOwnID)
    return RowChange(
      id: id, before: cells(ofRow: row, columnNames), after: [:],
      place: above.map { .behind(self.id(ofRow: $0)) } ?? .first)
  }

  /// The names of all columns, in lower case.
  var columnNames: [String] { header.cells.names(in: bytes) }

  /// What a row's cells say, by column name, but for those that say nothing.
  func cells(ofRow row: Int, _ names: [String]) -> [String: String] {
    let cells = LineCells(line(of: row), in: bytes.raw)
    var texts: [String: String] = [:]
    for (position, name) in names.enumerated().prefix(cells.count) {
      texts[name] = value(of: cells[position])
    }
    return texts
  }
}

/// Two versions of a table, row by row. Rows whose lines are the same are not
/// looked at more closely: that is nearly all of them.
private struct TableComparison {
  let old: QueueDocument
  let new: QueueDocument
  private let oldNames: [String]
  private let newNames: [String]
  /// What was done to the old table, by row.
  private let own: [String: HistoryEntry]

  init(old: QueueDocument, new: QueueDocument, own: [HistoryEntry]) {
    self.old = old
    self.new = new
    oldNames = old.columnNames
    newNames = new.columnNames
    self.own = Dictionary(own.compactMap { entry in entry.id.map { ($0, entry) } }) { $1 }
  }

  var goneAndChanged: [RowChange] {
    var changes: [RowChange] = []
    var above: Int?
    for row in old.entries.indices where old.hasOwnID(row) {
      defer { above = row }
      if isSame(row) { continue }
      let id = old.id(ofRow: row)
      guard let before = cells(of: id, old.cells(ofRow: row, oldNames)) else { continue }
      let place = above.map { RowPlace.behind(old.id(ofRow: $0)) } ?? .first
      if let change = change(of: id, from: before, place) { changes.append(change) }
    }
    return changes + changesOfAdded
  }

  /// What became of the rows that were added to the old table.
  private var changesOfAdded: [RowChange] {
    own.values.filter(\.isAddition).sorted { $0.sequence < $1.sequence }.compactMap { entry in
      let place = old.entries.indices.last { old.hasOwnID($0) }
        .map { RowPlace.behind(old.id(ofRow: $0)) }
      return entry.id.flatMap { change(of: $0, from: entry.after, entry.place ?? place) }
    }
  }

  var come: [RowChange] {
    new.entries.indices.filter(hasCome).map { row in
      RowChange(id: new.id(ofRow: row), before: [:], after: new.cells(ofRow: row, newNames))
    }
  }

  /// Whether a row of the new table is not of the old one, as it was in the end.
  private func hasCome(_ row: Int) -> Bool {
    guard new.hasOwnID(row) else { return false }
    let mine = own.isEmpty ? nil : own[new.id(ofRow: row)]
    let wasThere = old.row(new, row) != nil || mine?.isAddition ?? false
    return !wasThere || mine?.isRemoval ?? false
  }

  /// Whether nobody touched the row: its line is the same, and so are the columns.
  private func isSame(_ row: Int) -> Bool {
    guard oldNames == newNames, let other = new.row(old, row),
      old.lineBytes(row).elementsEqual(new.lineBytes(other))
    else { return false }
    return own.isEmpty || own[old.id(ofRow: row)] == nil
  }

  /// A row's cells with what was done to it afterwards; `nil` when it went.
  private func cells(of id: String, _ texts: [String: String]) -> [String: String]? {
    guard let entry = own[id] else { return texts }
    if entry.isRemoval { return nil }
    return texts.merging(entry.after) { $1 }.filter { $1 != "-" }
  }

  private func change(
    of id: String, from before: [String: String], _ place: RowPlace?
  ) -> RowChange? {
    guard let row = new.row(of: id) else {
      return RowChange(id: id, before: before, after: [:], place: place)
    }
    let after = new.cells(ofRow: row, newNames)
    let names = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
    if names.isEmpty { return nil }
    func texts(_ cells: [String: String]) -> [String: String] {
      Dictionary(uniqueKeysWithValues: names.map { ($0, cells[$0] ?? "-") })
    }
    return RowChange(id: id, before: texts(before), after: texts(after))
  }
}

extension QueueDocument {
  /// Whether the row has an id that no other row has.
  fileprivate func hasOwnID(_ row: Int) -> Bool {
    entries[row].idLength > 0 && !entries[row].problems.contains(.repeatedID)
  }

  fileprivate func id(ofRow row: Int) -> String { value(of: entries[row].id) ?? "" }

  fileprivate func lineBytes(_ row: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes.raw[entries[row].content])
  }

  /// The row that has the id of a row of another table.
  fileprivate func row(_ other: QueueDocument, _ row: Int) -> Int? {
    let id = UnsafeRawBufferPointer(rebasing: other.bytes.raw[other.entries[row].id])
    return index.row(of: id, entries, in: bytes.raw)
  }
}
