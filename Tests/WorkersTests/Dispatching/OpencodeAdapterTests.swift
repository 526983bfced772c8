import Host
import Model
import TestSupport
import Testing

@testable import Workers

/// What `opencode run --format json` prints and how it ends, in `Tests/Cases/transcripts/opencode`.
@Suite struct OpencodeAdapterTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    /// The file of its standard output; `nil` for none.
    var file: String?
    var ending = Subprocess.Ending.exited(0)
    var errors = ""
    var result = "finished"
    var report: String?
    var session: String? = "ses_01aaaaaaaaaaaaaaaaaaaaaaaa"
    var usage: String?
    var isOver = true
  }

  private static let report = """
    [REPORT OPS-1]
    Status: DONE
    Criteria:
    1. met: make test, 4 passed
    """
  private static let steps = "6980 in, 4500 cached, 224 out, 9115"
  private static let twoSteps = "1840 in, 900 cached, 80 out, 4000"
  private static let oneStep = "900 in, 0 cached, 30 out, 3000"
  private static let request =
    "\u{1B}[93m\u{1B}[1m! \u{1B}[0mpermission requested: external_directory (/etc/*); auto-rejecting\n"

  private static let noReport = "agent 0 no_report: the worker ended without one"

  private static func refused(_ what: String) -> String {
    "agent 0 permission refused; allow it in opencode.json, or by --auto in args: \(what)"
  }

  @Test(arguments: [
    Case(
      testDescription: "several steps with costs", file: "steps",
      report: "The tests pass.\n\(report)", usage: steps),
    Case(
      testDescription: "a report, then status 1", file: "steps", ending: .exited(1),
      errors: "Error: no disk\n", result: "agent 1 exit 1: Error: no disk",
      report: "The tests pass.\n\(report)", usage: steps),
    Case(
      testDescription: "a program that does not end after its report", file: "steps",
      ending: .lingered, report: "The tests pass.\n\(report)", usage: steps),
    Case(
      testDescription: "a stop after the report", file: "steps", ending: .interrupted(by: 15),
      result: "interrupted - interrupted by signal 15",
      report: "The tests pass.\n\(report)", usage: steps),
    Case(
      testDescription: "a last step without its end", file: "steps-2", report: report,
      usage: "1200 in, 0 cached, 64 out, 0", isOver: false),
    Case(
      testDescription: "a summary after the report", file: "summary-after-report", report: report,
      usage: "18400 in, 0 cached, 75 out, 31000"),
    Case(
      testDescription: "a message after the report", file: "said-after-report", report: report,
      usage: "1880 in, 1800 cached, 100 out, 2000"),
    Case(
      testDescription: "a summary in place of a report", file: "summary", result: noReport,
      report: nil, usage: "9100 in, 0 cached, 30 out, 20000", isOver: false),
    Case(
      testDescription: "too long, within a step", file: "working", ending: .timedOut,
      result: "timeout - timeout", report: report,
      usage: "1200 in, 0 cached, 40 out, 4000", isOver: false),
    Case(
      testDescription: "a report in a step with a tool", file: "working", report: report,
      usage: "1200 in, 0 cached, 40 out, 4000", isOver: false),
    Case(
      testDescription: "the end of the program between two steps", file: "between",
      result: "agent 0 no result", report: report,
      usage: "1200 in, 0 cached, 40 out, 4000", isOver: false),
    Case(
      testDescription: "a refused permission and no answer", file: "refused", errors: request,
      result: refused("external_directory (/etc/*)"), usage: oneStep, isOver: false),
    Case(
      testDescription: "a refused permission without its name", file: "refused",
      result: refused("read"), usage: oneStep, isOver: false),
    Case(
      testDescription: "a refused permission in spite of which the agent went on",
      file: "refused-2", errors: request, result: refused("external_directory (/etc/*)"),
      report: report, usage: oneStep, isOver: false),
    Case(
      testDescription: "a refused permission that only standard error names", file: "empty",
      errors: "\(request)\n", result: refused("external_directory (/etc/*)"),
      usage: "900 in, 0 cached, 0 out, 3000"),
    Case(
      testDescription: "a refused permission of a subagent", file: "subagent", errors: request,
      report: report, usage: twoSteps),
    Case(
      testDescription: "a tool that a rule denies", file: "denied", report: report,
      usage: twoSteps),
    Case(
      testDescription: "a service that does not accept the login", file: "unauthorized",
      ending: .exited(1), result: "auth 1 Unauthorized: no such user"),
    Case(
      testDescription: "no login", file: "logged-out", ending: .exited(1),
      result: "auth 1 No key for acme"),
    Case(
      testDescription: "no login, version 2", file: "logged-out-2", ending: .exited(1),
      result: "auth 1 The key has expired"),
    Case(
      testDescription: "a rate limit with its end, and an error after it", file: "rate-limit",
      ending: .exited(1),
      result: "rate_limit 1 Too many requests, again at 1790000094",
      usage: oneStep),
    Case(
      testDescription: "a limit of the account, version 2", file: "rate-limit-2",
      ending: .exited(1), result: "rate_limit 1 The weekly limit is reached"),
    Case(
      testDescription: "a service that fails", file: "outage", ending: .exited(1),
      result: "service 1 Bad Gateway"),
    Case(
      testDescription: "a service that does not answer", file: "no-answer", ending: .exited(1),
      result: "service 1 Connection reset by server"),
    Case(
      testDescription: "a service that does not answer, version 2", file: "outage-2",
      ending: .exited(1), result: "service 1 The connection was refused"),
    Case(
      testDescription: "a model that is not there, version 2", file: "unknown-model-2",
      ending: .exited(1), result: "setting 1 The model acme/one is unavailable"),
    Case(
      testDescription: "an error with status 0", file: "output-length",
      result: "agent 0 MessageOutputLengthError",
      usage: "900 in, 0 cached, 9000 out, 100000"),
    Case(
      testDescription: "a turn that was stopped", file: "aborted", ending: .exited(1),
      result: "agent 1 aborted"),
    Case(
      testDescription: "a turn that orch stops", file: "aborted", ending: .interrupted(by: 15),
      result: "interrupted - interrupted by signal 15"),
    Case(
      testDescription: "no answer", file: "empty", result: noReport,
      usage: "900 in, 0 cached, 0 out, 3000"),
    Case(
      testDescription: "lines that are no JSON, and half a line at the end", file: "noise",
      report: report,
      usage: "70 in, ? cached, ? out, 2000000", isOver: false),
    Case(
      testDescription: "what other programs print", file: "another-program",
      result: "agent 0 no result", session: nil, isOver: false),
    Case(
      testDescription: "a session that is gone", ending: .exited(1),
      errors: "\u{1B}[91m\u{1B}[1mError: \u{1B}[0mSession not found\n",
      result: "agent 1 exit 1: Error: Session not found", session: nil, isOver: false),
    Case(
      testDescription: "a session that is gone, in a version that ends with 0",
      errors: "NotFoundError: NotFoundError\n data: {\n  message: \"Session not found\",\n},\n",
      result: "agent 0 no result", session: nil, isOver: false),
    Case(
      testDescription: "no output", ending: .exited(1),
      errors: "\u{1B}[91m\u{1B}[1mError: \u{1B}[0mYou must provide a message or a command\n",
      result: "agent 1 exit 1: Error: You must provide a message or a command", session: nil,
      isOver: false),
  ])
  func `what it says and how it ends have one meaning`(_ run: Case) throws {
    let result = try WorkerProfile.Adapter.opencode.result(
      of: run.file, run.ending, errors: run.errors)
    #expect(result.ending.text == run.result)
    #expect(result.report == run.report)
    #expect(result.transcript?.session == run.session)
    #expect(result.transcript?.usage?.text == run.usage)
    #expect(result.transcript?.isOver == run.isOver)
  }
}
