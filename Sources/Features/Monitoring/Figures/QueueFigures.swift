import Attempts
public import Model
import QueueStore

/// The figures of a queue's rows at one moment. Malformed rows are not counted.
public struct QueueFigures: Equatable, Sendable {
  /// The number of rows with each status, by the rank of their priority.
  public private(set) var counts: [Status: [Int]] = [:]
  /// The number of rows in progress for too long.
  public private(set) var staleInProgress = 0
  /// The number of retries, according to a database's events; `nil` for a table.
  public internal(set) var retries: Int?
  /// Seconds since the oldest PENDING row was added.
  public internal(set) var oldestPendingAge: Int?
  /// The rows that have waited for a person since a known time, longest first.
  public internal(set) var waiting: [WaitingRow] = []

  /// The names of the priorities by rank. Unknown priorities are free text, and share one name.
  private static let priorities = Priority.known.map(\.text) + ["other"]

  /// Counts the rows. A row in progress is stale after this many minutes.
  init(of snapshot: any QueueSnapshot, staleAfter minutes: Int, at now: QueueTime) {
    for row in 0..<snapshot.rowCount {
      guard let status = snapshot.status(at: row) else { continue }
      counts[status, default: Self.none][snapshot.priorityRank(at: row)] += 1
      if status == .inProgress, snapshot.item(at: row)?.isStale(after: minutes, at: now) == true {
        staleInProgress += 1
      }
    }
  }

  private static let none = [Int](repeating: 0, count: priorities.count)

  /// The counts of a status by priority, most urgent first.
  public func counts(of status: Status) -> [(priority: String, count: Int)] {
    Array(zip(Self.priorities, counts[status] ?? Self.none))
  }
}

/// A row that waits for a person, with its waiting time in seconds.
public struct WaitingRow: Equatable, Sendable {
  public let id: String
  public let seconds: Int
}

extension QueueSnapshot {
  func rowsWaitingForPeople(_ policy: Policy) -> [QueueItem] {
    (0..<rowCount).filter { status(at: $0)?.isStopped ?? false }.compactMap { item(at: $0) }
      .filter { $0.waitsForPerson(policy) }
  }

  /// When the oldest PENDING row was added by a command or an edit.
  func oldestPending(by times: StatusTimes) -> Int? {
    (0..<rowCount).lazy.filter { status(at: $0) == .pending }
      .compactMap { item(at: $0).flatMap { times.arrivals[$0.id] } }.min()
  }
}
