/// Who asks for a transition, and when.
public struct TransitionContext: Equatable, Sendable {
  /// The session that speaks; `nil` is a person.
  public let session: String?
  public let now: QueueTime
  /// Who speaks, as the history names them: the session, else `user@pid`.
  public let actor: String
  /// The token of the claim that the speaker works for, where there is one.
  public var attempt: String?
  public var policy = Policy()
  /// Six hex digits for the tokens of the claims that this makes.
  public var nonce = "000000"
  /// What happened, oldest first. Stores give it to the transitions that read it.
  public var history: [HistoryEntry] = []

  public init(session: String?, now: QueueTime, actor: String = "") {
    self.session = session
    self.now = now
    self.actor = actor
  }

  /// The session as cells write it.
  var speaker: String? { session.flatMap(CellText.value) }
}
