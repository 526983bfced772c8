/// The latest claim of a row, which a store keeps beside the cells.
public struct Claim: Equatable, Sendable {
  /// Grows with each claim in the queue.
  public let number: Int
  /// Six hex digits, so that no token follows from another.
  public let nonce: String
  /// When it was made, in seconds since 1970.
  public let madeAt: Int
  public var lease: Lease?
  /// How often in a row attempts of the row failed by one class; `nil` for none.
  public var streak: FailureStreak?
  /// Whether it was made for a worker that orch itself starts.
  public let isForWorker: Bool

  public init(
    number: Int, nonce: String, madeAt: Int, lease: Lease? = nil,
    streak: FailureStreak? = nil, isForWorker: Bool = false
  ) {
    self.number = number
    self.nonce = nonce
    self.madeAt = madeAt
    self.lease = lease
    self.streak = streak
    self.isForWorker = isForWorker
  }

  /// A new claim. It is made now, or at `madeAt` where the row was claimed by hand then.
  init(
    _ number: Int, _ context: TransitionContext, madeAt: Int? = nil, lease: Lease? = nil,
    streak: FailureStreak? = nil, isForWorker: Bool = false
  ) {
    self.init(
      number: number, nonce: context.nonce(ofClaim: number),
      madeAt: madeAt ?? context.now.epochSeconds,
      lease: lease, streak: streak, isForWorker: isForWorker)
  }

  /// The token by which a worker shows that it works for this claim, and no other: `17-3fa92c`.
  public var token: String { "\(number)-\(nonce)" }
}

/// The right to work on a row, until it ends. Source: `docs/storage.md`, "Claims and leases".
public struct Lease: Equatable, Sendable {
  public var owner: String
  /// Seconds since 1970; 0 for a lease whose end was recorded, so that a clock that steps back does
  /// not revive it.
  public var expiresAt: Int
  /// Whether the owner took or renewed the lease, instead of only claiming the row. A lease with
  /// heartbeats ends when they stop.
  public var hasHeartbeat: Bool

  public init(owner: String, expiresAt: Int, hasHeartbeat: Bool) {
    (self.owner, self.expiresAt, self.hasHeartbeat) = (owner, expiresAt, hasHeartbeat)
  }

  /// The lease that comes with a claim or a handover.
  init(ofClaimBy owner: String, _ context: TransitionContext) {
    self.init(
      owner: owner, expiresAt: context.now.epochSeconds + context.policy.staleSeconds,
      hasHeartbeat: false)
  }

  /// Seconds: no lease that a session takes lasts longer.
  public static let longest = 365 * 86400

  public func isLive(at now: QueueTime) -> Bool { expiresAt > now.epochSeconds }

  /// Whether its end was recorded.
  public var isOver: Bool { expiresAt == 0 }

  /// When it ends, in the zone of `now`.
  public func end(at now: QueueTime) -> QueueTime {
    QueueTime(epochSeconds: expiresAt, zone: now.zone)
  }

  /// Whether it excludes `session` from the row; every session, for `nil`.
  func excludes(_ session: String?, at now: QueueTime) -> Bool {
    isLive(at: now) && owner != session
  }
}

extension QueueItem {
  /// Records a claim of a row that was claimed by hand, in its cells.
  mutating func recordClaim(_ number: Int, _ context: TransitionContext) {
    if claim == nil { claim = Claim(number, context, madeAt: workBegan(context)) }
  }

  mutating func dropLease() {
    claim?.lease = nil
    // A row that is not IN_PROGRESS has a claim for its lease alone.
    if status != .inProgress, claim?.streak == nil { claim = nil }
  }

  /// Ends the failures in a row of a row that is not IN_PROGRESS.
  mutating func endStreak() {
    claim?.streak = nil
    if claim?.lease == nil { claim = nil }
  }

  /// Gives row and lease to another session; a lease that has ended begins anew.
  mutating func handOver(to session: String?, _ context: TransitionContext) {
    ownerSession = session
    let isLive = claim?.lease?.isLive(at: context.now) ?? false
    if let session, isLive {
      claim?.lease?.owner = session
    } else {
      claim?.lease = session.map { Lease(ofClaimBy: $0, context) }
    }
  }
}

// Fencing: which sessions and claim tokens may change a row.
// Source: `docs/storage.md`, "Claims and leases".

