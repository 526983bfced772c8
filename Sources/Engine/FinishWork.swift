import Facts
import QueueModel

/// Use case: ends the work on a row as DONE, FAILED or BLOCKED, as the caller says.
struct FinishWork: Sendable {
  private let queue: Queue

  init(queue: Queue) { self.queue = queue }

  func callAsFunction(_ finish: Transition.Finish) throws(Problem) -> Decision {
    try queue.perform(.finish(finish)) { warn(ofLeasesEndedBy: $0) }
  }

  /// A person may end the work of a session, which does not learn of it.
  func warn(ofLeasesEndedBy decision: Decision) {
    guard queue.caller.session == nil else { return }
    for change in decision.changes where [.done, .failed, .blocked].contains(change.event) {
      warn(ofLeaseEndedBy: change)
    }
  }

  private func warn(ofLeaseEndedBy change: ItemChange) {
    let now = queue.clock.now
    guard let lease = change.before?.claim?.lease, lease.isLive(at: now) else { return }
    queue.warn(.leaseEnded(of: change.id, lease, now: now))
  }
}
