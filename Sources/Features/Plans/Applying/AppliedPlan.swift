public import Model

/// What applying a version of a plan did, or would do.
public struct AppliedPlan: Sendable {
  public let plan: Plan
  /// Its number, counting from 1.
  public let version: Int
  /// The number of the version that the rows follow now; another one where a key was used before.
  public let current: Int
  /// The SHA-256 of its canonical JSON, in hexadecimal.
  public let hash: String
  /// Whether the rows follow the version already, so that nothing was done.
  public let isRepeated: Bool
  /// Whether a person had cancelled the plan. With another content it goes on; rows that were
  /// cancelled stay so.
  public let isCancelled: Bool
  /// The rows of its tasks, in their order, then those whose task is gone.
  public let rows: [Row]

  /// What became of the row of a task.
  public struct Row: Equatable, Sendable {
    public let id: String
    public let outcome: Outcome
    /// The fields that this version changes, and of which the row keeps a person's text.
    public let kept: [EditableField]
    /// What became of its brief; `nil` where that is as the plan has it.
    public var brief: BriefOutcome?

    public enum Outcome: Equatable, Sendable {
      case added
      case changed([FieldChange])
      case unchanged(Status)
      case cancelled
      /// Its task is gone, and its work is not over.
      case dropped(Status)
      /// It was there once, and was deleted or archived.
      case gone
      /// A person took it out of the plan.
      case takenOut
    }

    public struct FieldChange: Equatable, Sendable {
      /// Its name, as in JSON.
      public let field: String
      public let from, to: String?
    }

    public enum BriefOutcome: String, Sendable {
      case changed
      /// A person edited it, or the row is at work or DONE.
      case kept
    }
  }

  /// The rows that were added, changed and cancelled.
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
  /// The row of a new task.
  init(added id: String) { (self.id, outcome, kept) = (id, .added, []) }

  /// The row of a task that had one before, or gets none.
  ///
  /// - Parameters:
  ///   - task: the task.
  ///   - change: its change; `nil` for none.
  ///   - item: the row as it was before; `nil` for none.
  ///   - plan: the name of the plan.
  ///   - policy: says which fields are control.
  init(
    _ task: Transition.PlanChange.Task, _ change: ItemChange?, _ item: QueueItem?,
    of plan: String, _ policy: Policy
  ) {
    id = task.id
    if let item, item.planName != plan {
      (outcome, kept) = (.takenOut, [])
      return
    }
    if let change, let before = change.before, let after = change.after {
      outcome = .changed(Self.changes(from: before, to: after, policy.forPlans))
    } else {
      outcome = item.map { .unchanged($0.status) } ?? .gone
    }
    kept = (change?.after ?? item).map { task.kept(by: $0, policy) } ?? []
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

  /// The row of a task that is gone; `nil` where nothing is to be said of it.
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
