public import Door
public import Model
public import Text

/// A subcommand of `orch` or `ops`.
public protocol QueueCommand: Command where Shared == SharedOptions {
  /// Whether runs of the command are written to the run log, which records `orch list` and the
  /// commands that change something.
  static var isLogged: Bool { get }

  /// Whether an environment variable with an invalid value stops the command before it begins, even
  /// a variable that only other commands use.
  static var needsSettings: Bool { get }

  /// The settings that the command needs. A problem in any other part of `orch.json` is only a
  /// warning.
  var settingsNeed: SettingsNeed { get }

  /// Whether the command works on the queue file and a database together, so that `--db` does not
  /// replace the file.
  static var spansStores: Bool { get }

  /// The objects that the command prints with `--json`; `docs/json.md` is generated from them.
  static var answers: [any Shaped.Type] { get }

  func run(in context: CommandContext) throws -> ExitStatus

  /// The row that the run log names if the command changes no row.
  var itemID: String? { get }

  /// Whether this run needs no queue and writes nothing, not even to the run log.
  var isDry: Bool { get }

  /// Whether this run is written to the run log.
  var isLoggedRun: Bool { get }

  /// How the command uses the key `db` of an `orch.json`.
  static var databaseOfSettings: DatabaseOfSettings { get }

  /// Whether `ORCH_TRUST` counts. It does not for a command that a project's own settings may start
  /// with variables of their choice, such as the server of `.mcp.json`.
  static var trustsEnvironment: Bool { get }

  /// The databases on which the command works; a database on a server needs another program.
  var databases: [String] { get }
}

extension QueueCommand {
  public static var isLogged: Bool { true }
  public static var needsSettings: Bool { true }
  public var settingsNeed: SettingsNeed { .all }
  public static var spansStores: Bool { false }
  public static var answers: [any Shaped.Type] { [] }
  public var itemID: String? { nil }
  public var isDry: Bool { false }
  public var isLoggedRun: Bool { Self.isLogged && !isDry }
  public static var databaseOfSettings: DatabaseOfSettings { .used }
  public static var trustsEnvironment: Bool { true }
  public var databases: [String] { shared.database.map { [$0] } ?? [] }
  public func run(by runner: any CommandRunner) -> Int32 {
    guard let runner = runner as? Runner else { return ExitStatus.usage.rawValue }
    return runner.run(self)
  }
}

/// A subcommand that makes one change and prints its result.
public protocol TransitionCommand: QueueCommand {
  /// Makes the change.
  ///
  /// - Parameter report: shows the result for the row, as soon as the result is durable.
  func perform(in context: CommandContext, reporting report: (Decision) throws -> Void) throws

  /// The text to print; `nil` for `ID -> STATUS`.
  func output(for item: QueueItem) -> Sentence?
}

extension TransitionCommand {
  public var settingsNeed: SettingsNeed { .writing(times: true) }
  public static var answers: [any Shaped.Type] { [ZonedChange.self] }
  public func output(for item: QueueItem) -> Sentence? { nil }

  public func run(in context: CommandContext) throws -> ExitStatus {
    try perform(in: context) { try context.show($0, as: output) }
    return .success
  }
}

extension QueueItem {
  /// `ORCH-001 -> PENDING`.
  public var statusLine: String { "\(id.escaped) -> \(status.rawValue)" }
}

/// The commands of one executable, for the commands that describe or complete the others.
public protocol CommandSet: Sendable {
  static var program: Program<SharedOptions> { get }
}

public enum DatabaseOfSettings: Sendable {
  /// The command works on the queue in that database. A database outside of home without trust is
  /// refused.
  case used
  /// Like `used`, but without trust the command works on no queue and reports why.
  case usedIfTrusted
  /// The command works in the folder of that queue, but never on the queue.
  case named
  /// The command works on no queue.
  case ignored
}