extension QueueItem {
  /// Refuses the token of a claim that is over, and a session while another one has the lease. What
  /// a person asks for is never refused here.
  func checkFence(
    _ action: Refusal.Action, _ context: TransitionContext
  ) throws(Refusal) {
    try checkClaimToken(action, context)
    try checkLease(action, context)
  }

  /// Refuses a session that the row does not belong to; a person is never refused.
  func checkOwner(_ action: Refusal.Action, _ context: TransitionContext) throws(Refusal) {
    guard let session = context.session, ownerSession != nil, !isOwned(by: session, context) else {
      return
    }
    throw .notOwner(self, action: action, session: session)
  }

  /// Refuses the token of a claim that is not the row's present one.
  func checkClaimToken(
    _ action: Refusal.Action, _ context: TransitionContext
  ) throws(Refusal) {
    guard let claimToken = context.claimToken, !isClaimed || claimToken != claim?.token else {
      return
    }
    throw .staleClaim(self, claimToken: claimToken, action: action)
  }

  /// Refuses a session while another one has the lease.
  func checkLease(
    _ action: Refusal.Action, _ context: TransitionContext
  ) throws(Refusal) {
    guard let caller = context.session, let lease = claim?.lease,
      lease.excludes(caller, at: context.now)
    else { return }
    throw .leased(self, lease, action: action, now: context.now)
  }

  /// Whether the row has a claim that is not over. A store may keep one that is over, for its
  /// streak.
  var isClaimed: Bool { claim.map { status == .inProgress || $0.lease != nil } ?? false }

  /// Whether the claim with this token is not over, and the row is still its worker's: it is
  /// IN_PROGRESS, or PENDING because an old buffer was saved over it.
  public func isClaimed(with token: String) -> Bool {
    guard let claim, claim.token == token, isHeldByWorker else { return false }
    return status == .inProgress || status == .pending && claim.lease != nil
  }

  /// Whether the row belongs to a worker that orch starts, by its label.
  var isHeldByWorker: Bool { (claim?.lease?.owner ?? ownerSession) == label }

  /// Whether `session` works on the row: it is the owner in the cells, or has the lease, which
  /// outlives the save of an old buffer.
  func isOwned(by session: String?, _ context: TransitionContext) -> Bool {
    if ownerSession == session { return true }
    return claim?.lease.map { $0.isLive(at: context.now) && $0.owner == session } ?? false
  }

  /// The lease; for a row that was claimed by hand, the one that a claim would have given.
  func implicitLease(_ context: TransitionContext) -> Lease? {
    if let claim { return claim.lease }
    guard status == .inProgress, let ownerSession else { return nil }
    let end = workBegan(context).map { $0 + context.policy.staleSeconds } ?? .max
    return Lease(owner: ownerSession, expiresAt: end, hasHeartbeat: false)
  }

  /// When the work began, in seconds since 1970: by the cell, else by the claim.
  func workBegan(_ context: TransitionContext) -> Int? {
    start(in: context.now.zone)?.epochSeconds ?? claim?.madeAt
  }
}

extension Claim {
  /// The claim of a row that one store takes over from another.
  ///
  /// The higher number is the later claim. Where both stores know one claim, the later end of its
  /// lease counts: heartbeats went to one of them.
  ///
  /// - Parameters:
  ///   - claim: the one of the store that is taken over.
  ///   - known: the other store's own.
  ///   - item: the row as both have it from now on.
  public static func handedOver(
    _ claim: Claim?, to known: Claim?, for item: QueueItem
  ) -> Claim? {
    guard let claim, claim.number >= known?.number ?? 0 else { return known?.fitting(item) }
    var result = claim
    if let mine = claim.lease, let other = known?.lease, known?.token == claim.token,
      mine.owner == other.owner, mine.expiresAt < other.expiresAt
    {
      result.lease = other
    }
    return result.fitting(item)
  }

  /// Whether the claim has to be kept beside the table: the row is IN_PROGRESS or leased, or its
  /// last attempt failed.
  public func mustBeKept(for item: QueueItem) -> Bool {
    item.status == .inProgress || lease != nil || streak != nil
  }

  /// The claim without a lease that contradicts the row.
  private func fitting(_ item: QueueItem) -> Claim {
    var claim = self
    let isOwners = item.status != .inProgress || lease?.owner == item.ownerSession
    if item.status.isFinished || !isOwners { claim.lease = nil }
    return claim
  }
}
