package import QueueModel

/// Who changes the queue, and through what, as the journal and the lock name it.
public struct Author: Equatable, Sendable {
  /// The executable: `orch`.
  public let program: String
  /// The subcommand: `pick`.
  public let command: String
  public let traceID: String
  /// The session, else `user@pid`.
  public private(set) var actor: String

  public init(program: String = "orch", command: String, traceID: String, actor: String) {
    self.program = program
    self.command = command
    self.traceID = traceID
    self.actor = actor
  }

  /// The author of a transition: the same program, for the actor of its context.
  package func speaking(for context: TransitionContext) -> Author {
    guard !context.actor.isEmpty else { return self }
    var author = self
    author.actor = context.actor
    return author
  }
}
