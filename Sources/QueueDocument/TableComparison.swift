import QueueModel

/// Two versions of a table, row by row. Rows whose lines are the same are not
/// looked at more closely: that is nearly all of them.
struct TableComparison {
  let old: QueueDocument
  let new: QueueDocument
  private let oldNames: [String]
  private let newNames: [String]
  /// What was done to the old table, by row, oldest first.
  private let own: [String: [HistoryEntry]]

  init(old: QueueDocument, new: QueueDocument, own: [HistoryEntry]) {
    self.old = old
    self.new = new
    oldNames = old.columnNames
    newNames = new.columnNames
    self.own = Dictionary(grouping: own.filter { $0.id != nil }) { $0.id ?? "" }
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
    let place = old.entries.indices.last { old.hasOwnID($0) }
      .map { RowPlace.behind(old.id(ofRow: $0)) }
    return own.keys.filter { old.row(of: $0) == nil }.sorted().compactMap { id in
      cells(of: id, nil).flatMap { change(of: id, from: $0, own[id]?.last?.place ?? place) }
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
    let last = own.isEmpty ? nil : own[new.id(ofRow: row)]?.last
    return last?.isRemoval ?? (last == nil && old.row(like: row, of: new) == nil)
  }

  /// Whether nobody touched the row: its line is the same, and so are the columns.
  private func isSame(_ row: Int) -> Bool {
    guard oldNames == newNames, let other = new.row(like: row, of: old),
      old.lineBytes(row).elementsEqual(new.lineBytes(other))
    else { return false }
    return own.isEmpty || own[old.id(ofRow: row)] == nil
  }

  /// A row's cells with what was done to it afterwards; `nil` when it went, or was
  /// not there.
  private func cells(of id: String, _ texts: [String: String]?) -> [String: String]? {
    (own[id] ?? []).reduce(texts) { texts, entry in
      if entry.isRemoval { return nil }
      let before = entry.isAddition ? [:] : texts ?? [:]
      return before.merging(entry.after) { $1 }.filter { $1 != "-" }
    }
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
