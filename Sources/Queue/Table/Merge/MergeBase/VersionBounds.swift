import Model

/// A lower bound for the distance of a version from a save, computed from the recorded changes. If
/// another version has been compared and is nearer than the bound, this version need not be rebuilt
/// and parsed.
struct VersionBound: Comparable {
  let sequence: Int
  /// The bound. It does not include lines outside the table, or the order of rows.
  var least = SaveDistance()
  /// Versions of one epoch have the same lines outside the table.
  let epoch: Int
  let sweep: Int
  /// A value that is equal for versions of one sweep with the same bytes; `nil` if it is unknown.
  var state: Int?

  func mayHaveBytes(of other: Self) -> Bool {
    guard sweep == other.sweep, let state, let others = other.state else { return true }
    return state == others
  }

  /// Orders nearer versions first and, of equally near ones, older versions first.
  static func < (left: Self, right: Self) -> Bool {
    (left.least, left.sequence) < (right.least, right.sequence)
  }
}

/// Goes back from the last version to older ones, and computes the bound of each version from the
/// records.
///
/// Only rows that a write changed are examined, so the time is proportional to the number of
/// changes.
struct VersionSweep {
  private let save: QueueDocument
  private let version: QueueDocument?
  private let names: Set<String>
  /// The rows that later writes changed, in the state of the version that the sweep has reached.
  private var rows: [String: Row] = [:]
  private var sum = Row.Difference()
  private var state = 0
  /// Whether the records of the versions so far match their contents.
  private var isReliable = true
  private let number: Int
  private var epoch: Int
  private var bounds: [VersionBound] = []

  /// The number of cells, in addition to the recorded ones, in which a save may differ from the
  /// result of its merge.
  private static let smallestDoubt = 8

  /// - Parameters:
  ///   - save: the save with which the versions are compared.
  ///   - version: the newest of these versions; `nil` if it is unknown or not a queue.
  ///   - newer: the sweep over the versions after `version`.
  init(of save: QueueDocument, from version: QueueDocument?, after newer: VersionSweep? = nil) {
    self.save = save
    self.version = version
    number = newer.map { $0.number + 1 } ?? 0
    epoch = newer.map { $0.epoch + 1 } ?? 0
    guard let version else {
      (names, isReliable) = ([], false)
      return
    }
    // For rows with a repeated id no changes are recorded, so the records are not reliable then.
    isReliable = !save.hasRepeatedIDs && !version.hasRepeatedIDs
    names = Set(save.columnNames + version.columnNames).subtracting([Column.id.name])
    let difference = save.difference(from: version)
    sum.count = difference.count
    sum.weight = sum.count
    sum.rows = Set(difference.cells.map(\.id)).count
  }

  /// Adds the bound of the version that a write left, and goes back to the version before the
  /// write.
  mutating func revert(_ write: RecordedWrite) {
    if write.isExternalSave {
      // The version is the save itself, which differs from the result of its merge, so its bound is
      // lower.
      let doubt = write.merges.reduce(Self.smallestDoubt) { doubt, merge in
        doubt + merge.putBack.count + merge.lost.count + 1
      }
      epoch += 1
      append(
        VersionBound(
          sequence: write.sequence, least: SaveDistance(cells: max(0, sum.count - doubt)),
          epoch: epoch, sweep: number))
    } else {
      append(bound(of: write.sequence))
    }
    if !write.keepsLines { epoch += 1 }
    for change in write.changes where !(change.before.isEmpty && change.after.isEmpty) {
      revert(change, isOfCommand: !write.isExternalSave)
    }
  }

  private func bound(of sequence: Int) -> VersionBound {
    VersionBound(
      sequence: sequence, least: SaveDistance(cells: sum.weight, style: sum.rows), epoch: epoch,
      sweep: number, state: state)
  }

  private mutating func append(_ bound: VersionBound) {
    var bound = bound
    if !isReliable { (bound.least, bound.state) = (SaveDistance(), nil) }
    bounds.append(bound)
  }

  private mutating func revert(_ change: RowChange, isOfCommand: Bool) {
    guard let version, isReliable else { return }
    var row = rows[change.id] ?? Row(change.id, in: version, save)
    sum -= row.difference
    let (isAddition, isRemoval) = (change.isAddition, change.isRemoval)
    if row.isThere == isRemoval { isReliable = false }
    func revert(_ column: String, _ before: String?, _ after: String?) {
      guard names.contains(column) else { return }
      if !row.revert(column, before, after, isOfCommand: isOfCommand) { isReliable = false }
      state ^= Self.hash(change.id, column, after)
      state ^= Self.hash(change.id, column, before)
    }
    var common = 0
    for (column, before) in change.before {
      let after = change.after[column]
      if after != nil { common += 1 }
      revert(column, before, after)
    }
    if common < change.after.count {
      for (column, after) in change.after where change.before[column] == nil {
        revert(column, nil, after)
      }
    }
    if isAddition || isRemoval {
      row.isThere = isRemoval
      state ^= Self.hash(change.id, Column.id.name, nil)
    }
    sum += row.difference
    rows[change.id] = row
  }

