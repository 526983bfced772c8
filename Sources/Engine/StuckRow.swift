public import Facts
public import QueueModel
public import QueueStore

/// A PENDING row that can't start before a person acts: it waits for a row that is FAILED, BLOCKED or
/// missing, maybe over others, its worker is not there, its attempts are used up, or what may be
/// spent on it is spent.
public struct StuckRow: Equatable, Sendable {
  public let id: String
  public let obstruction: Obstruction

  /// The rows without which it can't start: those that are FAILED, BLOCKED or missing, or wait for
  /// such a row themselves. Empty for a row that waits for no other.
  public var blockers: [Dependencies.Blocker] {
    if case .blockers(let blockers) = obstruction { blockers } else { [] }
  }

  /// The stuck rows, in the order of the table, by the rule of `ops why`.
  ///
  /// - Parameters:
  ///   - snapshot: the queue.
  ///   - context: the time and the policy.
  ///   - roster: the workers that orch starts; `nil` where it starts none.
  static func rows(
    in snapshot: some QueueSnapshot, _ context: TransitionContext, roster: WorkerRoster? = nil
  ) throws -> [StuckRow] {
    var analysis = WaitAnalysis(maxWorkers: 0, context: context)
    analysis.roster = roster
    let held = try analysis.idsWithoutStart(in: snapshot)
    let waiting = (0..<snapshot.rowCount).compactMap { row -> QueueItem? in
      guard snapshot.status(at: row) == .pending else { return nil }
      let mayWait = snapshot.mayWait(at: row)
      guard mayWait || !held.isEmpty, let item = snapshot.item(at: row) else { return nil }
      return mayWait || held.contains(item.id) ? item : nil
    }
    if waiting.isEmpty { return [] }
    let obstructions = try analysis.obstructions(of: waiting, in: snapshot)
    return waiting.compactMap { item in
      obstructions[item.id].map { StuckRow(id: item.id, obstruction: $0) }
    }
  }

  /// The rows whose `usd_per_row` is spent.
  private static func rows(
    in snapshot: some QueueSnapshot, over budget: BudgetState, _ roster: WorkerRoster
  ) -> [StuckRow] {
    guard let limit = budget.budget.microdollarsPerRow else { return [] }
    return (0..<snapshot.rowCount).compactMap { row in
      guard snapshot.status(at: row) == .pending, let item = snapshot.item(at: row),
        limit == 0 || budget.microdollarsByRow[item.id] != nil
      else { return nil }
      return budget.excess(of: roster.name(for: item), on: item.id, by: [.usdPerRow]).map {
        StuckRow(id: item.id, obstruction: .budget($0))
      }
    }
  }

  /// All: first those that wait for others, or on which no worker starts, then those whose
  /// `usd_per_row` is spent, each in the order of the table.
  static func rows(
    in snapshot: some QueueSnapshot, _ context: TransitionContext, roster: WorkerRoster?,
    over budget: BudgetState?
  ) throws -> [StuckRow] {
    let stuck = try rows(in: snapshot, context, roster: roster)
    guard let budget, let roster else { return stuck }
    return stuck + rows(in: snapshot, over: budget, roster)
  }
}

extension TaskQueue {
  /// The rows that wait for others, where a row is FAILED or BLOCKED; whatever the workers are.
  public func rowsBehindStopped(in snapshot: some QueueSnapshot) throws(Problem) -> [StuckRow] {
    let hasStopped = (0..<snapshot.rowCount).contains {
      snapshot.status(at: $0)?.isStopped ?? false
    }
    guard hasStopped else { return [] }
    return try asking { try StuckRow.rows(in: snapshot, queue(as: Caller()).context()) }
  }
}
