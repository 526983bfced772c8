public import CommandLineKit
public import Host
public import QueueModel
public import QueueStorage
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
  var changedItem: String?
  private var location: QueueLocation.Found?
  private var runLogFound: RunLog?
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

  // MARK: Time and speaker

  /// Seconds east of UTC.
  public func offset() throws(CommandError) -> Int { try value(Settings.tzOffset) }

  /// The seconds that the run log can tell in nanoseconds; milliseconds since
  /// 1970 are no part of them.
  private static let tellable = -9_000_000_000...9_000_000_000

  /// Now, or what `ORCH_NOW` freezes it to.
  public func now() throws(CommandError) -> QueueTime { try now(offset: try offset()) }

  /// The same, told at an offset of its own.
  public func now(offset: Int) throws(CommandError) -> QueueTime {
    guard let text = environment["ORCH_NOW"] else {
      return QueueTime(epochSeconds: clock.now() / 1_000_000_000, offset: offset)
    }
    let time =
      Int(text).map { QueueTime(epochSeconds: $0, offset: offset) }
      ?? QueueTime(text, offset: offset)
    if let time, Self.tellable.contains(time.epochSeconds) { return time }
    throw .setting(
      "invalid value '\(text.escaped)' for ORCH_NOW",
      hint: "it must be epoch seconds or YYYY-MM-DD HH:MM")
  }

  /// Nanoseconds since 1970 as the machine has them, whatever `ORCH_NOW` says.
  public var wallClock: Int { clock.now() }

  /// What the run log's lines carry, nanoseconds since 1970: now, frozen too.
  var logTime: Int {
    guard environment["ORCH_NOW"] != nil, let frozen = try? now() else { return clock.now() }
    return frozen.epochSeconds * 1_000_000_000
  }

  /// Who speaks: a session, or `nil` for a person.
  public var speaker: String? {
    (shared.ownerSession ?? environment["ORCH_OWNER_SESSION"]).flatMap(CellText.value)
  }

  public func transitionContext() throws(CommandError) -> TransitionContext {
    TransitionContext(
      session: speaker, now: try now(), actor: speaker ?? CurrentProcess.actor)
  }

  // MARK: Stores and log

  public func store() throws(CommandError) -> MarkdownStore {
    try store(actor: speaker ?? CurrentProcess.actor)
  }

  /// - Parameter actor: who changes the queue, as the journal will say.
  func store(actor: String) throws(CommandError) -> MarkdownStore {
    let timeout = try value(Settings.lockTimeout)
    return MarkdownStore(
      path: try queuePath(),
      author: Author(program: program, command: command, traceID: traceID, actor: actor),
      lockTimeout: timeout, clock: clock, notice: waitNotice)
  }

  func runLog() throws(CommandError) -> RunLog {
    if let runLogFound { return runLogFound }
    let log = try runLogPath()
    let found = RunLog(path: log, like: try? FileStatus(of: try queuePath()))
    runLogFound = found
    return found
  }

  /// Where the run log is, which is never a file of the queue.
  public func runLogPath() throws(CommandError) -> String {
    let path = try queuePath()
    let log = try namedRunLogPath()
    let place = Path.resolved(log) ?? log
    guard place != path, !place.hasPrefix(Sidecar(forQueueAt: path).folder + "/") else {
      throw .setting(
        "the run log cannot be \(log), which belongs to the queue", hint: "name another --log-path")
    }
    return log
  }

  /// What is named on the command line or in the environment counts from the
  /// current folder.
  private func namedRunLogPath() throws(CommandError) -> String {
    let given = try readable(Settings.logPath.description)
    return switch given.source {
    case .option, .environment: Path.join(currentDirectory, given.text)
    case .configuration, .fallback: Path.join(try home(), given.text)
    }
  }

  /// Refuses a change of a file that is only rendered from a database.
  func checkWritable() throws(CommandError) {
    guard try value(Settings.queueReadOnly) else { return }
    throw CommandError(
      code: "read_only", message: "QUEUE.md is read-only (ORCH_QUEUE_MD_READ_ONLY)",
      hint: "unset ORCH_QUEUE_MD_READ_ONLY, or queue_md_read_only in orch.json, to change the file",
      status: .refused)
  }

  // MARK: What is told

  public var paint: Paint { environment.paint(shared.color, for: console.output) }
  var paintForErrors: Paint { environment.paint(shared.color, for: console.errors) }

  /// Tells people something on standard error, unless they want to hear nothing.
  public func warn(_ text: String) {
    if !shared.isQuiet { tell(text) }
  }

  /// Tells people something on standard error, whatever they want to hear.
  func tell(_ text: String) {
    console.tell("\(paintForErrors("WARNING:", .yellow)) \(text.escaped)")
  }

  /// Says once that some rows are left alone.
  public func warn(of malformed: MalformedRows?) throws(CommandError) {
    guard let malformed else { return }
    let place = malformed.first.place(in: Path.name(of: try queuePath()))
    let more = malformed.count > 1 ? ", and \(malformed.count - 1) more" : ""
    warn("\(place)\(more) (such rows are left alone; orch lint lists them)")
  }
}
