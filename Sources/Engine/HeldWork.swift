import Dispatching
import Facts
public import QueueModel
import QueueStore
import Settings

/// The rows that no dispatch starts today, because of the budget.
public struct BudgetStop: Equatable, Sendable {
  public let count: Int
  public let first: String
  /// Why the first is not started.
  public let reason: WaitReason
}

/// A row that is tried again and again: one attempt after the other fails in the same way.
public struct RepeatedFailure: Equatable, Sendable {
  public let id: String
  public let streak: FailureStreak

  /// From how many on: fewer are a passing failure.
  static let least = 3

  init?(_ item: QueueItem) {
    guard let streak = item.claim?.streak, streak.count >= Self.least else { return nil }
    (id, self.streak) = (item.id, streak)
  }
}

extension TaskQueue {
  /// - Returns: `nil` where rows start, or none waits, and where there is no budget.
  func budgetStop() throws(Problem) -> BudgetStop? {
    let workers = try fileSettings().workers
    // Where the costs can't be read, that is told instead.
    guard !workers.budget.isEmpty, !workers.billed.isEmpty, budgetFindings().ledgerProblem == nil
    else { return nil }
    let stopped = try why(as: Caller()).explanations.filter(\.reason.isStoppedByBudget)
    guard let first = stopped.first, let id = first.id else { return nil }
    return BudgetStop(count: stopped.count, first: id, reason: first.reason)
  }

  /// The rows that are tried again and again, in the order of the queue; none where orch starts no
  /// worker.
  func repeatedFailures() throws(Problem) -> [RepeatedFailure] {
    if try fileSettings().workers.profiles.isEmpty { return [] }
    let rows = try snapshot()
    return (0..<rows.rowCount).compactMap { row in
      switch rows.status(at: row) {
      case .pending, .inProgress: rows.item(at: row).flatMap(RepeatedFailure.init)
      case .done, .failed, .blocked, nil: nil
      }
    }
  }
}

extension WaitReason {
  /// Whether the row starts only on another day, or once a person raises a limit: what other rows
  /// have reserved may come back sooner.
  fileprivate var isStoppedByBudget: Bool {
    switch self {
    case .overBudget(let excess): excess.isUsedUp
    case .cannotStart(let problem): problem.code == .budget
    case .malformed, .refused, .noRow, .leased, .duplicate, .nearMiss, .waits, .cycle, .backsOff,
      .needsApproval, .attemptsUsedUp, .unknownWorker, .paused, .workersBusy, .sameLabel, .sameWork,
      .overlaps, .workerBusy, .badBrief, .queued, .inProgress, .stopped, .done:
      false
    }
  }
}
