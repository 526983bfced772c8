public import CommandLineKit
public import Host
import JSON
import RunLog

/// Runs one command line from its arguments to its exit status.
public struct Runner {
  let program: Program<SharedOptions>
  let console: Console
  let environment: Environment
  let currentDirectory: String
  let clock: Clock

  public init(
    program: Program<SharedOptions>, console: Console, environment: Environment,
    currentDirectory: String, clock: Clock
  ) {
    self.program = program
    self.console = console
    self.environment = environment
    self.currentDirectory = currentDirectory
    self.clock = clock
  }

  /// Runs this process's own command line.
  public static func main(_ program: Program<SharedOptions>) -> Int32 {
    CurrentProcess.ignoreFatalSignals()
    let runner = Runner(
      program: program,
      console: Console(output: StandardStream.output(), errors: StandardStream.error()),
      environment: .process, currentDirectory: Path.currentDirectory, clock: .system)
    return runner.run(Array(CommandLine.arguments.dropFirst()))
  }

  public func run(_ arguments: [String]) -> Int32 {
    do throws(UsageError) {
      switch try program.parse(arguments) {
      case .help(let text), .version(let text):
        return show(text)
      case .run(let command):
        guard let command = command as? any QueueCommand else { return ExitStatus.usage.rawValue }
        return run(command)
      }
    } catch {
      report(error, arguments)
      return ExitStatus.usage.rawValue
    }
  }

  private func show(_ text: String) -> Int32 {
    do throws(SystemError) {
      try console.print(text)
      try console.output.flush()
    } catch {
      if error.isBrokenPipe { return ExitStatus.success.rawValue }
      tell(ErrorReport(error: .output(error)), isJSON: false, Paint(isOn: false))
      return ExitStatus.inputOutput.rawValue
    }
    return ExitStatus.success.rawValue
  }

  private func run(_ command: some QueueCommand) -> Int32 {
    let session = Session(
      program: program.name, command: type(of: command).name, shared: command.shared,
      console: console,
      environment: environment, currentDirectory: currentDirectory, clock: clock)
    let logged = LoggedRun(session, isLogged: type(of: command).isLogged, itemID: command.itemID)
    do throws(CommandError) {
      if type(of: command).needsSettings { try Settings.check(environment) }
      // The run log tells the time: one that can't be read is never passed over.
      if type(of: command).isLogged { _ = try session.now() }
      if logged.isWanted { _ = try session.runLog() }
      let status = try command.run(in: session)
      // Before the log says how it ended.
      try session.flush()
      logged.end(status, error: nil)
      return status.rawValue
    } catch {
      logged.end(error.status, error: error.message)
      let usage = error.code == "usage" ? usage(of: [type(of: command).name]) : nil
      let report = ErrorReport(error: session.naming(error), usage: usage)
      tell(report, isJSON: command.shared.isJSON, session.paintForErrors)
      return error.status.rawValue
    }
  }

  private func usage(of arguments: [String]) -> String {
    "usage: \(program.usage(for: arguments))"
  }

  private func report(_ error: UsageError, _ arguments: [String]) {
    let report = ErrorReport(
      error: CommandError(
        code: "usage", message: error.message, hint: error.suggestion ?? "", status: .usage),
      usage: usage(of: arguments))
    let paint = environment.paint(.typed(in: arguments), for: console.errors)
    tell(report, isJSON: arguments.contains("--json"), paint)
  }

  private func tell(_ report: ErrorReport, isJSON: Bool, _ paint: Paint) {
    if isJSON {
      console.tell(report.json.description)
    } else if console.errors.isTerminal {
      console.tell(report.lines(paint))
    } else {
      console.tell(report.line(paint))
    }
  }
}

/// The two lines of the run log that one command writes.
private final class LoggedRun {
  private let session: Session
  private let itemID: String?
  private let log: RunLog?
  /// Whether this command writes a log where it can.
  let isWanted: Bool
  private let start: Int
  private var hasWarned = false

  init(_ session: Session, isLogged: Bool, itemID: String?) {
    self.session = session
    self.itemID = itemID
    start = session.clock.monotonic()
    isWanted = isLogged && session.shared.writesLog
    log = isWanted ? Self.log(of: session) : nil
    append { (log, run, now, offset) throws(SystemError) in
      try log.start(run, at: now, offset: offset)
    }
  }

  /// Where there is no queue no log is begun; the command says so itself.
  private static func log(of session: Session) -> RunLog? {
    guard let queue = try? session.queuePath(), let log = try? session.runLog() else { return nil }
    let isQueue = (try? FileStatus(of: queue))?.kind == .regular
    return isQueue || (try? FileStatus(of: log.path)) != nil ? log : nil
  }

  func end(_ status: ExitStatus, error: String?) {
    let elapsed = session.clock.monotonic() - start
    let end = RunLog.End(
      exitCode: status.rawValue, itemID: session.changedItem ?? itemID, error: error,
      durationMilliseconds: elapsed / 1_000_000)
    append { (log, run, now, offset) throws(SystemError) in
      try log.end(run, end, at: now, offset: offset)
    }
  }

  /// A log that can't be written is told once and fails nothing.
  private func append(
    _ body: (RunLog, RunLog.Run, Int, Int) throws(SystemError) -> Void
  ) {
    guard let log, !hasWarned, let offset = try? session.offset() else { return }
    let run = RunLog.Run(command: session.command, traceID: session.traceID)
    do throws(SystemError) {
      try body(log, run, session.logTime, offset)
    } catch {
      hasWarned = true
      session.warn("\(error) (the run log is not written; --no-log switches it off)")
    }
  }
}
