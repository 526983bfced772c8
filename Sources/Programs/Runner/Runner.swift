import Door
public import Host
import Model
public import QueueStore
public import Text

/// Runs one command line, from its arguments to its exit status.
public struct Runner: CommandRunner {
  let program: Program<SharedOptions>
  let console: Console
  let environment: Environment
  private(set) var currentDirectory: String
  let clock: Clock
  /// Opens queues on servers; if `nil`, `orch-postgres` takes over for such a queue.
  var servers: (any ServerStores)?

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
  ///
  /// - Parameters:
  ///   - servers: opens queues on servers; given by a program that is linked with the servers'
  ///     clients.
  public static func main(
    _ program: Program<SharedOptions>, servers: (any ServerStores)? = nil
  ) -> Int32 {
    CurrentProcess.occupyStandardStreams()
    CurrentProcess.ignoreFatalSignals()
    var runner = Runner(
      program: program,
      console: Console(output: StandardStream.output(), errors: StandardStream.error()),
      environment: .process, currentDirectory: ".", clock: .system)
    runner.servers = servers
    let arguments: [String]
    do throws(Problem) {
      arguments = try ownArguments()
      do { runner.currentDirectory = try Path.currentDirectory() } catch { throw .system(error) }
    } catch {
      let isJSON = CurrentProcess.hasArgument("--json")
      runner.printError(ErrorOutput(error: error), isJSON: isJSON, Paint(isOn: false))
      return error.exitStatus.rawValue
    }
    return runner.run(arguments)
  }

  /// This process's arguments. Throws an error unless the arguments and the variables that commands
  /// read are UTF-8.
  private static func ownArguments() throws(Problem) -> [String] {
    let variables =
      Settings.descriptions.map(\.variable) + EnvironmentVariable.all.map(\.name)
      + ChildEnvironment.allowed
    do {
      try Environment.check(variables)
      return try CurrentProcess.arguments()
    } catch {
      throw .adapter(
        .usage, Sentence(same: error.description),
        hint: Sentence(
          "nothing was changed; convert the text with iconv -t utf-8",
          "아무것도 바꾸지 않았습니다. iconv -t utf-8로 변환할 수 있습니다"))
    }
  }

  public func run(_ arguments: [String]) -> Int32 {
    do {
      switch try program.parse(arguments, in: environment.language(of: console.output)) {
      case .help(let text): return show(text)
      case .version(let text):
        let answer = VersionAnswer(program: program.name, version: program.version)
        return show(arguments.contains("--json") ? answer.jsonText : text)
      case .run(let command): return command.run(by: self)
      }
    } catch {
      printUsageError(error, arguments)
      return ExitStatus.usage.rawValue
    }
  }

  private func show(_ text: String) -> Int32 {
    do {
      try console.print(text)
      try console.output.flush()
    } catch {
      if error.isBrokenPipe { return ExitStatus.success.rawValue }
      printError(ErrorOutput(error: .notPrinted(error)), isJSON: false, Paint(isOn: false))
      return ExitStatus.inputOutput.rawValue
    }
    return ExitStatus.success.rawValue
  }

  func run(_ command: some QueueCommand) -> Int32 {
    var opening = process(of: command)
    do throws(Problem) {
      try checkPaths(command.shared)
      try takeDatabaseOfSettings(for: command, &opening)
      try handOver(command.databases + (opening.database.map { [$0] } ?? []))
    } catch {
      printError(ErrorOutput(error: error), isJSON: command.shared.isJSON, Paint(isOn: false))
      return error.exitStatus.rawValue
    }
    let context = CommandContext(command.shared, in: opening, on: console)
    let logged = LoggedRun(
      of: context.taskQueue, isLogged: command.isLoggedRun, itemID: command.itemID)
    do {
      let status = try run(command, in: context, logged)
      logged.end(status)
      return status.rawValue
    } catch {
      let error = context.problem(error)
      // The text that was printed before the error is still written out.
      try? context.flush()
      logged.end(problem: error)
      let usage = error.kind == .usage ? usage(of: [type(of: command).name]) : nil
      let output = ErrorOutput(error: context.addingSuggestion(to: error), usage: usage)
      if context.suppressedError != error {
        printError(output, isJSON: command.shared.isJSON, context.paintForErrors)
      }
      return error.exitStatus.rawValue
    }
  }

  /// The opening for the process and the command.
  private func process<C: QueueCommand>(of command: C) -> Opening {
    var opening = Opening(
      .search, in: currentDirectory,
      environment: C.trustsEnvironment ? environment : environment.without("ORCH_TRUST"),
      program: program.owner(of: C.name), command: C.name, clock: clock)
    opening.settingsNeed = command.settingsNeed
    opening.servers = servers
    opening.features = Opening.allFeatures
    (opening.spansStores, opening.mayLackQueue) = (C.spansStores, command.isDry)
    return opening
  }

