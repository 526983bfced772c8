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
