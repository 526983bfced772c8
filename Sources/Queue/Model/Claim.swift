/// The latest claim of a row, which a store keeps in addition to the cells.
public struct Claim: Equatable, Sendable {
  /// Increases with each claim in the queue.
  public let number: Int
  /// Six hexadecimal digits, so that no token can be derived from another.
  public let nonce: String
  /// When the claim was made, in seconds since 1970.
  public let madeAt: Int
  public var lease: Lease?
  /// How many consecutive attempts of the row failed with one class; `nil` for none.
  public var streak: FailureStreak?
  /// Whether the claim was made for a worker that orch itself starts.
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

  /// Makes a new claim, now or at `madeAt` if the row was claimed by hand at that time.
  init(
    _ number: Int, _ context: TransitionContext, madeAt: Int? = nil, lease: Lease? = nil,
    streak: FailureStreak? = nil, isForWorker: Bool = false
  ) {
    self.init(
      number: number, nonce: context.nonce(ofClaim: number),
      madeAt: madeAt ?? context.now.epochSeconds,
      lease: lease, streak: streak, isForWorker: isForWorker)
  }

  /// The token with which a worker proves that it works for this claim: `17-3fa92c`.
  public var token: String { "\(number)-\(nonce)" }
}

/// The right to work on a row for a limited time. Source: `docs/storage.md`, "Claims and leases".
public struct Lease: Equatable, Sendable {
  public var owner: String
  /// In seconds since 1970; 0 for a lease whose end was recorded, so that it does not become valid
  /// again if the clock is set back.
  public var expiresAt: Int
  /// Whether the owner acquired or renewed the lease instead of only claiming the row. A lease with
  /// heartbeats ends when they stop.
  public var hasHeartbeat: Bool

  public init(owner: String, expiresAt: Int, hasHeartbeat: Bool) {
    (self.owner, self.expiresAt, self.hasHeartbeat) = (owner, expiresAt, hasHeartbeat)
  }

  /// Makes the lease that comes with a claim or a handover.
  init(ofClaimBy owner: String, _ context: TransitionContext) {
    self.init(
      owner: owner, expiresAt: context.now.epochSeconds + context.policy.staleSeconds,
      hasHeartbeat: false)
  }

  /// The longest lease of a session, in seconds.
  public static let longest = 365 * 86400

  public func isLive(at now: QueueTime) -> Bool { expiresAt > now.epochSeconds }

  /// Whether the end was recorded.
  public var isOver: Bool { expiresAt == 0 }

  /// When the lease ends, in the zone of `now`.
  public func end(at now: QueueTime) -> QueueTime {
    QueueTime(epochSeconds: expiresAt, zone: now.zone)
  }

  /// Whether the lease excludes `session` from the row. `nil` is always excluded.
  func excludes(_ session: String?, at now: QueueTime) -> Bool {
    isLive(at: now) && owner != session
  }
}

extension QueueItem {
  /// Records the claim of a row that was claimed by hand in its cells.
  mutating func recordClaim(_ number: Int, _ context: TransitionContext) {
    if claim == nil { claim = Claim(number, context, madeAt: workBegan(context)) }
  }

  mutating func dropLease() {
    claim?.lease = nil
    // A row that is not IN_PROGRESS has a claim only for its lease.
    if status != .inProgress, claim?.streak == nil { claim = nil }
  }

  /// Ends the streak of failures of a row that is not IN_PROGRESS.
  mutating func endStreak() {
    claim?.streak = nil
    if claim?.lease == nil { claim = nil }
  }

  /// Hands row and lease over to another session; a lease that has ended begins again.
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
  /// Refuses the token of an ended claim, and a session while another one has the lease. A person
  /// is never refused here.
  func checkFence(
    _ action: Refusal.Action, _ context: TransitionContext
  ) throws(Refusal) {
    try checkClaimToken(action, context)
    try checkLease(action, context)
  }

  /// Refuses a session that does not own the row; a person is never refused.
  func checkOwner(_ action: Refusal.Action, _ context: TransitionContext) throws(Refusal) {
    guard let session = context.session, ownerSession != nil, !isOwned(by: session, context) else {
      return
    }
    throw .notOwner(self, action: action, session: session)
  }

  /// Refuses the token of a claim that is not the row's current one.
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

  /// Whether the row has an active claim. A store may keep an ended claim for its streak.
  var isClaimed: Bool { claim.map { status == .inProgress || $0.lease != nil } ?? false }

  /// Whether the claim with this token is active and the row still belongs to its worker: it is
  /// IN_PROGRESS, or PENDING because an old editor buffer overwrote it. The lease that a session
  /// took of a PENDING row is no claim.
  public func isClaimed(with token: String) -> Bool {
    guard let claim, claim.token == token, isHeldByWorker else { return false }
    return status == .inProgress || status == .pending && claim.isForWorker && claim.lease != nil
  }

  /// Whether the row belongs to a worker that orch starts, according to its label.
  var isHeldByWorker: Bool { (claim?.lease?.owner ?? ownerSession) == label }

  /// Whether a person has the row, so that no time takes it back: it is IN_PROGRESS without an owner
  /// and without a lease. Source: `docs/dispatch.md`, "Watchdog".
  public var isHeldByPerson: Bool {
    status == .inProgress && ownerSession == nil && claim?.lease == nil
  }

  /// Whether `session` works on the row: it is the owner in the cells, or has the lease, which
  /// stays when an old editor buffer overwrites the cells.
  func isOwned(by session: String?, _ context: TransitionContext) -> Bool {
    if ownerSession == session { return true }
    return claim?.lease.map { $0.isLive(at: context.now) && $0.owner == session } ?? false
  }

  /// The lease; for a row that was claimed by hand, the lease that a claim would have given.
  func implicitLease(_ context: TransitionContext) -> Lease? {
    if let claim { return claim.lease }
    guard status == .inProgress, let ownerSession else { return nil }
    let end = workBegan(context).map { $0 + context.policy.staleSeconds } ?? .max
    return Lease(owner: ownerSession, expiresAt: end, hasHeartbeat: false)
  }

  /// When the work began, in seconds since 1970, from the cell, else from the claim.
  func workBegan(_ context: TransitionContext) -> Int? {
    start(in: context.now.zone)?.epochSeconds ?? claim?.madeAt
  }
}

extension Claim {
  /// The claim of a row that one store takes over from another.
  ///
  /// The higher number is the later claim. If both stores have the same claim, the later end of its
  /// lease counts, because heartbeats went to only one store.
  ///
  /// - Parameters:
  ///   - claim: the claim in the store from which the row is taken over.
  ///   - known: the claim in the other store.
  ///   - item: the row as both stores have it from now on.
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

  /// Whether the claim must be kept in addition to the table: the row is IN_PROGRESS or leased, or
  /// its last attempt failed.
  public func mustBeKept(for item: QueueItem) -> Bool {
    item.status == .inProgress || lease != nil || streak != nil
  }

  /// The claim; a lease that contradicts the row is removed.
  private func fitting(_ item: QueueItem) -> Claim {
    var claim = self
    let isOwners = item.status != .inProgress || lease?.owner == item.ownerSession
    if item.status.isFinished || !isOwners { claim.lease = nil }
    return claim
  }
}
