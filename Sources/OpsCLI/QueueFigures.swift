import CommandSupport
import JSON
import QueueModel
import QueueStore

/// What the rows of a queue tell at one moment. Rows that cannot be read are not counted.
struct QueueFigures: Equatable {
  /// How many rows have a status, by the rank of their priority.
  private(set) var counts: [Status: [Int]] = [:]
  /// How many rows are in progress for too long.
  private(set) var staleInProgress = 0
  /// How often rows were taken back, by a database's events.
  var retries: Int?
  /// For how many seconds the row waits that waits longest.
  var oldestPendingAge: Int?

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

extension CommandContext {
  /// The rows' figures now; `nil` where there is only a run log, which somebody named.
  ///
  /// - Parameters:
  ///   - minutes: after these a row in progress is stale.
  ///   - database: whose rows count, instead of those of the queue that the command is on.
  func queueFigures(
    staleAfter minutes: Int, in database: String?
  ) throws(CommandError) -> QueueFigures? {
    if database == nil, hasOnlyRunLog { return nil }
    let store: any QueueStore =
      if let database { try ownDatabase(at: database) } else { try self.store() }
    return try queueFigures(staleAfter: minutes, in: store)
  }

  private func queueFigures(
    staleAfter minutes: Int, in store: any QueueStore
  ) throws(CommandError) -> QueueFigures {
    let (snapshot, now) = (try snapshot(of: store), try now())
    var figures = QueueFigures(of: snapshot, staleAfter: minutes, at: now)
    let told: StoreFigures
    do throws(StoreError) { told = try store.figures(of: snapshot) } catch {
      throw CommandError(error)
    }
    figures.retries = told.retries
    figures.oldestPendingAge = told.oldestPending.map { max(0, now.epochSeconds - $0.epochSeconds) }
    return figures
  }
}
