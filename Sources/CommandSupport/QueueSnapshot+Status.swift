public import QueueModel
public import QueueStore

extension QueueSnapshot {
  /// How many rows have each status; a status that none has is missing.
  public var counts: [Status: Int] {
    (0..<rowCount).reduce(into: [:]) { counts, row in
      if let status = status(at: row) { counts[status, default: 0] += 1 }
    }
  }

  /// The rows that are IN_PROGRESS, most urgent first.
  public var itemsInProgress: [QueueItem] { items(.inProgress) }

  /// The rows that wait for an answer or an approval, most urgent first.
  public var itemsAwaitingPeople: [QueueItem] { items(.blocked).filter { $0.awaited != nil } }

  private func items(_ wanted: Status) -> [QueueItem] {
    let rows = (0..<rowCount).filter { status(at: $0) == wanted }
    let sorted = rows.sorted { (priorityRank(at: $0), $0) < (priorityRank(at: $1), $1) }
    return sorted.compactMap { item(at: $0) }
  }
}

extension Status {
  /// The order in which the counts of a queue are told.
  public static let summaryOrder: [Status] = [.pending, .inProgress, .blocked, .failed, .done]
}
