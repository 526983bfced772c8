public import Door
public import Events
public import Model
public import Plans
public import Workers

/// What happened to the rows of a queue in a period, and what people have to do now.
public struct Digest: Sendable {
  /// When the period began.
  public let since: QueueTime
  /// The time of the reading, and the end of the period.
  public let now: QueueTime
  /// Whether the status of a row changed in the period.
  public let hasChanges: Bool
  /// The rows that became DONE, FAILED or BLOCKED in the period and still are, except rows that
  /// wait for a person's reply. DONE rows come first, then FAILED rows, then BLOCKED rows, each
  /// most urgent first.
  public let ended: [Explanation]
  /// The rows that were tried again more than once in the period.
  public let restarted: [RestartedRow]
  /// How many attempts failed in the period, by class.
  public let failedAttempts: [FailureClass: Int]
  /// The plans that ended in the period.
  public let plans: [PlanDetails]
  /// The cost of the attempts that ended in the period; `nil` if the ledger has no entries for
  /// them.
  public let costs: CostSum?
  /// The replies that people owe now, including those from before the period.
  public let owed: OwedReplies
  /// The rows that are at work now, most urgent first.
  public let inProgress: [QueueItem]
  /// The PENDING rows that can't start now because a person has to act or no program starts them,
  /// in the order in which they would start. Rows that only wait for a row that is already reported
  /// are left out.
  public let held: [Explanation]
  /// The pause; `nil` if the queue is not paused.
  public let pause: Pause?
  /// Whether rows could start, but neither a daemon nor cron starts them.
  public let hasNoTicks: Bool
  public let hooks: HookFindings

  public var counts: WaitSummary { WaitSummary(ended) }

  /// The rows that ended without success, except those that people cancelled.
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
  /// Describes what happened in a period, and what has to be done now. It changes nothing.
  ///
  /// - Parameters:
  ///   - since: when the period began.
  ///   - plan: the plan whose rows are described; `nil` for all rows.
  public func digest(
    since: QueueTime, ofPlan plan: String? = nil, as caller: Caller
  ) throws(Problem) -> Digest {
    try asking { try DescribePeriod(taskQueue: self, since: since, plan: plan)(as: caller) }
  }
}
