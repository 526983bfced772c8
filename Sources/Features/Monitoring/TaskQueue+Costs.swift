public import Attempts
public import Door
public import Model
import Plans
public import Workers

extension TaskQueue {
  /// The cost of agents within the time in which `rows` are counted; `nil` if the ledger has no
  /// entries or, with a warning, if it can't be read.
  public func costFigures(of rows: RowFigures) throws(Problem) -> CostFigures? {
    let now = try now()
    let figures = try readCosts { ledger in
      try CostFigures(at: now, since: rows.since, isDone: { rows.isDone($0) }) { body in
        try ledger.visitEntries { if rows.counts($0.id) { body($0) } }
      }
    }
    return figures ?? nil
  }
}

/// The costs of attempts, by groups.
public struct SummedCosts: Sendable {
  public let grouping: CostSummary.Grouping
  /// The first counted day; `nil` for all days.
  public let start: QueueTime?
  public let summary: CostSummary
}

extension TaskQueue {
  /// The cost of agents' attempts, according to the ledger.
  ///
  /// - Parameters:
  ///   - grouping: the property by which the attempts are grouped.
  ///   - since: the first counted day, such as `2026-01-31` or `7d`; `nil` for all.
  ///   - until: the last counted day, in the same form; `nil` for all.
  ///   - plan: the plan whose rows are counted; `nil` for all rows.
  ///   - worker: the worker whose attempts are counted; `nil` for all workers.
  public func costSummary(
    by grouping: CostSummary.Grouping, since: String? = nil, until: String? = nil,
    ofPlan plan: String? = nil, worker: String? = nil
  ) throws(Problem) -> SummedCosts {
    try asking {
      let now = try now()
      let start = try since.map { try self.start(named: $0, at: now).beginningOfDay }
      // If there is no queue, there is no ledger, and not an empty one.
      try read { _ in }
      var summary = CostSummary(by: grouping, zone: now.zone)
      let end = try until.map { try self.start(named: $0, at: now).endOfDay }
      let ids = try plan.map(ids(ofPlan:))
      let plans = grouping == .plan ? try plansByID() : [:]
      let ledger = try costLedger()
      try ledger.visitEntries { entry in
        guard ids?.contains(entry.id) ?? true, worker.map({ $0 == entry.worker }) ?? true,
          start.map({ entry.time >= $0 }) ?? true, end.map({ entry.time < $0 }) ?? true
        else { return }
        summary.add(entry, ofPlan: plans[entry.id])
      }
      if summary.hasMore {
        throw Problem.tooManyGroups(grouping, in: ledger.path, limit: CostSummary.most)
      }
      return SummedCosts(grouping: grouping, start: start, summary: summary)
    }
  }

  /// The part of the budget that is used up today; `nil` if `orch.json` has no budget, or can't be
  /// read.
  public func budgetOfToday() throws(Problem) -> BudgetState? {
    guard let workers = try? fileSettings().workers, !workers.budget.isEmpty else { return nil }
    return try asking {
      var budget = BudgetCount(workers, at: try now())
      try costLedger().visitEntries { budget.add($0) }
      return budget.state
    }
  }
}
