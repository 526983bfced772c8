import QueueModel
import QueueStorage

extension QueueSnapshot {
  /// How many rows have each status.
  var counts: [Status: Int] {
    (0..<rowCount).reduce(into: [:]) { counts, row in
      if let status = status(at: row) { counts[status, default: 0] += 1 }
    }
  }

  /// The rows that are IN_PROGRESS, most urgent first.
  var itemsInProgress: [QueueItem] {
    let rows = (0..<rowCount).filter { status(at: $0) == .inProgress }
    let sorted = rows.sorted { (priorityRank(at: $0), $0) < (priorityRank(at: $1), $1) }
    return sorted.compactMap { item(at: $0) }
  }
}
