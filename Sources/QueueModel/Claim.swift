/// The last time that somebody took a row, as a store keeps it beside the cells.
public struct Claim: Equatable, Sendable {
  /// Grows with each claim in the queue.
  public let number: Int
  /// Six hex digits, so that no token follows from another.
  public let nonce: String
  /// When it was made, in seconds since 1970.
  public let madeAt: Int
  public var lease: Lease?
  /// How many claims of the row, one after the other, ended without any outcome.
  public var lost: Int
  /// Whether it was made for a worker that orch itself starts.
  public let isForWorker: Bool

  public init(
    number: Int, nonce: String, madeAt: Int, lease: Lease? = nil, lost: Int = 0,
    isForWorker: Bool = false
  ) {
    self.number = number
    self.nonce = nonce
    self.madeAt = madeAt
    self.lease = lease
    self.lost = lost
    self.isForWorker = isForWorker
  }

  /// One that is made now, or that was made by hand at `madeAt`.
  init(
    _ number: Int, _ context: TransitionContext, madeAt: Int? = nil, lease: Lease? = nil,
    lost: Int = 0, isForWorker: Bool = false
  ) {
    self.init(
      number: number, nonce: context.nonce(ofClaim: number),
      madeAt: madeAt ?? context.now.epochSeconds,
      lease: lease, lost: lost, isForWorker: isForWorker)
  }

  /// What a worker shows to prove that it speaks for this claim, and no other:
  /// `17-3fa92c`.
  public var token: String { "\(number)-\(nonce)" }
}

/// Who works on a row, and until when. Source: `docs/storage.md`, "Claims and leases".
public struct Lease: Equatable, Sendable {
  public var owner: String
  /// Seconds since 1970; 0 for a lease that was seen as ended, whatever the clock
  /// says later.
  public var expiresAt: Int
  /// Whether its owner said how long it lasts, by taking or renewing it, and not just
  /// by claiming the row. Who sends heartbeats is judged by them.
  public var hasHeartbeat: Bool

  public init(owner: String, expiresAt: Int, hasHeartbeat: Bool) {
    self.owner = owner
    self.expiresAt = expiresAt
    self.hasHeartbeat = hasHeartbeat
  }

  /// The one that a claim gives, and whoever hands a row over.
  init(ofClaimBy owner: String, _ context: TransitionContext) {
    self.init(
      owner: owner, expiresAt: context.now.epochSeconds + context.policy.staleSeconds,
      hasHeartbeat: false)
  }

  public func isLive(at now: QueueTime) -> Bool { expiresAt > now.epochSeconds }

  /// Whether somebody saw it as ended, and wrote that down.
  public var isOver: Bool { expiresAt == 0 }

  /// When it ends, told as `now` is.
  public func end(at now: QueueTime) -> QueueTime {
    QueueTime(epochSeconds: expiresAt, offset: now.offset)
  }

  /// Whether it keeps `session` off the row; everybody, for `nil`.
  func excludes(_ session: String?, at now: QueueTime) -> Bool {
    isLive(at: now) && owner != session
  }
}

// What happens to the claim of a row.

extension QueueItem {
  /// Makes a claim known that somebody made by hand, by writing it into the cells.
  mutating func recordClaim(_ number: Int, _ context: TransitionContext) {
    if claim == nil { claim = Claim(number, context, madeAt: workBegan(context)) }
  }

  mutating func dropLease() {
    claim?.lease = nil
    // Where nobody works, there is no more to a claim than its lease.
    if status != .inProgress, claim?.lost == 0 { claim = nil }
  }

  /// Gives the row to another session, and the lease along; one that has ended begins anew.
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

extension Claim {
  /// Who has a row when one store takes it over from another.
  ///
  /// The higher number is the later claim. Of one claim that both know the later end of its
  /// lease counts: heartbeats went to one of them.
  ///
  /// - Parameters:
  ///   - claim: what the store knows that is taken over.
  ///   - known: what the other one knew before.
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

  /// Whether anybody has to know of it beside the table: somebody works on the row, or
  /// nobody knows what became of those who did.
  public func matters(for item: QueueItem) -> Bool {
    item.status == .inProgress || lease != nil || lost > 0
  }

  /// Without a lease that says something else than the row does.
  private func fitting(_ item: QueueItem) -> Claim {
    var claim = self
    let isOwners = item.status != .inProgress || lease?.owner == item.ownerSession
    if item.status.isFinished || !isOwners { claim.lease = nil }
    return claim
  }
}
