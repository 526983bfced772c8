// Who may speak for a row. Source: `docs/storage.md`, "Claims and leases".

extension QueueItem {
  /// Refuses who works for a claim that is over, or without the lease that another
  /// session has. A person's word is always taken.
  func checkFence(
    _ action: Refusal.Action, _ context: TransitionContext
  ) throws(Refusal) {
    try checkAttempt(action, context)
    try checkLease(action, context)
  }

  /// Refuses the token of another claim than the one that the row has now.
  func checkAttempt(
    _ action: Refusal.Action, _ context: TransitionContext
  ) throws(Refusal) {
    guard let attempt = context.attempt, !isClaimed || attempt != claim?.token else { return }
    throw .staleAttempt(self, attempt: attempt, action: action)
  }

  /// Refuses a session while another one has the lease.
  func checkLease(
    _ action: Refusal.Action, _ context: TransitionContext
  ) throws(Refusal) {
    guard let speaker = context.speaker, let lease = claim?.lease,
      lease.excludes(speaker, at: context.now)
    else { return }
    throw .leased(self, lease, action: action, now: context.now)
  }

  /// Whether there is a claim that goes on. A store may remember one that is over, to
  /// count those that were lost.
  var isClaimed: Bool { claim.map { status == .inProgress || $0.lease != nil } ?? false }

  /// Whether the claim with this token goes on for the worker that it was made for: the row is at
  /// work, or somebody saved an old buffer over that, and nobody took it over.
  public func isClaimed(with token: String) -> Bool {
    guard let claim, claim.token == token, isHeldByWorker else { return false }
    return status == .inProgress || status == .pending && claim.lease != nil
  }

  /// Whether the row is still that of a worker that orch starts, by its label.
  var isHeldByWorker: Bool { (claim?.lease?.owner ?? ownerSession) == label }

  /// Whether `session` works on the row: because the cell says so, or because it has the
  /// lease, which outlives the save of an old buffer.
  func isOwned(by session: String?, _ context: TransitionContext) -> Bool {
    if ownerSession == session { return true }
    return claim?.lease.map { $0.isLive(at: context.now) && $0.owner == session } ?? false
  }

  /// The lease, or for a row that somebody claimed by hand the one that a claim gives.
  func implicitLease(_ context: TransitionContext) -> Lease? {
    if let claim { return claim.lease }
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
