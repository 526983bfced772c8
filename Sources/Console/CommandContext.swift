public import CommandLineKit
public import Engine
public import Facts
public import Host
import QueueModel
import RunLog
public import Settings
import TeamProtocol

/// What one command works with: its options, where it prints, and the process it runs in.
///
/// Its `taskQueue` finds the queue, reads the settings and opens the stores.
public final class CommandContext {
  public let shared: SharedOptions
  public private(set) var console: Console
  public let environment: Environment
  public let currentDirectory: String
  /// The executable's name.
  let program: String
  /// The subcommand's name.
  public let command: String
  public let traceID: String
  public let clock: Clock
  /// Whether the command works on the queue file and a database together.
  let spansStores: Bool
  /// Whether the command looks for no queue, and so reads no `orch.json` either.
  let needsNoQueue: Bool
  let settingsNeed: SettingsNeed
  /// The queue of the command, as its options name it.
  public private(set) lazy var taskQueue = TaskQueue.open(opening, waitNotice: waitNotice) {
    [receiver] in receiver.receive($0)
  }
  private lazy var receiver = EventReceiver(self)

  /// The row that this command changed, for the run log.
  var changedID: String?
  /// The status to which a review moved it, for the run log.
  var routedTo: Status?
  /// The warnings that were printed: each is printed once.
  var printedLines: Set<String> = []
  /// When on the monotonic clock each warning was printed, by an earlier context of the same
  /// command, too: a later one does not repeat it too soon.
  var printTimes: [String: Duration] = [:]
  /// Whether the command runs in a loop, with a context for each pass.
  private(set) var isLongRunning = false
  /// An error that is not printed, because an earlier run printed the same one.
  var suppressedError: Problem?

  var cachedRunLog: RunLog?

  public init(
    program: String = "orch", command: String, shared: SharedOptions, console: Console,
    environment: Environment, currentDirectory: String, clock: Clock, spansStores: Bool = false,
    needsNoQueue: Bool = false, settingsNeed: SettingsNeed = .all
  ) {
    self.program = program
    self.command = command
    self.shared = shared
    self.console = console
    self.environment = environment
    self.currentDirectory = currentDirectory
    self.clock = clock
    self.spansStores = spansStores
    self.needsNoQueue = needsNoQueue
    self.settingsNeed = settingsNeed
    traceID =
      shared.traceID ?? environment["ORCH_TRACE_ID"] ?? "trace-\(Randomness.hexDigits(12))"
  }
}

extension CommandContext {
  /// The queue as the options name it, with the settings that they give.
  private var opening: Opening {
    let place: Opening.Place =
      switch (shared.queue, shared.database) {
      case (nil, nil): .search
      case (let file?, nil): .file(file)
      case (nil, let database?): .database(database)
      case (let file?, let database?): .both(file: file, database: database)
      }
    var overrides: [String: String] = [:]
    overrides[Settings.lockTimeout.description.key] = shared.lockTimeout
    overrides[Settings.databasePath.description.key] = shared.database
    overrides[Settings.logPath.description.key] = shared.logPath
    var opening = Opening(
      place, in: currentDirectory, overrides: overrides, environment: environment,
      program: program, command: command, traceID: traceID, clock: clock)
    opening.settingsNeed = settingsNeed
    opening.spansStores = spansStores
    opening.mayLackQueue = needsNoQueue
    return opening
  }
}

// MARK: Who runs the command

extension CommandContext {
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
  /// Returns the context for the next pass of a long-running command: it reads its settings again,
  /// and does not repeat a warning that an earlier pass printed within the last hour.
  public func refreshed(as command: String) -> CommandContext {
    let context = CommandContext(
      program: program, command: command, shared: shared, console: console,
      environment: environment, currentDirectory: currentDirectory, clock: clock,
      spansStores: spansStores, needsNoQueue: needsNoQueue, settingsNeed: settingsNeed)
    context.taskQueue = taskQueue.refreshed(for: command, waitNotice: context.waitNotice) {
      [receiver = context.receiver] in receiver.receive($0)
    }
    context.isLongRunning = true
    let now = clock.monotonic()
    context.printTimes = printTimes.filter { now - $0.value < .seconds(3600) }
    return context
  }

  /// Prints warnings and errors elsewhere from now on.
  public func redirectErrors(to errors: any TextSink) {
    console = Console(output: console.output, errors: errors, input: console.input)
  }

  /// Returns a context that has read neither queue nor settings, for a command that reads them
  /// repeatedly.
  ///
  /// - Parameter console: where it prints.
  public func refreshed(on console: Console) -> CommandContext {
    invocation.context(pinned, on: console)
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

  public var invocation: Invocation {
    Invocation(
      program: program, command: command, environment: environment,
      currentDirectory: currentDirectory, clock: clock, settingsNeed: settingsNeed)
  }
}

/// A command's process without its options and console: what another command is run in, on any
/// thread, as if it were typed in the same place.
public struct Invocation: Sendable {
  let program: String
  let command: String
  let environment: Environment
  let currentDirectory: String
  let clock: Clock
  let settingsNeed: SettingsNeed

  /// Returns a context of this command with other options, which prints on another console.
  public func context(_ shared: SharedOptions, on console: Console) -> CommandContext {
    CommandContext(
      program: program, command: command, shared: shared, console: console,
      environment: environment, currentDirectory: currentDirectory, clock: clock,
      settingsNeed: settingsNeed)
  }

  /// Runs another command, with its own lines in the run log.
  ///
  /// - Parameters:
  ///   - command: with its options.
  ///   - program: the program that has the command.
  /// - Returns: how it ended, and what it printed, standard error after standard output.
  public func run(
    _ command: some QueueCommand, of program: Program<SharedOptions>
  ) -> (status: ExitStatus, lines: [String]) {
    let (output, errors) = (OutputBuffer(), OutputBuffer())
    let runner = Runner(
      program: program, console: Console(output: output, errors: errors),
      environment: environment, currentDirectory: currentDirectory, clock: clock)
    let status = ExitStatus(rawValue: runner.run(command)) ?? .refused
    return (status, output.lines + errors.lines)
  }
}
