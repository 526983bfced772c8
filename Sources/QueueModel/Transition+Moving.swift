// Rows that change hands, stop, or wait again.

extension Transition {
  func assign(
    _ item: QueueItem, to session: String, from: String?, force: Bool, _ context: TransitionContext
  ) throws(Refusal) -> Decision {
    guard ItemID.isWellFormed(item.id) else { throw .illFormedID(item.id) }
    guard item.status == .inProgress else { throw .wrongState(item, action: .assign) }
    let session = CellText.value(session)
    if item.ownerSession == session { return .alreadySo(item) }
    let isExpected =
      from.map { item.ownerSession == CellText.value($0) } ?? (item.ownerSession == nil)
    guard isExpected || force else {
      throw .notOwner(item, action: .assign, session: from)
    }
    if !force { try item.checkAttempt(.assign, context) }
    return .changing(item, .assigned) {
      $0.ownerSession = session
      // The lease moves along.
      if let session { $0.claim?.lease?.owner = session }
    }
  }

  func release(
    _ item: QueueItem, force: Bool, _ context: TransitionContext
  ) throws(Refusal) -> Decision {
    if item.status == .pending { return try releaseLease(of: item, force: force, context) }
    guard item.status == .inProgress else { throw .wrongState(item, action: .release) }
    if !force {
      guard item.ownerSession == nil || item.ownerSession == context.speaker
      else { throw .notOwner(item, action: .release, session: context.session) }
      try item.checkFence(.release, context)
    }
    return .changing(item, .released) { $0.becomePending() }
  }

  /// A row that waits may still be held: by a session that means to take it, or by one
  /// whose claim somebody saved over.
  private func releaseLease(
    of item: QueueItem, force: Bool, _ context: TransitionContext
  ) throws(Refusal) -> Decision {
    guard let lease = item.claim?.lease else { return .alreadySo(item) }
    guard force || !lease.excludes(context.speaker, at: context.now) else {
      throw .leased(item, lease, action: .release, now: context.now)
    }
    return .changing(item, .leaseReleased) { $0.claim?.lease = nil }
  }

  func cancel(_ item: QueueItem) throws(Refusal) -> Decision {
    let note = "cancelled_by_operator"
    if item.status == .blocked, item.notes.ends(with: note) { return .alreadySo(item) }
    guard !item.status.isFinished else { throw .wrongState(item, action: .cancel) }
    return .changing(item, .cancelled) {
      $0.status = .blocked
      $0.notes.append(note)
    }
  }

  func replan(
    _ item: QueueItem, reason: String, force: Bool
  ) throws(Refusal) -> Decision {
    let note = "replan:\(reason)"
    switch item.status {
    case .inProgress:
      return .changing(item, .replanned) {
        $0.status = .blocked
        $0.notes.append(note)
      }
    case .done where !force:
      throw .wrongState(item, action: .replan)
    case .pending where item.notes.ends(with: note) && item.ownerSession == nil:
      return .alreadySo(item)
    case .pending, .blocked, .failed, .done:
      return .changing(item, .replanned) {
        $0.becomePending()
        $0.notes.remove(.failure)
        $0.notes.append(note)
      }
    }
  }
}
