import JSON
import QueueCLI
import QueueModel
import QueueStorage

/// What the rows of a queue tell at one moment. Rows that cannot be read are not counted.
struct QueueFigures: Equatable {
  /// How many rows have a status, by the rank of their priority.
  private(set) var counts: [Status: [Int]] = [:]
  /// How many rows are in progress for too long.
  private(set) var staleInProgress = 0

  /// What priorities are called by rank. What people wrote is never told: it is free text.
  static let priorities = Priority.known.map(\.text) + ["other"]

  /// - Parameters:
  ///   - snapshot: the rows, whatever store they come from.
  ///   - minutes: after these a row in progress is stale.
  ///   - now: the moment.
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

  /// The counts of a status, most urgent first, each with what its priority is called.
  func counts(of status: Status) -> [(priority: String, count: Int)] {
    Array(zip(Self.priorities, counts[status] ?? Self.none))
  }

  /// `{"PENDING":{"P0","P1","P2","other"},…}`.
  var countsJSON: JSONValue {
    var object: JSONObject = [:]
    for status in StatusReport.order {
      var byPriority: JSONObject = [:]
      for (priority, count) in counts(of: status) { byPriority[priority] = .integer(count) }
      object[status.rawValue] = .object(byPriority)
    }
    return .object(object)
  }
}

extension Session {
  /// The rows' figures now; `nil` where there is only a run log, which somebody named.
  func queueFigures(staleAfter minutes: Int) throws(CommandError) -> QueueFigures? {
    if hasOnlyRunLog { return nil }
    return QueueFigures(of: try snapshot(), staleAfter: minutes, at: try now())
  }
}
