public import Model

extension QueueDocument {
  /// The changes of the table since an older version. First come changed and removed rows in the
  /// old order, and then added rows.
  ///
  /// Rows without a unique id are skipped, because they can't be matched.
  public func changes(since old: QueueDocument) -> [RowChange] {
    let comparison = TableComparison(old: old, new: self)
    return comparison.removedAndChanged + comparison.added
  }

  /// The changes in the form of the history: an added or removed row has all its cells, so that it
  /// can be restored.
  public func rowChanges(of changes: [ItemChange]) -> [RowChange] {
    lazy var newRows = NewRows(of: self)
    return changes.map { change in
      var row =
        if let item = change.after, change.before == nil {
          RowChange(id: item.id, before: [:], after: newRows.texts(of: item, change.origin))
        } else {
          change.after == nil ? deletion(of: change.id) ?? RowChange(change) : RowChange(change)
        }
      (row.changesBrief, row.undoneCommand) = (change.changesBrief, change.undoneCommand)
      return row
    }
  }

  /// A removed row with all its cells and its place.
  public func deletion(of id: String) -> RowChange? {
    guard let row = row(of: id) else { return nil }
    let above = entries.indices.prefix(row).last(where: hasOwnID)
    return RowChange(
      id: id, before: cells(ofRow: row, columnNames), after: [:],
      place: above.map { .behind(self.id(ofRow: $0)) } ?? .first)
  }

  /// The names of all columns, in lower case. If several columns of the owner have the same name,
  /// the later ones get a number.
  public var columnNames: [String] {
    var seen: [String: Int] = [:]
    return header.cells.names(in: bytes).map { name in
      seen[name, default: 0] += 1
      return seen[name] == 1 ? name : "\(name) (\(seen[name, default: 0]))"
    }
  }

  /// A row's texts by column name, without empty cells.
  package func cells(ofRow row: Int, _ names: [String]) -> [String: String] {
    let cells = LineCells(line(of: row), in: bytes.raw)
    var texts: [String: String] = [:]
    for (position, name) in names.enumerated().prefix(cells.count) {
      texts[name] = readText(cells, position)
    }
    return texts
  }

  /// The texts of the row with an id, by column name; `nil` if there is none.
  package func cells(ofRowWith id: String) -> [String: String]? {
    row(of: id).map { cells(ofRow: $0, columnNames) }
  }
}

extension QueueDocument {
  /// Whether the row has an id that no other row has.
  func hasOwnID(_ row: Int) -> Bool {
    entries[row].idLength > 0 && !entries[row].problems.contains(.repeatedID)
  }

  /// The ids that only one row has, in the order of the table.
  public var ids: [String] { entries.indices.filter(hasOwnID).map(id(ofRow:)) }

  package func id(ofRow row: Int) -> String { value(of: entries[row].id) ?? "" }

  package func lineBytes(_ row: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes.raw[entries[row].content])
  }

  /// The row with the same id as a row of another table.
  func row(like row: Int, of other: QueueDocument) -> Int? {
    let id = UnsafeRawBufferPointer(rebasing: other.bytes.raw[other.entries[row].id])
    return index.row(of: id, entries, in: bytes.raw)
  }
}

/// Compares two versions of a table row by row. Nearly all rows have equal lines and are not
/// parsed.
private struct TableComparison {
  let old: QueueDocument
  let new: QueueDocument
  private let oldNames: [String]
  private let newNames: [String]

  init(old: QueueDocument, new: QueueDocument) {
    self.old = old
    self.new = new.keepingIDs(of: old)
    oldNames = old.columnNames
    newNames = new.columnNames
  }

  var removedAndChanged: [RowChange] {
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

  var added: [RowChange] {
    new.entries.indices.filter { new.hasOwnID($0) && old.row(like: $0, of: new) == nil }.map {
      row in
      RowChange(id: new.id(ofRow: row), before: [:], after: new.cells(ofRow: row, newNames))
    }
  }

  /// Whether the row's line and the columns are the same.
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
  /// The names of the cells whose texts differ in `other`.
  package func differingNames(from other: [String: String]) -> Set<String> {
    if self == other { return [] }
    return Set(keys).union(other.keys).filter { self[$0] != other[$0] }
  }
}
