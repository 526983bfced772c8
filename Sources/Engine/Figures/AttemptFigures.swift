import QueueModel
import QueueStore

/// The attempts that ended, by the history. The numbers never fall: an end that is undone was one.
public struct AttemptFigures: Equatable, Sendable {
  /// How many there are, by the class of their failure, else by what became of the row: `done`,
  /// `blocked`, `failed`, or `released` where it went back.
  public private(set) var counts: [String: Int] = [:]
  /// How many took at most so many seconds, each with those before it.
  public private(set) var withinSeconds = bounds.map { (bound: $0, count: 0) }
  /// Seconds of those whose beginning is known.
  public private(set) var totalSeconds = 0
  /// How many those are.
  public private(set) var timed = 0
  /// When each row that is at work was claimed, in seconds since 1970.
  private var starts: [String: Int] = [:]

  private static let bounds = [60, 300, 900, 1800, 3600, 7200, 14_400, 28_800]

  public static func == (one: AttemptFigures, other: AttemptFigures) -> Bool {
    one.counts == other.counts && one.totalSeconds == other.totalSeconds
      && one.timed == other.timed && one.starts == other.starts
      && one.withinSeconds.map(\.count) == other.withinSeconds.map(\.count)
  }

  /// Counts the next entry of the history, oldest first.
  mutating func count(_ entry: StatusChange) {
    guard let id = entry.id, let time = entry.time, entry.undoes == nil else { return }
    if entry.status == .inProgress {
      starts[id] = time
      return
    }
    guard let status = entry.status, let start = starts.removeValue(forKey: id) else { return }
    counts[entry.failure?.rawValue ?? status.endOfAttempt, default: 0] += 1
    let seconds = max(0, time - start)
    timed += 1
    totalSeconds += seconds
    for place in withinSeconds.indices where seconds <= withinSeconds[place].bound {
      withinSeconds[place].count += 1
    }
  }
}

extension Status {
  /// What an attempt came to, after which a row has this status.
  fileprivate var endOfAttempt: String {
    switch self {
    case .done: "done"
    case .blocked: "blocked"
    case .failed: "failed"
    case .pending, .inProgress: "released"
    }
  }
}
