import QueueModel

/// Two versions of a table, row by row. Rows whose lines are the same are not
/// looked at more closely: that is nearly all of them.
struct TableComparison {
  let old: QueueDocument
  let new: QueueDocument
  private let oldNames: [String]
  private let newNames: [String]

  init(old: QueueDocument, new: QueueDocument) {
    self.old = old
    self.new = new
    oldNames = old.columnNames
    newNames = new.columnNames
  }

  var goneAndChanged: [RowChange] {
    var changes: [RowChange] = []
    var above: Int?
    for row in old.entries.indices where old.hasOwnID(row) {
      defer { above = row }
      if isSame(row) { continue }
      let place = above.map { RowPlace.behind(old.id(ofRow: $0)) } ?? .first
      if let change = change(of: row, place) { changes.append(change) }
    }
    return changes
  }

  var come: [RowChange] {
    new.entries.indices.filter { new.hasOwnID($0) && old.row(like: $0, of: new) == nil }.map {
      row in
      RowChange(id: new.id(ofRow: row), before: [:], after: new.cells(ofRow: row, newNames))
    }
  }

  /// Whether nobody touched the row: its line is the same, and so are the columns.
  private func isSame(_ row: Int) -> Bool {
    guard oldNames == newNames, let other = new.row(like: row, of: old) else { return false }
    return old.lineBytes(row).isSame(as: new.lineBytes(other))
  }

  private func change(of row: Int, _ place: RowPlace) -> RowChange? {
    let (id, before) = (old.id(ofRow: row), old.cells(ofRow: row, oldNames))
    guard let row = new.row(of: id) else {
      return RowChange(id: id, before: before, after: [:], place: place)
    }
    let after = new.cells(ofRow: row, newNames)
    let names = before.differingNames(from: after)
    if names.isEmpty { return nil }
    func texts(_ cells: [String: String]) -> [String: String] {
      Dictionary(uniqueKeysWithValues: names.map { ($0, cells[$0] ?? "-") })
    }
    return RowChange(id: id, before: texts(before), after: texts(after))
  }
}

extension [String: String] {
  /// The names of the cells that say something else in `other`.
  package func differingNames(from other: [String: String]) -> Set<String> {
    if self == other { return [] }
    return Set(keys).union(other.keys).filter { self[$0] != other[$0] }
  }
}
