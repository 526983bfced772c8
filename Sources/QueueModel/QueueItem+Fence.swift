// Who may speak for a row. Source: `docs/storage.md`, "Leases".

extension QueueItem {
  /// Refuses who works for a claim that is over, or without the lease that another
  /// session has. A person's word is always taken.
  func checkFence(
    _ action: Refusal.Action, _ context: TransitionContext
  ) throws(Refusal) {
    try checkAttempt(action, context)
    guard let speaker = context.speaker, let lease = claim?.lease,
      lease.excludes(speaker, at: context.now)
    else { return }
    throw .leased(self, lease, action: action, now: context.now)
  }

  /// Refuses the token of another claim than the last.
  func checkAttempt(
    _ action: Refusal.Action, _ context: TransitionContext
  ) throws(Refusal) {
    guard let attempt = context.attempt, attempt != claim?.token else { return }
    throw .staleAttempt(self, attempt: attempt, action: action)
  }

  /// Whether somebody works on the row: who has a lease until it ends; who has none,
  /// as long as a worker without heartbeats may take.
  func isHeld(_ context: TransitionContext) -> Bool {
    guard status == .inProgress else { return claim?.lease?.isLive(at: context.now) ?? false }
    return implicitLease(context)?.isLive(at: context.now) ?? false
  }

  /// The lease, or for a row that somebody claimed by hand the one that a claim gives.
  func implicitLease(_ context: TransitionContext) -> Lease? {
    if let lease = claim?.lease { return lease }
    guard status == .inProgress, let ownerSession else { return nil }
    let end = workBegan(context).map { $0 + context.policy.staleSeconds } ?? .max
    return Lease(owner: ownerSession, expiresAt: end, hasHeartbeat: false)
  }

  /// When the work began, in seconds since 1970: as the cell says it, else as the store
  /// knows it.
  func workBegan(_ context: TransitionContext) -> Int? {
    startedAt.flatMap { QueueTime($0, offset: context.now.offset) }?.epochSeconds ?? claim?.madeAt
  }
}
