public import Door
public import Host
import Model
public import Text

/// The context of one command: its options, its console and its process.
///
/// Its `taskQueue` finds the queue, reads the settings and opens the stores.
public final class CommandContext {
  public let shared: SharedOptions
  public private(set) var console: Console
  /// How to open the queue that the options name, with the settings that they give.
  public let opening: Opening
  public private(set) lazy var taskQueue = TaskQueue.open(opening, waitNotice: waitNotice) {
    [weak self] in self?.show($0)
  }

  /// When each warning and error was printed, by the monotonic clock.
  var printTimes: [String: Duration] = [:]
  /// Whether the command runs in a loop. A loop prints the same warning or error again after an
  /// hour; other commands print each only once.
  public var isLongRunning = false
  /// What precedes each warning and error, such as the time; `nil` for nothing.
  public var errorPrefix: ((CommandContext) -> String)?
  /// An error that is not printed, because an earlier run printed the same error.
  var suppressedError: Problem?

  /// - Parameters:
  ///   - shared: the options of the command, which name the queue.
  ///   - process: the variables of the process and the needs of the command.
  ///   - console: the streams to which the command prints.
  public init(_ shared: SharedOptions, in process: Opening, on console: Console) {
    (self.shared, self.console) = (shared, console)
    var opening = process
    opening.place =
      switch (shared.queue, shared.database) {
      case (nil, nil): process.place
      case (let file?, nil): .file(file)
      case (nil, let database?): .database(database)
      case (let file?, let database?): .both(file: file, database: database)
      }
    opening.overrides[Settings.lockTimeout.description.key] = shared.lockTimeout
    opening.overrides[Settings.databasePath.description.key] = shared.database
    opening.overrides[Settings.logPath.description.key] = shared.logPath
    opening.usesCopy = shared.usesCopy
    opening.traceID = shared.traceID ?? process.environment["ORCH_TRACE_ID"]
    opening.writesLog = shared.writesLog
    opening.starter = .orch(path: CurrentProcess.image)
    self.opening = opening
  }
}

// MARK: The process, and who runs it

extension CommandContext {
  public var environment: Environment { opening.environment }

  public var currentDirectory: String { opening.folder }

  public var clock: Clock { opening.clock }

  /// The session that runs the command; `nil` for a person.
  public var session: String? {
    (shared.ownerSession ?? environment["ORCH_OWNER_SESSION"]).flatMap(CellText.value)
  }

  /// The token of the claim that the command works for; `nil` if none is given.
  var claimToken: String? { shared.claimToken ?? environment["ORCH_ATTEMPT"] }

  /// The session that runs the command, for an operation that only a session can do.
  ///
  /// - Throws: a usage error with this hint if no session is named.
  public func requiredSession(or hint: Sentence) throws -> String {
    if let session { return session }
    throw Problem.usage(
      "missing option --owner-session S", "필요한 옵션이 빠졌습니다: --owner-session S", hint: hint)
  }
}

// MARK: Further contexts

extension CommandContext {
  /// Prints warnings and errors elsewhere from now on.
  public func redirectErrors(to errors: any TextSink) {
    console = Console(output: console.output, errors: errors, input: console.input)
  }

  /// Returns a context that has not yet read the queue and the settings, for a command that reads
  /// them repeatedly.
  public func refreshed(on console: Console) -> CommandContext {
    CommandContext(pinned, in: opening, on: console)
  }

  /// The options, with the queue that was found. A new search could find another queue while an
  /// editor has moved the file away.
  public var pinned: SharedOptions {
    var options = shared
    if taskQueue.chosenDatabase == nil, let found = try? taskQueue.queueFound() {
      options.queue = found.givenPath
    }
    return options
  }
}

extension Opening {
  /// Runs another command on the same queue, on any thread, as if a person had typed it there. The
  /// command has its own lines in the run log.
  ///
  /// - Returns: the exit status and the printed lines, standard error after standard output.
  public func run<C: QueueCommand>(_ command: C) -> (status: ExitStatus, lines: [String]) {
    let program = Program<SharedOptions>(
      name: program, summary: Sentence(same: ""), version: Version.current,
      commands: [C.self])
    let (output, errors) = (OutputBuffer(), OutputBuffer())
    var runner = Runner(
      program: program, console: Console(output: output, errors: errors),
      environment: environment, currentDirectory: folder, clock: clock)
    // With servers, the runner does not replace this process by another program.
    runner.servers = servers
    let status = ExitStatus(rawValue: runner.run(command)) ?? .refused
    return (status, output.lines + errors.lines)
  }
}
