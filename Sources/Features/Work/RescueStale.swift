import Attempts
import Door
public import Model

/// Use case: the watchdog. If the worker of a row is gone, or the lease has ended, the row becomes
/// PENDING again. It becomes FAILED if no attempts are left, or BLOCKED after several claims
/// without an outcome.
struct RescueStale: Sendable, UseCase {
  let queue: Queue

  /// - Parameter staleTimeout: how long a row without heartbeats may be IN_PROGRESS.
  func callAsFunction(staleTimeout: Duration) throws -> [ItemChange] {
    try queue.checkWritable()
    let workers = try WorkerRegistry(queue: queue).knownWorkers()
    let rescue = Transition.rescue(staleTimeout: staleTimeout, workers: workers)
    let context = try queue.context()
    // The first decision is made without the lock, because usually nothing has to be done.
    let isNeeded = try queue.read { table in
      !(try rescue.decide(in: table, context: context).changes.isEmpty)
    }
    guard isNeeded else { return [] }
    let changes = try queue.perform(rescue).changes
    // This happens before the row is claimed again, because the next worker gets this worker's
    // result.
    let attempts = AttemptRecorder(queue: queue)
    changes.forEach(attempts.complete)
    // Each retry is a step in the figures of the run log, like a failed attempt.
    for change in changes where change.event == .retried {
      queue.emit(.stepBegan)
      queue.emit(.stepEnded(StepEnd(id: change.id, routedTo: change.after?.status)))
    }
    return changes
  }
}

/// What happened to a row that lost its worker, or was cancelled before it got one. Messages list
/// the cases in this order.
public enum Fate: String, CaseIterable, Sendable {
  case reset, blocked, failed
}

extension ItemChange {
  /// What happened to the row; `nil` if no worker lost the row, and no worker is kept from it.
  public var fate: Fate? {
    switch event {
    case .retried, .released: .reset
    case .blocked, .cancelled: .blocked
    case .failed: .failed
    case .added, .edited, .removed, .moved, .picked, .done, .assigned, .leaseAcquired,
      .leaseRenewed, .leaseReleased, .leaseEnded, .idempotencySkipped, .replanned, .undone,
      .restored,
      .firstSeen, .externalEdit, .migrated, .rendered, .archived, .guardrail, .reviewGate,
      .answered, .approvalRequested, .approved, .rejected, .pullRequest:
      nil
    }
  }
}
