import QueueModel

// What people should know of the claims that a transition met.

extension Session {
  func warn(of decision: Decision, of transition: Transition, _ context: TransitionContext) {
    for change in decision.changes where change.event == .idempotencySkipped {
      warn(
        "\(change.id) is closed as DONE: the work with the idempotency key "
          + "\(change.after?.idempotencyKey ?? "-") was done under another id")
    }
    if case .restore = transition, let item = decision.item { warn(ofMissingDependenciesOf: item) }
    if case .finish = transition, context.session == nil {
      for change in decision.changes { warn(ofLeaseEndedBy: change, at: context.now) }
    }
  }

  /// What a row waits for may have been deleted like itself, or since.
  private func warn(ofMissingDependenciesOf item: QueueItem) {
    let blockers = try? read { table in
      try Dependencies.blockers(of: item, in: table)
    }
    let missing = (blockers ?? []).filter { $0.status == nil }.map(\.id)
    if missing.isEmpty { return }
    warn(
      "\(item.id) waits for \(missing.joined(separator: ", ")), which the queue does not have: "
        + "orch restore brings back what was deleted, else take it out of 'after'")
  }

  /// A person's word counts whoever works on the row; who does may not know.
  private func warn(ofLeaseEndedBy change: ItemChange, at now: QueueTime) {
    guard let lease = change.before?.claim?.lease, lease.isLive(at: now) else { return }
    warn(
      "\(change.id) was leased to \(lease.owner) until \(lease.end(at: now).text), "
        + "who may still be at work on it")
  }
}
