public import Facts
public import Model
public import QueueStore

extension QueueSnapshot {
  /// The PENDING rows that can't start before a person acts: first those that wait for a row that is
  /// FAILED, BLOCKED or missing, maybe over others, or on which no worker starts before a person
  /// approves it or at all, by the rule of `ops why`, then those whose `usd_per_row` is spent, each
  /// in the order of the table. The reason of one that waits has the rows without which it can't
  /// start: those that are FAILED, BLOCKED or missing, or wait for such a row themselves.
  ///
  /// - Parameters:
  ///   - context: the time and the policy.
  ///   - roster: the workers that orch starts; `nil` where it starts none.
  ///   - budget: what is left of it; `nil` where there is none.
  func stuckRows(
    _ context: TransitionContext, roster: WorkerRoster? = nil, over budget: BudgetState? = nil
  ) throws -> [Explanation] {
    var analysis = WaitAnalysis(maxWorkers: 0, context: context)
    analysis.roster = roster
    let held = try analysis.idsWithoutStart(in: self)
    let waiting = (0..<rowCount).compactMap { row -> QueueItem? in
      guard status(at: row) == .pending else { return nil }
      let mayWait = mayWait(at: row)
      guard mayWait || !held.isEmpty, let item = item(at: row) else { return nil }
      return mayWait || held.contains(item.id) ? item : nil
    }
    let stuck = waiting.isEmpty ? [] : try analysis.stuckRows(among: waiting, in: self)
    guard let budget, let roster else { return stuck }
    return stuck + rows(over: budget, roster)
  }

  /// The rows whose `usd_per_row` is spent.
  private func rows(over budget: BudgetState, _ roster: WorkerRoster) -> [Explanation] {
    guard let limit = budget.budget.microdollarsPerRow else { return [] }
    return (0..<rowCount).compactMap { row in
      guard status(at: row) == .pending, let item = item(at: row),
        limit == 0 || budget.microdollarsByRow[item.id] != nil
      else { return nil }
      return budget.excess(of: roster.name(for: item), on: item.id, by: [.usdPerRow]).map {
        let reason = WaitReason.overBudget($0)
        return Explanation(item.id, .pending, reason, reason.startRemedy)
      }
    }
  }
}

extension TaskQueue {
  /// The rows that wait for others, where a row is FAILED or BLOCKED; whatever the workers are.
  public func rowsBehindStopped(
    in snapshot: some QueueSnapshot
  ) throws(Problem) -> [Explanation] {
    let hasStopped = (0..<snapshot.rowCount).contains {
      snapshot.status(at: $0)?.isStopped ?? false
    }
    guard hasStopped else { return [] }
    return try asking {
      try snapshot.stuckRows(queue(as: Caller()).context()).filter { !$0.reason.blockers.isEmpty }
    }
  }
}
