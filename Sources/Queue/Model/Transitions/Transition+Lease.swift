extension Transition {
  /// Acquires, renews or releases a lease.
  public struct LeaseRequest: Equatable, Sendable {
    public enum Action: Equatable, Sendable {
      /// `seconds` count from now; `nil` is the policy's duration.
      case acquire(seconds: Int?)
      /// `seconds` count from now; `nil` is the policy's duration, or the present end if it is later.
      case renew(seconds: Int?)
      case release
      /// Records that the lease has ended, so that it does not become valid again if the clock is
      /// set back.
      case expire
    }

    public let id: String
    public let action: Action

    public init(id: String, _ action: Action) { (self.id, self.action) = (id, action) }
  }
}

extension Transition.LeaseRequest {
  func decide(
    for item: QueueItem, in table: some QueueTable, context: TransitionContext
  ) throws -> Decision {
    let number = try table.nextClaimNumber
    return switch action {
    case .acquire(let seconds):
      try acquire(item, number, until: end(seconds, context), context)
    case .renew(let seconds):
      try renew(item, number, for: seconds, context)
    case .release: try release(item, number, context)
    case .expire: expire(item, number, context)
    }
  }

  private func end(_ seconds: Int?, _ context: TransitionContext) -> Int {
    let (end, isTooFar) = context.now.epochSeconds.addingReportingOverflow(
      seconds ?? context.policy.leaseSeconds)
    return isTooFar ? .max : end
  }

  /// Acquires the lease. For a row IN_PROGRESS, also takes over the work: the previous session
  /// loses the lease and the row.
  private func acquire(
    _ item: QueueItem, _ number: Int, until end: Int, _ context: TransitionContext
  ) throws(Refusal) -> Decision {
    guard ItemID.isWellFormed(item.id) else { throw .illFormedID(item.id) }
    guard !item.status.isFinished else { throw .wrongState(item, action: .lease) }
    let held = item.implicitLease(context)
    if let held, held.excludes(context.session, at: context.now) {
      throw .leased(item, held, action: .lease, now: context.now)
    }
    guard let caller = context.session else { throw .noLease(item, session: nil) }
    let isOwn = held?.owner == caller
    if isOwn { try item.checkClaimToken(.lease, context) }
    // If the lease of another session has ended, the work of that session is lost.
    let isLost = item.status == .inProgress && held != nil
    let streak = isLost ? item.streak(after: .lost) : item.claim?.streak
    return .changing(item, .leaseAcquired) {
      if isOwn {
        $0.recordClaim(number, context)
      } else {
        $0.claim = Claim(number, context, streak: streak)
      }
      $0.claim?.lease = Lease(owner: caller, expiresAt: end, hasHeartbeat: true)
      if item.status == .inProgress, item.ownerSession != caller {
        $0.ownerSession = caller
        $0.startedAt = context.now.text
      }
    }
  }

  private func renew(
    _ item: QueueItem, _ number: Int, for seconds: Int?, _ context: TransitionContext
  ) throws(Refusal) -> Decision {
    try item.checkFence(.lease, context)
    guard let caller = context.session, item.mayRenew(caller, context) else {
      throw .noLease(item, session: context.session)
    }
    let lease = item.implicitLease(context)
    if let lease, !lease.isLive(at: context.now) { throw .leaseEnded(item, lease) }
    var end = end(seconds, context)
    // Without a duration, a heartbeat does not shorten the lease that came with the claim. Work with
    // an unknown start has an implicit lease without an end, which is not kept.
    if seconds == nil, let known = lease?.expiresAt, known != .max { end = max(end, known) }
    return .changing(item, .leaseRenewed) {
      $0.recordClaim(number, context)
      $0.claim?.lease = Lease(owner: caller, expiresAt: end, hasHeartbeat: true)
    }
  }

  private func release(
    _ item: QueueItem, _ number: Int, _ context: TransitionContext
  ) throws(Refusal) -> Decision {
    guard let lease = item.implicitLease(context) else { return .alreadySo(item) }
    try item.checkFence(.lease, context)
    guard lease.owner == context.session else { return .alreadySo(item) }
    return .changing(item, .leaseReleased) {
      $0.recordClaim(number, context)
      $0.dropLease()
    }
  }

  private func expire(_ item: QueueItem, _ number: Int, _ context: TransitionContext) -> Decision {
    guard let lease = item.implicitLease(context), !lease.isOver,
      !lease.isLive(at: context.now)
    else { return .alreadySo(item) }
    return .changing(item, .leaseEnded) {
      $0.recordClaim(number, context)
      $0.claim?.lease = Lease(
        owner: lease.owner, expiresAt: 0, hasHeartbeat: lease.hasHeartbeat)
    }
  }
}

extension QueueItem {
  /// Whether `caller` has the lease. For a row IN_PROGRESS without a lease, such as a restored row:
  /// whether `caller` owns the row.
  fileprivate func mayRenew(_ caller: String, _ context: TransitionContext) -> Bool {
    if let lease = implicitLease(context) { return lease.owner == caller }
    return status == .inProgress && ownerSession == caller
  }
}
