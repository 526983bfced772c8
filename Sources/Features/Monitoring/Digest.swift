public import Door
public import Events
public import Model
public import Plans
public import Workers

/// What happened to the rows of a queue in a period, and what its people have to do now.
public struct Digest: Sendable {
  /// When the period began.
  public let since: QueueTime
  /// The time of the reading, with which it ends.
  public let now: QueueTime
  /// Whether the status of a row changed in it.
  public let hasChanges: Bool
  /// The rows that became DONE, FAILED or BLOCKED in it and still are, but those that wait for a
  /// person's reply: DONE ones first, then FAILED, then BLOCKED ones, each the most urgent first.
  public let ended: [Explanation]
  /// The rows that were tried again more than once in it.
  public let restarted: [RestartedRow]
  /// The plans that ended in it.
  public let plans: [PlanDetails]
  /// What the attempts cost that ended in it; `nil` where the ledger has none.
  public let costs: CostSum?
  /// What people owe now, also for longer.
  public let owed: OwedReplies
  /// The rows that are at work now, most urgent first.
  public let inProgress: [QueueItem]
  /// The PENDING rows that a person's action or no program keeps from starting now, in the order in
  /// which they would start. Those that only wait for a row that is named here already are left out.
  public let held: [Explanation]
  /// `nil` for none.
  public let pause: Pause?
  /// Whether rows could start, and neither daemon nor cron starts them.
  public let hasNoTicks: Bool
  public let hooks: HookFindings

  public var counts: WaitSummary { WaitSummary(ended) }

  /// The rows that ended badly; what people cancelled is not among them.
  public var failures: [Explanation] { ended.filter(\.hasEndedBadly) }
}

extension Explanation {
  var hasEndedBadly: Bool {
    switch WaitSummary.Kind(reason) {
    case .failed, .blocked: true
    case .done, .cancelled, .asks, .needsApproval, .needsMerge, .inProgress, .notStarted,
      .malformed:
      false
    }
  }
}

extension TaskQueue {
  /// Says what happened in a period, and what has to be done now. It changes nothing.
  ///
  /// - Parameters:
  ///   - since: when the period began.
  ///   - plan: the plan whose rows are looked at; `nil` for all rows.
  ///   - caller: who asks.
  public func digest(
    since: QueueTime, ofPlan plan: String? = nil, as caller: Caller
  ) throws(Problem) -> Digest {
    try asking { try DescribePeriod(taskQueue: self, since: since, plan: plan)(as: caller) }
  }
}