  private static func hash(_ id: String, _ column: String, _ text: String?) -> Int {
    var hasher = Hasher()
    hasher.combine(id)
    hasher.combine(column)
    hasher.combine(text ?? "-")
    return hasher.finalize()
  }

  /// The bounds of all versions, including the oldest.
  ///
  /// - Parameters:
  ///   - oldest: the remaining oldest version; no write before it is known.
  ///   - document: the oldest of the versions. If its texts differ from the records, the bounds of
  ///     all versions are unknown.
  func bounds(
    ending oldest: Int? = nil, checkedBy document: QueueDocument?
  ) -> [VersionBound] {
    var sweep = self
    if let oldest { sweep.append(bound(of: oldest)) }
    let isRight =
      document.map { document in
        !document.hasRepeatedIDs && save.difference(from: document).count == sum.count
          && rows.allSatisfy { $0.value.isRow($0.key, of: document) }
      } ?? false
    if isRight || !isReliable { return sweep.bounds }
    return sweep.bounds.map {
      VersionBound(sequence: $0.sequence, epoch: $0.epoch, sweep: $0.sweep)
    }
  }
}

extension TableDifference {
  /// Cells and rows, each with weight 1.
  var count: Int { missing.count + added.count + cells.count }
}

/// A row in the save, and in the version that the sweep has reached.
private struct Row {
  /// The row's part of the distance.
  struct Difference {
    var count = 0
    var weight = 0
    /// The number of common rows that differ.
    var rows = 0

    static func += (left: inout Self, right: Self) {
      left.count += right.count
      left.weight += right.weight
      left.rows += right.rows
    }

    static func -= (left: inout Self, right: Self) {
      left.count -= right.count
      left.weight -= right.weight
      left.rows -= right.rows
    }
  }

  private struct Cell {
    let column: String
    var text: String
    let saved: String
    /// Whether a later command wrote the text of the save.
    var isWritten = false
  }

  var isThere: Bool
  /// The row's texts in the save; `nil` if the save lacks the row.
  private let saved: [String: String]?
  private var cells: [Cell]

  init(_ id: String, in version: QueueDocument, _ save: QueueDocument) {
    let texts = version.hasWholeRow(id) ? version.cells(ofRowWith: id) : nil
    let saved = save.hasWholeRow(id) ? save.cells(ofRowWith: id) : nil
    (isThere, self.saved) = (texts != nil, saved)
    let names = Set((texts ?? [:]).keys).union((saved ?? [:]).keys).subtracting([Column.id.name])
    cells = names.map {
      Cell(column: $0, text: texts?[$0] ?? "-", saved: saved?[$0] ?? "-")
    }
  }

  /// Whether the row in a version has these texts.
  func isRow(_ id: String, of version: QueueDocument) -> Bool {
    guard version.hasWholeRow(id), let texts = version.cells(ofRowWith: id) else { return !isThere }
    return isThere && cells.allSatisfy { $0.text == texts[$0.column] ?? "-" }
  }

  /// The row's difference between the version and the save. A row that only one of the two has
  /// counts as one cell.
  var difference: Difference {
    guard isThere, saved != nil else {
      let count = isThere == (saved != nil) ? 0 : 1
      return Difference(count: count, weight: count)
    }
    var difference = Difference()
    for cell in cells where cell.text != cell.saved {
      difference.count += 1
      difference.weight += cell.isWritten ? CommandTexts.weight(of: cell.saved, in: cell.column) : 1
    }
    difference.rows = min(1, difference.count)
    return difference
  }

  /// - Returns: whether the cell had the text that the change wrote.
  mutating func revert(
    _ column: String, _ before: String?, _ after: String?, isOfCommand: Bool
  ) -> Bool {
    let index = cells.firstIndex { $0.column == column } ?? cells.count
    if index == cells.count { cells.append(Cell(column: column, text: "-", saved: "-")) }
    if isOfCommand, let after, after != before, after == cells[index].saved,
      CommandTexts.columns.contains(column)
    {
      cells[index].isWritten = true
    }
    defer { cells[index].text = before ?? "-" }
    return !isThere || cells[index].text == after ?? "-"
  }
}
