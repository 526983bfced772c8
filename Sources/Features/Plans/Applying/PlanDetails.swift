public import Model
public import Text
public import Workers

/// The state of a plan. Source: `docs/plans.md`.
public enum PlanState: String, CaseIterable, Sendable {
  /// Nothing was applied, and a person has to read what a planner wrote.
  case proposed
  /// Nothing was applied, and a person rejected what a planner wrote.
  case rejected
  /// A person has to act, and no row runs or can start before that.
  case waiting
  /// A row is at work, or can start.
  case running
  /// All rows are DONE.
  case done
  /// A row is FAILED, and none can start.
  case failed
  /// No row can start and no row is FAILED, or the plan has no rows left.
  case blocked
  /// A person cancelled the plan.
  case cancelled
}

/// A plan and the progress of its rows.
public struct PlanDetails: Sendable {
  public let name: String
  public let state: PlanState
  /// The version that the rows follow; `nil` if no version was applied because a person put the
  /// rows into the plan.
  public let applied: Applied?
  /// The rows of the plan's tasks, in their order, then other rows that belong to the plan.
  public let rows: [Row]
  /// The costs of the plan's planner and of the attempts at its rows together; `nil` if the ledger
  /// has no entries.
  public let costs: CostSum?
  /// The last proposal, if a person has to decide it or nothing was applied.
  public let proposal: PlanProposal?

  public struct Applied: Sendable {
    public let plan: Plan
    /// The number of the version, from 1.
    public let version: Int
    /// The SHA-256 of the plan's canonical JSON, in hexadecimal.
    public let hash: String
  }

  public struct Row: Sendable {
    public let id: String
    /// The task; `nil` for a row that belongs to the plan without a task.
    public let task: PlanTask?
    /// The row, or its archived form; `nil` if the row was deleted, or can't be read.
    public let item: QueueItem?
    /// Why the row is not at work, or its state; `nil` if the queue has no such row.
    public let explanation: Explanation?
    /// The costs of the attempts at the row; `nil` if the ledger has no entries.
    public let costs: CostSum?

    /// The status is stored because the optimizer of Swift 6.3.1 does not compile closures that
    /// read it from the item.
    public let status: Status?

    init(
      id: String, task: PlanTask?, item: QueueItem?, explanation: Explanation?, costs: CostSum?
    ) {
      (self.id, self.task, self.item) = (id, task, item)
      (self.explanation, self.costs) = (explanation, costs)
      status = item?.status
    }

    /// Why the row is not at work; `nil` if the row is IN_PROGRESS or DONE, or does not exist.
    public var waiting: Explanation? {
      switch status {
      case .pending, .failed, .blocked, nil: explanation
      case .inProgress, .done: nil
      }
    }
  }

  /// How many rows have a status.
  public func count(_ status: Status) -> Int { rows.count { $0.status == status } }

  /// Whether all rows were deleted or taken out of the plan.
  public var hasNoRowsLeft: Bool {
    applied != nil && rows.allSatisfy { $0.item == nil && $0.explanation == nil }
  }

  /// The plan's progress in words: `login failed: 3 of 5 rows done`.
  public var sentence: Sentence {
    switch state {
    case .proposed, .rejected:
      let count = proposal?.plan.tasks.count ?? 0
      return Sentence(
        "\(name) \(state.rawValue): \(count.counted("task"))",
        "\(name) \(state.rawValue): 할 일 \(count)개")
    case .waiting, .running, .done, .failed, .blocked, .cancelled: break
    }
    if hasNoRowsLeft {
      return Sentence(
        "\(name) \(state.rawValue): no rows left", "\(name) \(state.rawValue): 남은 행이 없음")
    }
    return Sentence(
      "\(name) \(state.rawValue): \(count(.done)) of \(rows.count.counted("row")) done",
      "\(name) \(state.rawValue): 행 \(rows.count)개 중 \(count(.done))개 완료")
  }
}

extension PlanState {
  /// - Parameters:
  ///   - isCancelled: whether a person cancelled the plan.
  ///   - policy: decides whether a watchdog retries FAILED rows.
  init(of rows: [PlanDetails.Row], isCancelled: Bool, _ policy: Policy) {
    if isCancelled {
      self = .cancelled
      return
    }
    let outlooks = rows.compactMap { row -> WaitOutlook? in
      if let explanation = row.explanation { return explanation.reason.outlook(by: policy) }
      // The row was archived. A row that a person deleted does not count.
      return row.status.map { $0 == .done ? .done : .failed }
    }
    switch WaitOutcome(of: outlooks) {
    case nil: self = .running
    case .done: self = .done
    case .person: self = .waiting
    case .failed, .timeout, .interrupted:
      self = rows.contains { $0.status == .failed } ? .failed : .blocked
    }
  }

  /// The state of a plan that was proposed, but not applied.
  init(of proposal: PlanProposal) {
    switch proposal.state {
    case .proposed: self = .proposed
    case .approved, .rejected: self = .rejected
    }
  }
}
