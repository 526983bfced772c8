import QueueModel

/// In how many cells each version differs from the last one, as the recorded changes say. A save
/// whose difference from the last version is much greater, or much smaller, was not edited from
/// that version, which then need not be parsed.
struct VersionDrift {
  private var cells: [Int: Int] = [:]
  /// By how much the number of cells may be wrong: merges put cells back that a save had changed.
  private var doubts: [Int: Int] = [:]

  /// Of several rows with one id no changes are recorded.
  private static let smallestDoubt = 8

  /// - Parameter first: the sequence of the version before all of these.
  init(_ writes: [RecordedWrite], first: Int) {
    var rows: [String: Row] = [:]
    var total = 0
    for write in writes.reversed() {
      cells[write.sequence] = total
      for change in write.changes {
        if let merge = change.merge {
          doubts[write.sequence, default: 0] += merge.putBack.count + merge.lost.count + 1
        }
        guard let id = change.id, !change.before.isEmpty || !change.after.isEmpty else { continue }
        var row = rows[id] ?? Row(isInLast: !change.isRemoval)
        total -= row.difference
        row.revert(change)
        total += row.difference
        rows[id] = row
      }
    }
    cells[first] = total
  }

  /// Whether version `sequence` may be within `distance` of a save.
  ///
  /// - Parameter difference: in how many cells the save differs from the last version.
  func mayBeNear(
    _ sequence: Int, within distance: Int, differenceFromLast difference: Int
  ) -> Bool {
    guard let drift = cells[sequence] else { return true }
    let doubt = Self.smallestDoubt + (doubts[sequence] ?? 0)
    return distance >= .max - doubt || abs(difference - drift) <= distance + doubt
  }
}

/// A row in some version and in the last one.
private struct Row {
  let isInLast: Bool
  private var isThere: Bool
  private var cells: [String: (then: String, last: String)] = [:]

  init(isInLast: Bool) {
    self.isInLast = isInLast
    isThere = isInLast
  }

  /// A row that only one version has counts as one cell.
  var difference: Int {
    guard isThere, isInLast else { return isThere == isInLast ? 0 : 1 }
    return cells.values.count { $0.then != $0.last }
  }

  mutating func revert(_ change: HistoryEntry) {
    for name in Set(change.before.keys).union(change.after.keys) {
      let after = change.after[name] ?? "-"
      cells[name] = (change.before[name] ?? "-", cells[name]?.last ?? after)
    }
    if change.isAddition { isThere = false }
    if change.isRemoval { isThere = true }
  }
}