  /// Opens the database that `orch.json` names, if no option names a queue.
  private func takeDatabaseOfSettings<C: QueueCommand>(
    for command: C, _ opening: inout Opening
  ) throws(Problem) {
    guard C.databaseOfSettings != .ignored, command.shared.queue == nil,
      command.shared.database == nil
    else { return }
    opening.usesCopy = command.shared.usesCopy
    do throws(Problem) {
      guard let named = try NamedDatabase.find(for: opening) else { return }
      if C.databaseOfSettings != .named { try named.checkTrust(for: opening) }
      opening.place = .database(named.name)
      opening.homeOfSettings = named.home
    } catch {
      switch C.databaseOfSettings {
      case .used where !command.isDry: throw error
      case .usedIfTrusted: opening.placeProblem = error
      case .used, .named, .ignored: return
      }
    }
  }

  /// Replaces this process by `orch-postgres` beside this program, if the queue is on a server.
  /// `orch-postgres` has the same commands, and the client of the server.
  private func handOver(_ databases: [String]) throws(Problem) {
    guard servers == nil, databases.contains(where: ServerPlace.isAddress) else { return }
    if let own = CurrentProcess.executable {
      let other = Path.join(Path.parent(of: own), "orch-postgres")
      CurrentProcess.replace(by: other, calledAs: program.name)
    }
    throw .noServerProgram
  }

  /// Checks the paths of options before anything is written there, the run log included. The path
  /// of the queue is checked when the queue is found.
  private func checkPaths(_ shared: SharedOptions) throws(Problem) {
    for path in [shared.database, shared.logPath].compactMap(\.self) {
      do { try Path.checkText(of: Path.join(currentDirectory, path)) } catch {
        throw .system(error)
      }
    }
  }

  private func run<C: QueueCommand>(
    _ command: C, in context: CommandContext, _ logged: LoggedRun
  ) throws -> ExitStatus {
    if C.needsSettings { try Settings.check(environment) }
    // The run log needs the time, so an ORCH_NOW that can't be read is always an error.
    if command.isLoggedRun { _ = try context.taskQueue.now() }
    if logged.isEnabled { try logged.checkPath() }
    let status = try command.run(in: context)
    // The output is flushed here so that a failure to print is logged.
    try context.flush()
    return status
  }

  private func usage(of arguments: [String]) -> String {
    program.usage(for: arguments)
  }

  private func printUsageError(_ error: UsageError, _ arguments: [String]) {
    var output = ErrorOutput(
      error: .commandLine(error, program.advice(on: error, in: arguments)),
      usage: usage(of: arguments))
    if case .several(let mistakes) = error {
      output.mistakes = mistakes.map { .commandLine($0, $0.suggestion) }
    }
    let paint = environment.paint(.typed(in: arguments), for: console.errors)
    if error == .noCommand, console.errors.isTerminal, !arguments.contains("--json") {
      printError(output, isJSON: false, paint)
      let lines = program.firstLines(in: environment.language(of: console.errors)).map { "  " + $0 }
      console.printError(lines.joined(separator: "\n"))
      return
    }
    printError(output, isJSON: arguments.contains("--json"), paint)
  }

  private func printError(_ output: ErrorOutput, isJSON: Bool, _ paint: Paint) {
    var output = output
    output.language = environment.language(of: console.errors)
    if isJSON {
      console.printError(output.json)
    } else if console.errors.isTerminal {
      console.printError(output.lines(paint))
    } else {
      console.printError(output.line(paint))
    }
  }
}

/// An error as it is printed: one line for scripts, several lines for a person, or JSON.
struct ErrorOutput {
  let error: Problem
  /// Each mistake, if a command line has several.
  var mistakes: [Problem] = []
  /// The usage line, if the command line is wrong.
  var usage: String?
  /// The language of a terminal; JSON is always English.
  var language = Language.english

  /// The document with `--json`.
  var json: String { Map([("error", self)]).jsonText }

  /// `ERROR: what (what to do)`.
  func line(_ paint: Paint) -> String {
    "\(title(paint)) (\(advice(language).escaped))"
  }

  /// The error, followed by each hint on a line of its own.
  func lines(_ paint: Paint) -> String {
    ([title(paint)] + hints(language).map { "  " + paint.dim($0.escaped) })
      .joined(separator: "\n")
  }

  private func title(_ paint: Paint) -> String {
    "\(paint(Sentence.error(language), .red)) \(error.sentence(language).escaped)"
  }

  private func hints(_ language: Language) -> [String] {
    [error.hint(language), usage.map { "\(Sentence.usage(language)) \($0)" } ?? ""]
      .filter { !$0.isEmpty }
  }

  fileprivate func advice(_ language: Language) -> String {
    hints(language).joined(separator: error.hint(language).hasSuffix("?") ? " " : "; ")
  }
}

extension Sentence {
  // The prefixes of a usage line, an error and a warning.
  fileprivate static let usage = Sentence("usage:", "사용법:")
  fileprivate static let error = Sentence("ERROR:", "오류:")
  static let warning = Sentence("WARNING:", "경고:")
}

extension ErrorOutput: Shaped {
  static var shapeName: StaticString { "error" }
  static func shape(_ fields: inout Fields<ErrorOutput>) {
    fields.add("code", \.error.code)
    fields.add("message", \.error.message)
    fields.add("hint") { $0.advice(.english) }
    fields.addChangedField { $0.error }
    fields.addIfNotEmpty("mistakes") { $0.mistakes.map(\.message) }
  }
}
