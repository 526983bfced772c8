/// Who changes a queue, as history and lock name it.
public struct Author: Equatable, Sendable {
  /// The executable: `orch`.
  public let program: String
  /// The subcommand: `pick`.
  public let command: String
  /// Identifies this run of the program.
  public let traceID: String
  /// The session, else `user@host`.
  public var actor: String

  /// An author without a name is for what only the rules read.
  public init(
    program: String = "orch", command: String = "", traceID: String = "", actor: String = ""
  ) {
    (self.program, self.command, self.traceID, self.actor) = (program, command, traceID, actor)
  }
}
