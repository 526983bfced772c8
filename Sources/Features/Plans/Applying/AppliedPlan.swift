public import Model

/// What applying a version of a plan did, or would do.
public struct AppliedPlan: Sendable {
  public let plan: Plan
  /// The number of the version, from 1.
  public let version: Int
  /// The number of the version that the rows follow now. It differs from `version` if the key was
  /// used before.
  public let current: Int
  /// The SHA-256 of the plan's canonical JSON, in hexadecimal.
  public let hash: String
  /// Whether the rows already followed the version, so that nothing was done.
  public let isRepeated: Bool
  /// Whether a person had cancelled the plan. A version with other content continues the plan; its
  /// cancelled rows stay cancelled.
  public let isCancelled: Bool
  /// The rows of the plan's tasks, in their order, then the rows whose task is gone.
  public let rows: [Row]

  /// What happened to the row of a task.
  public struct Row: Equatable, Sendable {
    public let id: String
    public let outcome: Outcome
    /// The fields that this version changes, but that keep a person's text in the row.
    public let kept: [EditableField]
    /// Whether the row stays as it is in any case, because it is at work, done, or to be approved.
    public var isSettled = false
    /// What happened to the row's brief; `nil` if it is as the plan has it.
    public var brief: BriefOutcome?

    public enum Outcome: Equatable, Sendable {
      case added
      case changed([FieldChange])
      case unchanged(Status)
      case cancelled
      /// The task is gone, but its row is at work.
      case dropped(Status)
      /// The row was deleted or archived.
      case gone
      /// A person took the row out of the plan.
      case takenOut
    }

    public struct FieldChange: Equatable, Sendable {
      /// The field's name in JSON.
      public let field: String
      public let from, to: String?
    }

    public enum BriefOutcome: String, Sendable {
      case changed
      /// A person edited the brief, or the row may not follow the plan.
      case kept
    }
  }

  /// How many rows were added, changed and cancelled. A changed brief counts as a changed row.
  public var counts: (added: Int, changed: Int, cancelled: Int) {
    rows.reduce(into: (0, 0, 0)) { counts, row in
      switch row.outcome {
      case .added: counts.0 += 1
      case .changed: counts.1 += 1
      case .cancelled: counts.2 += 1
      case .unchanged, .dropped, .gone, .takenOut: if row.brief == .changed { counts.1 += 1 }
      }
    }
  }
}

extension AppliedPlan.Row {
  init(added id: String) { (self.id, outcome, kept) = (id, .added, []) }

  /// The row of a task that does not change.
  ///
  /// - Parameter item: the row as it is; `nil` if there is no row.
  init(standing id: String, _ item: QueueItem?, of plan: String) {
    (self.id, kept) = (id, [])
    outcome =
      switch item {
      case nil: .gone
      case let item? where item.planName != plan: .takenOut
      case let item?: .unchanged(item.status)
      }
  }

  /// The row of a task that had a row before, or gets no row.
  ///
  /// - Parameters:
  ///   - change: the change of the row; `nil` if it does not change.
  ///   - item: the row before the change; `nil` if there was no row.
  ///   - policy: decides which fields are control fields.
  init(
    _ task: Transition.PlanChange.Task, _ change: ItemChange?, _ item: QueueItem?,
    of plan: String, _ policy: Policy
  ) {
    let standing = Self(standing: task.id, item, of: plan)
    guard standing.outcome != .takenOut else {
      self = standing
      return
    }
    id = task.id
    if let change, let before = change.before, let after = change.after {
      outcome = .changed(Self.changes(from: before, to: after, policy.forPlans))
    } else {
      outcome = standing.outcome
    }
    kept = (change?.after ?? item).map { task.kept(by: $0, policy) } ?? []
    isSettled = item.map { !$0.mayFollowPlan } ?? false
  }

  private static func changes(
    from before: QueueItem, to after: QueueItem, _ policy: Policy
  ) -> [FieldChange] {
    var texts: [(String, String?, String?)] = [
      ("status", before.status.rawValue, after.status.rawValue)
    ]
    texts += EditableField.allCases.map {
      ($0.rawValue, $0.text(of: before, policy), $0.text(of: after, policy))
    }
    return texts.filter { $1 != $2 }.map { FieldChange(field: $0, from: $1, to: $2) }
  }

  /// The row of a task that is gone; `nil` if there is nothing to report.
  init?(dropped id: String, _ change: ItemChange?, _ status: Status?) {
    (self.id, kept) = (id, [])
    if change != nil {
      outcome = .cancelled
    } else if let status, status == .inProgress {
      outcome = .dropped(status)
    } else {
      return nil
    }
  }
}
