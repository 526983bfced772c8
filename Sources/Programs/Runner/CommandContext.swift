public import Door
public import Host
import Model
import Text

/// What one command works with: its options, where it prints, and the process it runs in.
///
/// Its `taskQueue` finds the queue, reads the settings and opens the stores.
public final class CommandContext {
  public let shared: SharedOptions
  public private(set) var console: Console
  /// Of the queue as the options name it, with the settings that they give.
  public let opening: Opening
  public private(set) lazy var taskQueue = TaskQueue.open(opening, waitNotice: waitNotice) {
    [weak self] in self?.show($0)
  }

  /// When on the monotonic clock each warning and error was printed.
  var printTimes: [String: Duration] = [:]
  /// Whether the command runs in a loop: what it printed is not printed again within an hour. Else
  /// each line is printed once.
  public var isLongRunning = false
  /// An error that is not printed, because an earlier run printed the same one.
  var suppressedError: Problem?

  /// - Parameters:
  ///   - shared: the options of the command, which name the queue.
  ///   - process: what the process says, and what the command needs.
  ///   - console: where it prints.
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

  /// The token of the claim that the command works for; `nil` where none is given.
  var claimToken: String? { shared.claimToken ?? environment["ORCH_ATTEMPT"] }

  /// The session that runs the command, for what only a session can do.
  ///
  /// - Throws: a usage error where no session is named.
  public func requiredSession(for use: Problem.SessionUse) throws -> String {
    if let session { return session }
    throw Problem.usage(.noSession(use))
  }
}

// MARK: Further contexts

extension CommandContext {
  /// Prints warnings and errors elsewhere from now on.
  public func redirectErrors(to errors: any TextSink) {
    console = Console(output: console.output, errors: errors, input: console.input)
  }

  /// Returns a context that has read neither queue nor settings, for a command that reads them
  /// repeatedly.
  ///
  /// - Parameter console: where it prints.
  public func refreshed(on console: Console) -> CommandContext {
    CommandContext(pinned, in: opening, on: console)
  }

  /// The options, with the queue that was found: while an editor has moved the file away, the
  /// search would find another one.
  public var pinned: SharedOptions {
    var options = shared
    if taskQueue.chosenDatabase == nil, let found = try? taskQueue.queueFound() {
      options.queue = found.givenPath
    }
    return options
  }
}

extension Opening {
  /// Runs another command in the same place, on any thread, as if it were typed there; it has its
  /// own lines in the run log.
  ///
  /// - Parameter command: with its options.
  /// - Returns: how it ended, and what it printed, standard error after standard output.
  public func run<C: QueueCommand>(_ command: C) -> (status: ExitStatus, lines: [String]) {
    let program = Program<SharedOptions>(
      name: program, summary: Sentence(same: ""), version: Version.current,
      commands: [C.self])
    let (output, errors) = (OutputBuffer(), OutputBuffer())
    var runner = Runner(
      program: program, console: Console(output: output, errors: errors),
      environment: environment, currentDirectory: folder, clock: clock)
    // No other program takes the place of this process.
    runner.servers = servers
    let status = ExitStatus(rawValue: runner.run(command)) ?? .refused
    return (status, output.lines + errors.lines)
  }
}
