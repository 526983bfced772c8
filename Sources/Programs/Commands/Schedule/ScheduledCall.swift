import Door
import Host
import Model
import Runner
import Text

/// The call of `orch` that a schedule makes: the program, the queue and the variables. The
/// variables come from the shell in which `orch schedule` runs, because a scheduler sets hardly
/// any.
struct ScheduledCall {
  /// The absolute path of `orch`.
  let orch: String
  /// `--queue` or `--db`.
  let option: String
  /// The absolute path of the table or the database.
  let queue: String
  let path: String
  let language: String
  /// Minutes between two ticks.
  let minutes: Int

  /// - Throws: if a path or a variable has control characters, which no scheduler accepts.
  init(of context: CommandContext, every minutes: Int) throws {
    orch = Self.program(in: context)
    option = context.taskQueue.chosenDatabase == nil ? "--queue" : "--db"
    queue = try context.taskQueue.queueName()
    path = context.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    language = context.environment["LANG"] ?? "C.UTF-8"
    self.minutes = minutes
    for text in [orch, queue, path, language] where text.utf8.contains(where: Self.isControl) {
      throw Problem.adapter(
        .notSchedulable,
        Sentence("'\(text.escaped)' has control characters", "'\(text.escaped)'에 제어 문자가 있습니다"),
        hint: Sentence("rename the folder, or change PATH", "폴더 이름이나 PATH를 바꾸십시오"))
    }
  }

  /// The path by which a shell finds this program, or else the program's own path. The former stays
  /// the same when a link there is changed to a newer version.
  private static func program(in context: CommandContext) -> String {
    // If the queue is on a server, orch has already replaced itself by orch-postgres.
    let own =
      CurrentProcess.executable.map { Path.join(Path.parent(of: $0), "orch") }
      ?? "/usr/local/bin/orch"
    let variables = ChildEnvironment.variables(from: context.environment)
    let found = ProgramLookup("orch", in: "/", environment: variables).files.first
    return found.flatMap { Path.resolved($0) == own ? $0 : nil } ?? own
  }

  private static func isControl(_ byte: UInt8) -> Bool { byte < 32 || byte == 127 }

  /// The arguments of the program: `tick --quiet --queue /srv/project/QUEUE.md`.
  func arguments(_ command: String, _ options: [String] = []) -> [String] {
    [command] + options + [option, queue]
  }

  /// A name that every scheduler accepts, unique for each queue.
  var name: String {
    let folder = Path.name(of: Path.parent(of: queue)).utf8.map { byte in
      Self.isPlain(byte) ? byte : UInt8(ascii: "-")
    }
    let digest = SHA256.hexDigest(of: Array(queue.utf8)).prefix(8)
    return "\(String(decoding: folder, as: UTF8.self))-\(digest)"
  }

  static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  /// Puts a word into quotes that every shell understands.
  static func quoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }

  /// A command that runs until it is ended, as typed in a shell.
  func line(_ command: String, _ options: [String] = []) -> String {
    let words = options.map(Self.quoted).map { " " + $0 }.joined()
    return "\(Self.quoted(orch)) \(command)\(words) \(option) \(Self.quoted(queue))"
  }
}

/// What a scheduler runs: a tick from time to time, or a command that does not end by itself.
enum ScheduledWork: Equatable {
  case ticks, daemon
  /// - Parameter options: the options of `orch serve`.
  case serve(options: [String])

  /// The command, which is also part of the names of units and agents.
  var command: String {
    switch self {
    case .ticks: "tick"
    case .daemon: "daemon"
    case .serve: "serve"
    }
  }

  var options: [String] { if case .serve(let options) = self { options } else { [] } }
}

/// The programs of a scheduler: `crontab`, `systemctl`, `launchctl`.
struct SchedulerPrograms {
  private let variables: [String: String]
  private let folder: String

  init(_ context: CommandContext) {
    // systemctl --user needs these two variables to find the user's systemd.
    variables = ChildEnvironment.variables(
      from: context.environment, passing: ["XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"])
    folder = context.currentDirectory
  }

  func has(_ program: String) -> Bool { Subprocess.finds(program, with: variables) }

  /// Runs a program to its end, whatever its exit status.
  ///
  /// - Throws: if it can't be started, or prints more than a megabyte.
  func run(
    _ program: String, _ arguments: [String], input: [UInt8] = []
  ) throws -> Subprocess.Outcome {
    let run = Subprocess(
      program, arguments, in: folder, environment: variables, input: input,
      limits: Subprocess.Limits(time: .seconds(60), output: 2 << 20))
    let outcome: Subprocess.Outcome
    do { outcome = try run.run() } catch { throw Problem.schedule(.noProgram(error)) }
    guard outcome.output.dropped == 0 else {
      throw Problem.schedule(.failed(program, reason: "it prints more than a megabyte"))
    }
    return outcome
  }

  /// Runs a program that must succeed.
  ///
  /// - Throws: the errors of `run`; if the program fails, an error with its first line on standard
  ///   error.
  func succeed(_ program: String, _ arguments: [String], input: [UInt8] = []) throws {
    let outcome = try run(program, arguments, input: input)
    guard outcome.ending.isSuccess else {
      let words = ([program] + arguments.prefix(2)).joined(separator: " ")
      throw Problem.schedule(.failed(words, reason: outcome.firstError))
    }
  }
}

extension Subprocess.Outcome {
  var firstError: String {
    if let line = errors.text.split(separator: "\n").first { return String(line) }
    return if case .exited(let status) = ending { "exit \(status)" } else { "\(ending)" }
  }
}

protocol Scheduler {
  /// What is installed for the queue, and where; `nil` if nothing is.
  func installed() throws -> String?
  /// Installs the call, and replaces an earlier one of the same queue.
  func install() throws
  /// Removes what is installed for the queue; does nothing if nothing is.
  func remove() throws
  /// What `install` writes and runs, as text.
  func plan() throws -> [String]
}
