/// Who asks for a transition, and when.
public struct TransitionContext: Equatable, Sendable {
  /// The session that speaks; `nil` is a person.
  public let session: String?
  public let now: QueueTime
  /// Who speaks, as the history names them: the session, else `user@pid`.
  public let actor: String
  /// What happened, oldest first. Stores give it to the transitions that read it.
  public var history: [HistoryEntry] = []

  public init(session: String?, now: QueueTime, actor: String = "") {
    self.session = session
    self.now = now
    self.actor = actor
  }
}
