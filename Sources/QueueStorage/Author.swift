/// Who changes the queue, and through what, as the journal and the lock name it.
public struct Author: Equatable, Sendable {
  /// The executable: `orch`.
  public let program: String
  /// The subcommand: `pick`.
  public let command: String
  public let traceID: String
  /// The session, else `user@pid`.
  public let actor: String

  public init(program: String = "orch", command: String, traceID: String, actor: String) {
    self.program = program
    self.command = command
    self.traceID = traceID
    self.actor = actor
  }
}
