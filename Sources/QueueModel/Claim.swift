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
