import Model

/// The attempts that ended, according to the history: from the claim of a row to its next status.
/// The numbers decrease only if history is lost, because an end that is undone still counts.
public struct AttemptFigures: Equatable, Sendable {
  /// The number of attempts that took at most `seconds`.
  public struct Bucket: Equatable, Sendable {
    public let seconds: Int
    public fileprivate(set) var count = 0
  }

  /// The number of attempts by failure class, or otherwise by the result for the row: `done`,
  /// `blocked` (including rows that wait for a person), `failed`, or `released` if the row was
  /// given back.
  public private(set) var counts: [String: Int] = [:]
  public private(set) var buckets = [60, 300, 900, 1800, 3600, 7200, 14_400, 28_800]
    .map { Bucket(seconds: $0) }
  /// The sum of the times of all attempts, in seconds.
  public private(set) var seconds = 0
  /// When each row that is at work was claimed, in seconds since 1970.
  private var starts: [String: Int] = [:]

  public var total: Int { counts.values.reduce(0, +) }

  /// Counts the next entry of the history. The entries must come oldest first.
  mutating func count(_ entry: StatusChange) {
    guard let id = entry.id, let time = entry.time else { return }
    if entry.status == .inProgress {
      starts[id] = time
      return
    }
    if entry.command == HistoryEntry.removeCommand { starts[id] = nil }
    guard let status = entry.status, let start = starts.removeValue(forKey: id) else { return }
    // A claim that undoes another change does not count.
    if entry.undoes != nil { return }
    counts[entry.failure?.rawValue ?? status.endOfAttempt, default: 0] += 1
    let taken = max(0, time - start)
    seconds += taken
    for place in buckets.indices where taken <= buckets[place].seconds {
      buckets[place].count += 1
    }
  }
}

extension Status {
  /// The result of an attempt whose row then has this status.
  fileprivate var endOfAttempt: String {
    switch self {
    case .done: "done"
    case .blocked: "blocked"
    case .failed: "failed"
    case .pending, .inProgress: "released"
    }
  }
}
