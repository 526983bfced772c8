package import Model

extension Queue {
  /// Applies a transition as `perform` does, and warns a person about the sessions whose work the
  /// change ended, because nothing else tells these sessions. Also warns about a row that becomes
  /// DONE only when a person approves it.
  package func change(_ transition: Transition, alongside: Alongside? = nil) throws -> Decision {
    try perform(
      transition,
      reporting: { decision in
        for change in decision.changes where change.isForApproval {
          warn(.awaitsApproval(id: change.id))
        }
        guard caller.session == nil else { return }
        for change in decision.changes where [.done, .failed, .blocked].contains(change.event) {
          warn(ofLeaseEndedBy: change)
        }
      }, alongside: alongside)
  }

  private func warn(ofLeaseEndedBy change: ItemChange) {
    let now = clock.now
    guard let lease = change.before?.claim?.lease, lease.isLive(at: now) else { return }
    warn(.leaseEnded(of: change.id, lease, now: now))
  }
}

extension ItemChange {
  /// Whether a session finished the row, and a person must approve it.
  fileprivate var isForApproval: Bool {
    event == .blocked && after?.approval == .done && after?.awaited == .approval
  }
}
