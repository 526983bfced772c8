public import Host
import Model

/// How orch communicates with the program of a worker: what it starts, and what the end of the
/// program means. Source: `docs/workers.md`, "Adapters".
public protocol WorkerAdapter: Sendable {
  /// Whether processes of the program may go on after it ended with status 0.
  var leavesProcesses: Bool { get }
  /// Completes an order by the profile, before the row's worker is started.
  func prepare(_ order: inout WorkerOrder, by profile: WorkerProfile)
  /// The program and its arguments, with placeholders not yet filled in.
  func argv(for order: WorkerOrder, by profile: WorkerProfile) -> [String]
  /// Reads what the program prints; `nil` if it prints no JSON lines.
  func makeTranscriptReader() -> (any TranscriptReader)?
  /// Returns the command to run for an order.
  func command(for order: WorkerOrder) -> WorkerCommand
  /// Returns what the end of the program means for the row.
  func interpret(_ run: WorkerRun, of order: WorkerOrder) -> WorkerResult
}

extension WorkerAdapter {
  public var leavesProcesses: Bool { false }

  public func prepare(_ order: inout WorkerOrder, by profile: WorkerProfile) {}

  public func argv(for order: WorkerOrder, by profile: WorkerProfile) -> [String] {
    guard let program = profile.program, !profile.argv.isEmpty else { return profile.argv }
    return [program] + profile.argv.dropFirst()
  }

  public func makeTranscriptReader() -> (any TranscriptReader)? { nil }

  /// The order's program, with the message on standard input.
  public func command(for order: WorkerOrder) -> WorkerCommand {
    WorkerCommand(argv: order.argv, input: order.message)
  }
}

extension WorkerProfile.Adapter {
  public var implementation: any WorkerAdapter {
    switch self {
    case .report: ReportAdapter()
    case .command: CommandAdapter()
    case .openclaw: OpenclawAdapter()
    case .simulated: SimulatedAdapter()
    case .claude: ClaudeAdapter()
    case .codex: CodexAdapter()
    case .opencode: OpencodeAdapter()
    case .llm: ChatAdapter()
    }
  }
}

/// The command that runs for an attempt.
public struct WorkerCommand: Equatable, Sendable {
  /// The program and its arguments.
  public var argv: [String]
  /// Its standard input.
  public var input: String
  /// What the log says instead of `argv`; `nil` for `argv` itself.
  public var name: String?
  /// The variables of the order that the program does not get.
  public var withheld: Set<String> = []
}

/// A program that ran to its end, with the ends of its outputs, without secrets.
public struct WorkerRun: Sendable {
  public let ending: Subprocess.Ending
  public let output: OutputTail
  public let errors: OutputTail
  /// The stream of the last line; `nil` if both streams had one at the same time.
  public let lastStream: Subprocess.Stream?
  /// Whether the program ended only because its keeper was killed.
  public let isKeeperKilled: Bool
  /// The time limit of the program in seconds; `nil` if unknown.
  public let timeLimit: Int?
  /// What the program said in JSON lines; `nil` if it prints none.
  public let transcript: AgentTranscript?

  public init(
    _ ending: Subprocess.Ending, output: OutputTail, errors: OutputTail,
    lastStream: Subprocess.Stream? = .errors, isKeeperKilled: Bool = false, timeLimit: Int? = nil,
    transcript: AgentTranscript? = nil
  ) {
    self.timeLimit = timeLimit
    self.transcript = transcript
    self.ending = ending
    self.output = output
    self.errors = errors
    self.lastStream = lastStream
    self.isKeeperKilled = isKeeperKilled
  }

  var isInterrupted: Bool { if case .interrupted = ending { true } else { false } }

  /// The last line that the program wrote, as `line` formats it. If both streams had one at the
  /// same time, the line is from standard error: an ending program flushes its output buffer last.
  /// JSON lines are left out, because they are not for people.
  var lastLine: String? {
    let said = output.lastLine { transcript == nil || !$0.hasPrefix("{") }
    return switch lastStream {
    case .output: (said ?? errors.lastLine).map(Self.line)
    case .errors, nil: (errors.lastLine ?? said).map(Self.line)
    }
  }

  /// The output of a program, without colors, on one line that is short enough for a cell.
  public static func line(_ text: String) -> String {
    let line = Notes.withinSegment(withoutColors(text)).unicodeScalars
    return line.count <= 200 ? String(line) : "\(String(line.prefix(199)))…"
  }

  /// Removes the control sequences of ECMA-48: some programs color output to a file too.
  private static func withoutColors(_ text: String) -> String {
    var (plain, rest) = (String.UnicodeScalarView(), text.unicodeScalars[...])
    while let escape = rest.firstIndex(of: "\u{1B}") {
      plain += rest[..<escape]
      rest = rest[escape...].dropFirst()
      if rest.first == "[" {
        rest = rest.dropFirst().drop { !(0x40...0x7E).contains($0.value) }.dropFirst()
      }
    }
    return String(plain + rest)
  }

  /// How the program ended; `nil` if orch ended it, or its keeper was killed.
  var exit: AttemptResult.Exit? {
    switch ending {
    case .exited(let status): .status(Int(status))
    case .signalled(let number): isKeeperKilled ? nil : .signal(Int(number))
    case .timedOut, .silent, .lingered, .interrupted: nil
    }
  }

  /// Why the program did not succeed; `nil` if it exited with 0, or was ended because it went on
  /// after its work.
  ///
  /// - Parameters:
  ///   - failureClass: the class if the end says only that it failed.
  ///   - exitClasses: the classes of exit statuses.
  ///   - line: what the program said last; `nil` for its last line.
  func failure(
    of failureClass: FailureClass, _ exitClasses: [Int: FailureClass] = [:], line: String? = nil
  ) -> WorkerFailure? {
    if isKeeperKilled { return WorkerFailure(.lost, note: "its keeper was killed") }
    let said = (line ?? lastLine).map { ": \($0)" } ?? ""
    switch ending {
    case .exited(0), .lingered: return nil
    case .exited(let status):
      let exit = Int(status)
      return WorkerFailure(
        exitClasses[exit] ?? failureClass, note: "exit \(exit)\(said)", exit: self.exit)
    case .signalled(let number):
      return WorkerFailure(
        failureClass, note: "signal \(number)\(said)", exit: exit)
    case .timedOut:
      let time = timeLimit.map { " after \(DurationText.exactText($0))" } ?? ""
      return WorkerFailure(.timeout, note: "timeout\(time)")
    case .silent: return WorkerFailure(.idle, note: "no output for too long")
    case .interrupted(let number):
      return WorkerFailure(.interrupted, note: "interrupted by signal \(number)")
    }
  }
}

/// The adapter's interpretation of a run.
public struct WorkerResult: Equatable, Sendable {
  public var ending: WorkerEnding
  /// How the program of a worker with a report ended; `nil` if orch ended it.
  public var exit: AttemptResult.Exit? = .status(0)
  /// The report, if there is one: the worker's, or orch's about a program. The report of a failed
  /// attempt is only stored.
  public var report: String?
  /// What the program of an agent said; `nil` for other programs.
  public var transcript: AgentTranscript?
  /// Whether processes that the program started may still run.
  public var mayLeaveProcesses = false

  public init(_ ending: WorkerEnding, report: String? = nil) {
    (self.ending, self.report) = (ending, report)
  }
}
