public import Host
import QueueModel
import RunLog

/// What one command works with: where the queue is, what the settings say, who
/// speaks, what time it is.
public final class Session {
  public let shared: SharedOptions
  public let console: Console
  public let environment: Environment
  public let currentDirectory: String
  /// The executable's name.
  let program: String
  /// The subcommand's name.
  public let command: String
  public let traceID: String
  let clock: Clock
  /// The row that this command changed, for the run log.
  var changedID: String?
  private var location: QueueLocation.Found?
  var runLogFound: RunLog?
  var configurationFound: Configuration?

  public init(
    program: String = "orch", command: String, shared: SharedOptions, console: Console,
    environment: Environment, currentDirectory: String, clock: Clock
  ) {
    self.program = program
    self.command = command
    self.shared = shared
    self.console = console
    self.environment = environment
    self.currentDirectory = currentDirectory
    self.clock = clock
    traceID =
      shared.traceID ?? environment["ORCH_TRACE_ID"] ?? "trace-\(Randomness.hexDigits(12))"
  }

  /// The queue file's path, links followed.
  public func queuePath() throws(CommandError) -> String { try queueFound().path }

  /// How the queue was found, and its path before links were followed.
  public func queueFound() throws(CommandError) -> QueueLocation.Found {
    if let location { return location }
    let found = try queueLocation.find(named: shared.queue)
    location = found
    return found
  }

  /// The path that somebody named, by `--queue` or in the environment; nothing
  /// needs to be there.
  public var namedQueuePath: String? { queueLocation.named(shared.queue)?.path }

  private var queueLocation: QueueLocation {
    QueueLocation(environment: environment, currentDirectory: currentDirectory)
  }

  /// The folder of the queue file.
  public func home() throws(CommandError) -> String { Path.parent(of: try queuePath()) }

  /// Who speaks: a session, or `nil` for a person.
  public var speaker: String? {
    (shared.ownerSession ?? environment["ORCH_OWNER_SESSION"]).flatMap(CellText.value)
  }

  func transitionContext() throws(CommandError) -> TransitionContext {
    TransitionContext(
      session: speaker, now: try now(), actor: speaker ?? CurrentProcess.actor)
  }
}
