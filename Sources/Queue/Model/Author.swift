/// The author of a change to a queue, for the history and the lock.
public struct Author: Equatable, Sendable {
  /// The executable: `orch`.
  public let program: String
  /// The subcommand: `pick`.
  public let command: String
  /// Identifies this run of the program.
  public let traceID: String
  /// The name of this run if the trace id was given from outside, because several runs may share
  /// such a trace id; else empty.
  public let run: String
  /// The session, else `user@host`.
  public var actor: String

  /// The defaults are for an author that only the rules read and that no store records.
  public init(
    program: String = "orch", command: String = "", traceID: String = "", run: String = "",
    actor: String = ""
  ) {
    (self.program, self.command, self.traceID) = (program, command, traceID)
    (self.run, self.actor) = (run, actor)
  }
}
