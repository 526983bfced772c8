public import Dispatching
public import Plans
public import QueueModel

/// The state of a plan. Source: `docs/plans.md`.
public enum PlanState: String, CaseIterable, Sendable {
  /// A person has to act, and no row runs or can start before that.
  case waiting
  /// A row is at work, or can start.
  case running
  /// All rows are DONE.
  case done
  /// A row is FAILED, and none can start.
  case failed
  /// A row is BLOCKED, and none can start.
  case blocked
  /// A person cancelled it.
  case cancelled
}

/// A plan, and how far its rows are.
public struct PlanDetails: Sendable {
  public let name: String
  public let state: PlanState
  /// The version that the rows follow; `nil` where none was applied: a person put the rows into the
  /// plan.
  public let applied: Applied?
  /// The rows of its tasks, in their order, then others that belong to it.
  public let rows: [Row]
  /// What the attempts at its rows took together; `nil` where the ledger has none.
  public let costs: CostSum?

  public struct Applied: Sendable {
    public let plan: Plan
    /// Counting from 1.
    public let version: Int
    /// The SHA-256 of its canonical JSON, in hexadecimal.
    public let hash: String
  }

  public struct Row: Sendable {
    public let id: String
    /// `nil` for a row that belongs to the plan without a task.
    public let task: PlanTask?
    /// `nil` where the row was deleted; that of an archived row as it was then.
    public let item: QueueItem?
    /// Whether it is PENDING, and starts only after a person acted.
    public let isStuck: Bool
    /// What its attempts took together; `nil` where the ledger has none.
    public let costs: CostSum?

    public var status: Status? { item?.status }
  }

  /// The number of rows with a status.
  public func count(_ status: Status) -> Int { rows.count { $0.status == status } }
}

extension PlanState {
  /// - Parameters:
  ///   - rows: those of the plan.
  ///   - isCancelled: whether a person cancelled the plan.
  init(of rows: [PlanDetails.Row], isCancelled: Bool) {
    let statuses = rows.compactMap(\.status)
    if isCancelled {
      self = .cancelled
    } else if rows.contains(where: \.isLive) {
      self = .running
    } else if rows.contains(where: { $0.item?.awaited != nil }) {
      self = .waiting
    } else if statuses.allSatisfy({ $0 == .done }) {
      self = .done
    } else if statuses.contains(.failed) {
      self = .failed
    } else if statuses.contains(.blocked) {
      self = .blocked
    } else {
      self = .waiting
    }
  }
}

extension PlanDetails.Row {
  /// Whether the row is at work, or can start without a person.
  fileprivate var isLive: Bool {
    switch status {
    case .inProgress: true
    case .pending: !isStuck
    case .done, .failed, .blocked, nil: false
    }
  }
}
