/// Who asks for a transition, and when.
public struct TransitionContext: Equatable, Sendable {
  /// The session that speaks; `nil` is a person.
  public let session: String?
  public var now: QueueTime
  /// Who speaks, as the history names them: the session, else `user@pid`.
  public var actor: String
  /// The token of the claim that the speaker works for, where there is one.
  public var attempt: String?
  public var policy = Policy()
  /// What the nonces of the claims follow from that this makes, and that nobody can guess; 0
  /// makes them all 0, for tests.
  public var entropy: UInt64 = 0
  /// What happened, oldest first. Stores give it to the transitions that read it.
  public var history: [HistoryEntry] = []

  public init(session: String?, now: QueueTime, actor: String = "") {
    self.session = session
    self.now = now
    self.actor = actor
  }

  /// The session as cells write it.
  var speaker: String? { session.flatMap(CellText.value) }

  /// Six hex digits for the token of a claim. Who knows that of one claim knows nothing of the
  /// others that were made with it. The mixing is that of SplitMix64 (Steele, Lea and Flood,
  /// 2014).
  func nonce(ofClaim number: Int) -> String {
    var mixed: UInt64 = 0
    if entropy != 0 {
      mixed = entropy &+ UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    }
    let digits = String(mixed >> 40, radix: 16)
    return String(repeating: "0", count: 6 - digits.utf8.count) + digits
  }
}
