import Host
import QueueModel
import TeamProtocol
import TestSupport
import Testing

@testable import Dispatching

/// What `opencode run --format json` prints and how it ends, in `Tests/Cases/transcripts/opencode`.
@Suite struct OpencodeAdapterTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    /// The file of its standard output; `nil` for none.
    var file: String?
    var ending = Subprocess.Ending.exited(0)
    var errors = ""
    var result = WorkerEnding.finished
    var report: String?
    var session: String? = "ses_01aaaaaaaaaaaaaaaaaaaaaaaa"
    var usage: AgentUsage?
  }

  private static let report = """
    [REPORT OPS-1]
    Status: DONE
    Criteria:
    1. met: make test, 4 passed
    """
  private static let steps = AgentUsage(
    input: 6980, cached: 4500, output: 224, microdollars: 9115)
  private static let twoSteps = AgentUsage(
    input: 1840, cached: 900, output: 80, microdollars: 4000)
  private static let oneStep = AgentUsage(input: 900, cached: 0, output: 30, microdollars: 3000)
  private static let request =
    "\u{1B}[93m\u{1B}[1m! \u{1B}[0mpermission requested: external_directory (/etc/*); auto-rejecting\n"

  private static func refused(_ what: String) -> WorkerEnding {
    failed(.agent, "permission refused; allow it in opencode.json, or by --auto in args: \(what)")
  }

  private static func failed(
    _ failureClass: FailureClass, _ note: String, exit: Int? = 0, retryAt: Int? = nil
  ) -> WorkerEnding {
    .failed(
      WorkerFailure(
        failureClass, note: note, exit: exit.map { .status($0) }, retryAt: retryAt))
  }

  private static let noReport = failed(.agent, "no_report: the worker ended without one")

  @Test(arguments: [
    Case(
      testDescription: "several steps with costs", file: "steps",
      report: "The tests pass.\n\(report)", usage: steps),
    Case(
      testDescription: "a report, then status 1", file: "steps", ending: .exited(1),
      errors: "Error: no disk\n", result: failed(.agent, "exit 1: Error: no disk", exit: 1),
      report: "The tests pass.\n\(report)", usage: steps),
    Case(
      testDescription: "a program that does not end after its report", file: "steps",
      ending: .lingered, report: "The tests pass.\n\(report)", usage: steps),
    Case(
      testDescription: "a stop after the report", file: "steps", ending: .interrupted(by: 15),
      result: failed(.interrupted, "interrupted by signal 15", exit: nil),
      report: "The tests pass.\n\(report)", usage: steps),
    Case(
      testDescription: "a last step without its end", file: "steps-2", report: report,
      usage: AgentUsage(input: 1200, cached: 0, output: 64, microdollars: 0)),
    Case(
      testDescription: "a summary after the report", file: "summary-after-report", report: report,
      usage: AgentUsage(input: 18400, cached: 0, output: 75, microdollars: 31000)),
    Case(
      testDescription: "a summary in place of a report", file: "summary", result: noReport,
      report: nil, usage: AgentUsage(input: 9100, cached: 0, output: 30, microdollars: 20000)),
    Case(
      testDescription: "too long, within a step", file: "working", ending: .timedOut,
      result: failed(.timeout, "timeout", exit: nil),
      usage: AgentUsage(input: 1200, cached: 0, output: 40, microdollars: 4000)),
    Case(
      testDescription: "a message without a report", file: "working", result: noReport,
      usage: AgentUsage(input: 1200, cached: 0, output: 40, microdollars: 4000)),
    Case(
      testDescription: "the end of the program between two steps", file: "between",
      result: failed(.agent, "no result"), report: report,
      usage: AgentUsage(input: 1200, cached: 0, output: 40, microdollars: 4000)),
    Case(
      testDescription: "a refused permission and no answer", file: "refused", errors: request,
      result: refused("external_directory (/etc/*)"), usage: oneStep),
    Case(
      testDescription: "a refused permission without its name", file: "refused",
      result: refused("read"), usage: oneStep),
    Case(
      testDescription: "a refused permission in spite of which the agent went on",
      file: "refused-2", errors: request, result: refused("external_directory (/etc/*)"),
      report: report, usage: oneStep),
    Case(
      testDescription: "a refused permission that only standard error names", file: "empty",
      errors: "\(request)\n", result: refused("external_directory (/etc/*)"),
      usage: AgentUsage(input: 900, cached: 0, output: 0, microdollars: 3000)),
    Case(
      testDescription: "a refused permission of a subagent", file: "subagent", errors: request,
      report: report, usage: twoSteps),
    Case(
      testDescription: "a tool that a rule denies", file: "denied", report: report,
      usage: twoSteps),
    Case(
      testDescription: "a service that does not accept the login", file: "unauthorized",
      ending: .exited(1), result: failed(.auth, "Unauthorized: no such user", exit: 1)),
    Case(
      testDescription: "no login", file: "logged-out", ending: .exited(1),
      result: failed(.auth, "No key for acme", exit: 1)),
    Case(
      testDescription: "no login, version 2", file: "logged-out-2", ending: .exited(1),
      result: failed(.auth, "The key has expired", exit: 1)),
    Case(
      testDescription: "a rate limit with its end, and an error after it", file: "rate-limit",
      ending: .exited(1),
      result: failed(.rateLimit, "Too many requests", exit: 1, retryAt: 1_790_000_094),
      usage: oneStep),
    Case(
      testDescription: "a limit of the account, version 2", file: "rate-limit-2",
      ending: .exited(1), result: failed(.rateLimit, "The weekly limit is reached", exit: 1)),
    Case(
      testDescription: "an error with status 0", file: "output-length",
      result: failed(.agent, "MessageOutputLengthError"),
      usage: AgentUsage(input: 900, cached: 0, output: 9000, microdollars: 100_000)),
    Case(
      testDescription: "a turn that was stopped", file: "aborted", ending: .exited(1),
      result: failed(.agent, "aborted", exit: 1)),
    Case(
      testDescription: "a turn that orch stops", file: "aborted", ending: .interrupted(by: 15),
      result: failed(.interrupted, "interrupted by signal 15", exit: nil)),
    Case(
      testDescription: "no answer", file: "empty", result: noReport,
      usage: AgentUsage(input: 900, cached: 0, output: 0, microdollars: 3000)),
    Case(
      testDescription: "lines that are no JSON, and half a line at the end", file: "noise",
      report: report,
      usage: AgentUsage(input: 70, cached: nil, output: nil, microdollars: 2_000_000)),
    Case(
      testDescription: "what other programs print", file: "another-program",
      result: failed(.agent, "no result"), session: nil),
    Case(
      testDescription: "a session that is gone", ending: .exited(1),
      errors: "\u{1B}[91m\u{1B}[1mError: \u{1B}[0mSession not found\n",
      result: failed(.agent, "exit 1: Error: Session not found", exit: 1), session: nil),
    Case(
      testDescription: "a session that is gone, in a version that ends with 0",
      errors: "NotFoundError: NotFoundError\n data: {\n  message: \"Session not found\",\n},\n",
      result: failed(.agent, "no result"), session: nil),
    Case(
      testDescription: "no output", ending: .exited(1),
      errors: "\u{1B}[91m\u{1B}[1mError: \u{1B}[0mYou must provide a message or a command\n",
      result: failed(
        .agent, "exit 1: Error: You must provide a message or a command", exit: 1), session: nil),
  ])
  func `what it says and how it ends have one meaning`(_ run: Case) throws {
    let text = try run.file.map { try Project.text("Tests/Cases/transcripts/opencode/\($0).jsonl") }
    let adapter = OpencodeAdapter()
    var (lines, errors) = (TranscriptLines(for: adapter.makeReader()), OutputTail())
    lines.append(ArraySlice((text ?? "").utf8))
    lines.finish()
    errors.append(Array(run.errors.utf8))
    let order = WorkerOrder(
      id: "OPS-1", claimToken: "7-abcdef", claimNumber: 7, label: "orch-a", folder: "/",
      by: WorkerProfile(name: "w", adapter: .opencode))
    let result = adapter.interpret(
      WorkerRun(
        run.ending, output: OutputTail(), errors: errors, transcript: lines.transcript),
      of: order)
    #expect(result.ending == run.result)
    #expect(result.report == run.report)
    #expect(result.transcript?.session == run.session)
    #expect(result.transcript?.usage == run.usage)
  }

  @Test(arguments: [
    ("steps", true), ("steps-2", false), ("working", false), ("between", false),
    ("summary", false), ("summary-after-report", true), ("denied", true), ("empty", true),
    ("refused", false), ("rate-limit", true),
  ])
  func `a turn is over where nothing can follow`(_ file: String, _ isOver: Bool) throws {
    var lines = TranscriptLines(for: OpencodeReader())
    lines.append(
      ArraySlice(try Project.text("Tests/Cases/transcripts/opencode/\(file).jsonl").utf8))
    #expect(lines.transcript.isOver == isOver)
  }

  @Test func `the profile's arguments come last`() {
    var profile = WorkerProfile(name: "w", adapter: .opencode)
    profile.args = ["--auto", "-m", "acme/one"]
    let order = WorkerOrder(
      id: "OPS-1", claimToken: "7-abcdef", claimNumber: 7, label: "orch-a", folder: "/",
      by: profile)
    let argv = OpencodeAdapter().argv(for: order, by: profile)
    #expect(argv == ["opencode", "run", "--format", "json", "--auto", "-m", "acme/one"])
  }
}

extension AgentUsage {
  fileprivate init(input: Int?, cached: Int?, output: Int?, microdollars: Int?) {
    self.init()
    (inputTokens, cachedInputTokens) = (input, cached)
    (outputTokens, self.microdollars) = (output, microdollars)
  }
}
