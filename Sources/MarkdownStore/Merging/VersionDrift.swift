import QueueModel

/// In how many cells each version differs from the last one, as the entries tell it: what a
/// save is far from by much more, or much less, than that, it was not edited from.
struct VersionDrift {
  private var cells: [Int: Int] = [:]
  /// What the entries may not tell: merges put cells back that a save had otherwise.
  private var doubts: [Int: Int] = [:]

  /// Rows whose id stands in several are not told at all.
  private static let smallestDoubt = 8

  /// - Parameter first: the number of the version before the first entry.
  init(_ entries: some BidirectionalCollection<JournalEntry.Parsed>, from first: Int) {
    var rows: [String: Row] = [:]
    var total = 0
    for entry in entries.reversed() {
      cells[entry.sequence] = total
      for change in entry.histories {
        if let merge = change.merge {
          doubts[entry.sequence, default: 0] += merge.putBack.count + merge.lost.count + 1
        }
        guard let id = change.id, !change.before.isEmpty || !change.after.isEmpty else { continue }
        var row = rows[id] ?? Row(isThereInTheEnd: !change.isRemoval)
        total -= row.difference
        row.takeBack(change)
        total += row.difference
        rows[id] = row
      }
    }
    cells[first] = total
  }

  /// Whether the version that entry `sequence` left may be within `distance` of a save that is
  /// `farness` from the last one.
  func mayBeNear(_ sequence: Int, within distance: Int, farness: Int) -> Bool {
    guard let drift = cells[sequence] else { return true }
    let doubt = Self.smallestDoubt + (doubts[sequence] ?? 0)
    return distance >= .max - doubt || abs(farness - drift) <= distance + doubt
  }
}

/// A row at some entry and at the end.
private struct Row {
  let isThereInTheEnd: Bool
  private var isThere: Bool
  private var cells: [String: (then: String, inTheEnd: String)] = [:]

  init(isThereInTheEnd: Bool) {
    self.isThereInTheEnd = isThereInTheEnd
    isThere = isThereInTheEnd
  }

  /// A row that only one version has counts as one cell.
  var difference: Int {
    guard isThere, isThereInTheEnd else { return isThere == isThereInTheEnd ? 0 : 1 }
    return cells.values.count { $0.then != $0.inTheEnd }
  }

  mutating func takeBack(_ change: HistoryEntry) {
    for name in Set(change.before.keys).union(change.after.keys) {
      let after = change.after[name] ?? "-"
      cells[name] = (change.before[name] ?? "-", cells[name]?.inTheEnd ?? after)
    }
    if change.isAddition { isThere = false }
    if change.isRemoval { isThere = true }
  }
}
