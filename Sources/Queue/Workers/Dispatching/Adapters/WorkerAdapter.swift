import Gate
public import Host
import Model

/// How orch communicates with the program of a worker: which command orch starts, and what the end
/// of the program means. Source: `docs/workers.md`, "Adapters".
public protocol WorkerAdapter: Sendable {
  /// Whether child processes may continue after the program exited with status 0.
  var leavesProcesses: Bool { get }
  /// Completes an order by the profile, before the row's worker is started.
  func prepare(_ order: inout WorkerOrder, by profile: WorkerProfile)
  /// The program and its arguments, before placeholders are replaced.
  func argv(for order: WorkerOrder, by profile: WorkerProfile) -> [String]
  /// Reads what the program prints; `nil` if it prints no JSON lines.
  ///
  /// - Parameter id: the row of the report; `nil` accepts a report of any row.
  func makeTranscriptReader(of id: String?) -> (any TranscriptReader)?
  /// The maximum size in bytes of an output that is one answer, which the adapter reads as a whole.
  /// The log gets the adapter's `log(of:)` instead of the output; `nil` if the output is text, or
  /// JSON lines.
  var longestAnswer: Int? { get }
  /// Returns the text that the log gets about an answer.
  func log(of result: WorkerResult) -> String
  /// The contents of the order's `requestFile`; `nil` if the program needs no such file.
  func request(for order: WorkerOrder) -> String?
  /// Returns the command to run for an order.
  func command(for order: WorkerOrder) -> WorkerCommand
  /// Returns what the end of the program means for the row. Callers use `result`.
  func interpret(_ run: WorkerRun, of order: WorkerOrder) -> WorkerResult
}

extension WorkerAdapter {
  public var leavesProcesses: Bool { false }
  public var longestAnswer: Int? { nil }
  public func log(of result: WorkerResult) -> String { "" }
  public func request(for order: WorkerOrder) -> String? { nil }

  public func prepare(_ order: inout WorkerOrder, by profile: WorkerProfile) {}

  public func argv(for order: WorkerOrder, by profile: WorkerProfile) -> [String] {
    guard let program = profile.program, !profile.argv.isEmpty else { return profile.argv }
    return [program] + profile.argv.dropFirst()
  }

  public func makeTranscriptReader(of id: String?) -> (any TranscriptReader)? { nil }

  /// The order's program, with the message on standard input.
  public func command(for order: WorkerOrder) -> WorkerCommand {
    WorkerCommand(argv: order.argv, input: order.message)
  }
}

extension WorkerAdapter {
  /// What the end of the program means for the row. If the exit status alone judges the row, a
  /// program that ended well needs no report.
  public func result(of run: WorkerRun, _ order: WorkerOrder) -> WorkerResult {
    var result = interpret(run, of: order)
    if result.ending.failure?.note == WorkerFailure.noReport, run.exit == .status(0),
      order.isJudgedByExit
    {
      result.ending = .finished
      result.report = CommandAdapter.report(of: order, run, failure: nil)
    }
    return result
  }
}

extension WorkerOrder {
  /// Whether all criteria are proofs, and one of them is the exit status.
  fileprivate var isJudgedByExit: Bool {
    let proofs = criteria.map(Proof.parse)
    return proofs.contains(.exit) && !proofs.contains(nil)
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
  /// The name of the command in the log, instead of `argv`; `nil` for `argv` itself.
  public var name: String?
  /// The variables of the order that the program does not get.
  public var withheld: Set<String> = []
}

/// A program that has ended, with the last part of each output. All but `answer` is without secrets.
public struct WorkerRun: Sendable {
  public let ending: Subprocess.Ending
  public let output: OutputTail
  public let errors: OutputTail
  /// The whole output of a program that prints one answer, with its secrets; empty for others.
  public let answer: [UInt8]
  /// The stream of the last line; `nil` if both streams had a line at the same time.
  public let lastStream: Subprocess.Stream?
  /// Whether the program ended only because its keeper was killed.
  public let isKeeperKilled: Bool
  /// The time limit of the program in seconds; `nil` if unknown.
  public let timeLimit: Int?
  /// The contents of the program's JSON lines; `nil` if the program prints no JSON lines.
  public let transcript: AgentTranscript?

  public init(
    _ ending: Subprocess.Ending, output: OutputTail, errors: OutputTail, answer: [UInt8] = [],
    lastStream: Subprocess.Stream? = .errors, isKeeperKilled: Bool = false, timeLimit: Int? = nil,
    transcript: AgentTranscript? = nil
  ) {
    self.timeLimit = timeLimit
    self.transcript = transcript
    self.ending = ending
    self.output = output
    self.errors = errors
    self.answer = answer
    self.lastStream = lastStream
    self.isKeeperKilled = isKeeperKilled
  }

  var isInterrupted: Bool { if case .interrupted = ending { true } else { false } }

  /// Whether orch ended the program because of a limit of time.
  var isLate: Bool { ending == .timedOut || ending == .silent }

  /// The last line that the program wrote, as `line` formats it. If both streams had a line at the
  /// same time, the line is from standard error, because an ending program flushes the buffer of
  /// standard output last. JSON lines are left out, because they are not for people.
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

  /// Why the program did not succeed; `nil` if it exited with 0, or if orch ended it because it did
  /// not exit after its work.
  ///
  /// - Parameters:
  ///   - failureClass: the class if the end of the program does not show a more specific one.
  ///   - exitClasses: the classes of exit statuses.
  ///   - line: the program's message; `nil` for its last line.
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
  /// The report, if there is one, written by the worker, or by orch for a `command`. The report of
  /// a failed attempt is only stored.
  public var report: String?
  /// The transcript of an agent's program; `nil` for other programs.
  public var transcript: AgentTranscript?
  /// Whether processes that the program started may still run.
  public var mayLeaveProcesses = false

  public init(_ ending: WorkerEnding, report: String? = nil) {
    (self.ending, self.report) = (ending, report)
  }
}
