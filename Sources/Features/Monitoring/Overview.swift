public import Attempts
public import Door
public import Events
public import Model
public import QueueStore
public import Worktrees

/// The work in a queue, what keeps it from continuing, and what people should know, from one
/// reading.
public struct Overview: Sendable {
  /// The time of the reading.
  public let now: QueueTime
  /// The number of rows with each status. A status without rows is left out.
  public let counts: [Status: Int]
  /// The first rows that are IN_PROGRESS, most urgent first.
  public let inProgress: [QueueItem]
  /// The rows that can't start before a person acts.
  public let stuck: [Explanation]
  /// The rows that no program is started on until a person acts.
  public let startStops: [StartStop]
  /// The BLOCKED rows, then the FAILED rows.
  public let stopped: [StoppedRows]
  /// The number of conflicts between edits and changes that are not marked as read.
  public let conflicts: Int
  /// The pause; `nil` if the queue is not paused.
  public let pause: Pause?
  /// The workers whose starts fail.
  public let pausedWorkers: [PausedWorker]
  public let budget: BudgetFindings
  public let hooks: HookFindings
}

/// The first FAILED or BLOCKED rows of a queue, and how many there are.
public struct StoppedRows: Sendable {
  public let status: Status
  public let first: [StoppedRow]
  public let count: Int

  /// How many more rows there are than the first.
  public var more: Int { count - first.count }

  /// The most urgent rows with a status. Only these are parsed completely, so that the cost does
  /// not depend on the number of rows.
  init(
    _ status: Status, in snapshot: some QueueSnapshot, count: Int, limit: Int,
    _ context: TransitionContext
  ) throws {
    var rows: [StoppedRow] = []
    if count > 0, limit > 0 {
      try snapshot.visit(status) { item in
        if let row = try StoppedRow(item, in: snapshot, context) { rows.append(row) }
        return rows.count < limit ? .more : .enough
      }
    }
    (self.status, first, self.count) = (status, rows, count)
  }
}

extension TaskQueue {
  /// - Parameter limit: the most rows of each status. Stuck rows are all included.
  public func overview(limit: Int) throws(Problem) -> Overview {
    try asking {
      let snapshot = try snapshot()
      let (counts, budget) = (snapshot.counts, budgetFindings())
      let context = try queue(as: Caller()).context()
      let workers = try? fileSettings().workers
      return Overview(
        now: context.now, counts: counts,
        inProgress: Array(snapshot.itemsInProgress.prefix(max(0, limit))),
        stuck: try snapshot.stuckRows(context, roster: workers?.roster, over: budget.budget),
        startStops: (try? programStops(in: snapshot)) ?? [],
        stopped: try [.blocked, .failed].map {
          try StoppedRows($0, in: snapshot, count: counts[$0] ?? 0, limit: limit, context)
        },
        conflicts: try unreadConflicts(), pause: try pause(), pausedWorkers: pausedWorkers(),
        budget: budget, hooks: hookFindings())
    }
  }
}

extension QueueSnapshot {
  /// The number of rows with each status. A status without rows is left out.
  public var counts: [Status: Int] {
    (0..<rowCount).reduce(into: [:]) { counts, row in
      if let status = status(at: row) { counts[status, default: 0] += 1 }
    }
  }

  /// The rows that are IN_PROGRESS, most urgent first.
  public var itemsInProgress: [QueueItem] { items(.inProgress) }

  /// The rows that wait for an answer or an approval, most urgent first.
  public var itemsAwaitingPeople: [QueueItem] { items(.blocked).filter(\.awaitsPerson) }

  /// The BLOCKED rows that wait for neither an answer nor an approval, most urgent first.
  var otherItemsBlocked: [QueueItem] { items(.blocked).filter { !$0.awaitsPerson } }

  private func items(_ wanted: Status) -> [QueueItem] {
    let rows = (0..<rowCount).filter { status(at: $0) == wanted }
    let sorted = rows.sorted { (priorityRank(at: $0), $0) < (priorityRank(at: $1), $1) }
    return sorted.compactMap { item(at: $0) }
  }
}
