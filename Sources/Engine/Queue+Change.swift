import Facts
import QueueModel

extension Queue {
  /// Applies a transition as `perform` does, and warns a person of the sessions whose work it ended:
  /// they do not learn of it.
  func change(_ transition: Transition) throws(Problem) -> Decision {
    try perform(transition) { decision in
      guard caller.session == nil else { return }
      for change in decision.changes where [.done, .failed, .blocked].contains(change.event) {
        warn(ofLeaseEndedBy: change)
      }
    }
  }

  private func warn(ofLeaseEndedBy change: ItemChange) {
    let now = clock.now
    guard let lease = change.before?.claim?.lease, lease.isLive(at: now) else { return }
    warn(.leaseEnded(of: change.id, lease, now: now))
  }
}
