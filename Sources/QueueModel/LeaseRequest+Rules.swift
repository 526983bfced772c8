extension Transition.LeaseRequest {
  func decide(
    for item: QueueItem, in table: some QueueTable, context: TransitionContext
  ) throws(Refusal) -> Decision {
    switch action {
    case .acquire(let seconds):
      try acquire(item, table.nextClaimNumber, until: end(seconds, context), context)
    case .renew(let seconds):
      try renew(item, table.nextClaimNumber, until: end(seconds, context), context)
    case .release: try release(item, context)
    case .expire: expire(item, context)
    }
  }

  private func end(_ seconds: Int?, _ context: TransitionContext) -> Int {
    context.now.epochSeconds + (seconds ?? context.policy.leaseSeconds)
  }

  /// Takes the lease, and of a row IN_PROGRESS the work with it: whose lease has passed
  /// on does not own it any more.
  private func acquire(
    _ item: QueueItem, _ number: Int, until end: Int, _ context: TransitionContext
  ) throws(Refusal) -> Decision {
    guard ItemID.isWellFormed(item.id) else { throw .illFormedID(item.id) }
    guard !item.status.isFinished else { throw .wrongState(item, action: .lease) }
    let held = item.implicitLease(context)
    if let held, held.excludes(context.speaker, at: context.now) {
      throw .leased(item, held, action: .lease, now: context.now)
    }
    guard let speaker = context.speaker else { throw .noLease(item, session: nil) }
    let isOwn = held?.owner == speaker
    if isOwn { try item.checkAttempt(.lease, context) }
    let lease = Lease(owner: speaker, expiresAt: end, hasHeartbeat: true)
    let lost = item.claim?.lost ?? 0
    return .changing(item, .leaseAcquired) {
      if isOwn, $0.claim != nil {
        $0.claim?.lease = lease
      } else {
        $0.claim = Claim(number, context, lease: lease, lost: lost)
      }
      if item.status == .inProgress, item.ownerSession != speaker {
        $0.ownerSession = speaker
        $0.startedAt = context.now.text
      }
    }
  }

  private func renew(
    _ item: QueueItem, _ number: Int, until end: Int, _ context: TransitionContext
  ) throws(Refusal) -> Decision {
    try item.checkFence(.lease, context)
    guard let lease = item.implicitLease(context), lease.owner == context.speaker else {
      throw .noLease(item, session: context.session)
    }
    guard lease.isLive(at: context.now) else { throw .leaseEnded(item, lease) }
    let renewed = Lease(owner: lease.owner, expiresAt: end, hasHeartbeat: true)
    return .changing(item, .leaseRenewed) {
      if $0.claim == nil { $0.claim = Claim(number, context) }
      $0.claim?.lease = renewed
    }
  }

  private func release(
    _ item: QueueItem, _ context: TransitionContext
  ) throws(Refusal) -> Decision {
    try item.checkFence(.lease, context)
    guard let lease = item.claim?.lease, lease.owner == context.speaker else {
      return .alreadySo(item)
    }
    return .changing(item, .leaseReleased) { $0.claim?.lease = nil }
  }

  private func expire(_ item: QueueItem, _ context: TransitionContext) -> Decision {
    guard let lease = item.claim?.lease, !lease.isOver, !lease.isLive(at: context.now)
    else { return .alreadySo(item) }
    return .changing(item, .leaseEnded) { $0.claim?.lease?.expiresAt = 0 }
  }
}
