import Host
import Model
import TestSupport
import Testing
import Text

@testable import Workers

/// What orch makes of the transcripts in `Tests/Cases/transcripts/codex`.
@Suite struct CodexAdapterTests {
  struct Case: CustomTestStringConvertible {
    /// `nil` for no output.
    let file: String?
    var exit = Subprocess.Ending.exited(0)
    var errors = ""
    var result = "finished"
    var hasReport = true
    var session: String? = "01a2f0c4-0000-7000-8000-00000000c0de"
    /// What the counters say.
    var usage: String?
    var isOver = true

    var testDescription: String { "\(file ?? "no output"), \(exit)" }
  }

  private static let used = "5200 in, 4096 cached, 310 out, ?"
  /// What it says of a session that is gone.
  private static let gone =
    "Error: thread/resume: thread/resume failed: no rollout found for thread id "
    + "01a2f0c4-0000-7000-8000-00000000c0de (code -32600)"
  /// A time of the machine's zone, in seconds since 1970.
  private static func seconds(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int
  ) -> Int {
    var time = LocalMinute(at: now)
    (time.year, time.month, time.day) = (year, month, day)
    (time.hour, time.minute) = (hour, minute)
    return time.seconds ?? 0
  }

  /// The next such time after `now`, in seconds since 1970.
  private static func next(hour: Int, minute: Int) -> Int {
    let day = LocalMinute(at: now)
    let today = seconds(day.year, day.month, day.day, hour, minute)
    return today > now
      ? today : seconds(day.year, day.month, day.day + 1, hour, minute)
  }

  private static func until(_ seconds: Int) -> Int { seconds - now }

  /// The time of `FakeClock`.
  private static let now = 1_769_850_000

  private static let report =
    "[REPORT CSS-1]\nStatus: DONE\nCriteria:\n1. met: the buttons line up\n"

  @Test(arguments: [
    Case(file: "done", usage: used),
    Case(file: "done", exit: .exited(1), errors: "no disk", usage: used),
    Case(file: "done", exit: .signalled(15), usage: used),
    Case(file: "done", exit: .timedOut, usage: used),
    Case(file: "done", exit: .lingered, usage: used),
    Case(
      file: "done", exit: .interrupted(by: 15),
      result: "interrupted - interrupted by signal 15", usage: used),
    Case(file: "said_after_report", usage: used),
    Case(file: "older", usage: used),
    Case(
      file: "oldest", result: "agent 0 no result",
      isOver: false),
    Case(file: "reconnects", usage: used),
    Case(
      file: "reconnects_cut", exit: .exited(1),
      result: "agent 1 Reconnecting... 2/5 (unexpected status 401 Unauthorized: try once more)",
      hasReport: false, isOver: false),
    Case(
      file: "reconnects_cut", exit: .interrupted(by: 15),
      result: "interrupted - interrupted by signal 15", hasReport: false,
      isOver: false),
    Case(
      file: "turn_failed", exit: .exited(1),
      result: "agent 1 Codex ran out of room: the context window is full.",
      hasReport: false),
    Case(
      file: "turn_failed_after_report", exit: .exited(1),
      result: "agent 1 internal error: the agent loop died", usage: used),
    Case(
      file: "turn_failed_without_reason", exit: .exited(1),
      result: "agent 1 sandbox error: denied",
      hasReport: false),
    Case(
      file: "turn_interrupted", exit: .exited(1), errors: "stopped",
      result: "agent 1 exit 1: stopped", hasReport: false,
      isOver: false),
    Case(
      file: "usage_limit", exit: .exited(1),
      result:
        "rate_limit 1 You've hit your usage limit. Ask for more, or try again in 2 days 17 hours 14 minutes., again at 1770084840",
      hasReport: false),
    Case(
      file: "usage_limit_until", exit: .exited(1),
      result: "rate_limit 1 You've hit your usage limit. Try again at 5:12 PM., again at "
        + "\(next(hour: 17, minute: 12))",
      hasReport: false),
    Case(
      file: "usage_limit_on", exit: .exited(1),
      result: "rate_limit 1 You’ve hit your usage limit. Upgrade to Pro "
        + "(https://chatgpt.com/explore/pro), visit https://chatgpt.com/settings/usage to purchase "
        + "more credits or try again at Nov 30th, 2026 5:00 PM., again at "
        + "\(seconds(2026, 11, 30, 17, 0))",
      hasReport: false),
    Case(
      file: "outage", exit: .exited(1),
      result: "service 1 We’re currently experiencing high demand, which may cause temporary "
        + "errors.",
      hasReport: false),
    Case(
      file: "stream_cut", exit: .exited(1),
      result: "service 1 stream disconnected before completion: Transport error: network error: "
        + "error decoding response body",
      hasReport: false),
    Case(
      file: "waits_for_network", exit: .timedOut,
      result: "service - timeout: Reconnecting... waiting for network (Connection failed: error "
        + "sending request)",
      hasReport: false, isOver: false),
    Case(
      file: "retry_after", exit: .timedOut,
      result: "rate_limit - timeout: Reconnecting... 1/5 (exceeded retry limit, last status: 429 "
        + "Too Many Requests)",
      hasReport: false, isOver: false),
    Case(
      file: "forbidden", exit: .exited(1),
      result: "auth 1 unexpected status 403 Forbidden: mock: permission_error, url: "
        + "http://127.0.0.1:4000/v1/responses",
      hasReport: false),
    Case(
      file: "unknown_model", exit: .exited(1),
      result: "setting 1 {\"error\": {\"message\": \"The requested model gpt-9 does not exist.\", "
        + "\"type\": \"invalid_request_error\", \"code\": \"model_not_found\"}}",
      hasReport: false),
    Case(
      file: "rate_limit", exit: .exited(1),
      result:
        "rate_limit 1 stream disconnected before completion: Rate limit reached for tokens per minute. Please try again in 11.054s. See the limits., again at 1769850012",
      hasReport: false),
    Case(
      file: "no_tokens",
      result: "rate_limit 0 no tokens and no message: a usage limit",
      hasReport: false),
    Case(file: "no_tokens_counted"),
    Case(
      file: "no_message",
      result: "agent 0 no_report: the worker ended without one",
      hasReport: false, usage: used),
    Case(
      file: "logged_out", exit: .exited(1),
      result:
        "auth 1 unexpected status 401 Unauthorized: no token, url: https://example.test/v1/responses",
      hasReport: false),
    Case(
      file: "logged_out_oldest",
      result: "auth 0 Failed to refresh token: 401 Unauthorized",
      hasReport: false, isOver: false),
    Case(
      file: nil, exit: .exited(1), errors: "\(gone)\n",
      result: "agent 1 exit 1: \(gone)",
      hasReport: false, session: nil, isOver: false),
    Case(file: "no_json", usage: used),
    Case(
      file: "half_line", exit: .signalled(9),
      result: "agent by 9 signal 9", isOver: false),
    Case(
      file: "half_line_after_error", exit: .exited(0),
      result: "agent 0 Reconnecting... 1/5",
      hasReport: false, isOver: false),
    Case(
      file: "half_line_after_error", exit: .timedOut,
      result: "timeout - timeout", hasReport: false, isOver: false),
    Case(file: "no_last_newline", usage: used),
    Case(file: "missing_fields", session: nil, usage: "? in, ? cached, 310 out, ?"),
    Case(file: "no_usage"),
    Case(
      file: "no_usage_no_message",
      result: "agent 0 no_report: the worker ended without one",
      hasReport: false),
    Case(file: "error_after_turn", exit: .exited(1), usage: used),
    Case(
      file: "of_claude", result: "agent 0 no result",
      hasReport: false, session: nil, isOver: false),
    Case(
      file: "of_opencode", exit: .exited(1), errors: "not found",
      result: "agent 1 exit 1: not found",
      hasReport: false, session: nil, isOver: false),
  ])
  func `the end of the turn decides`(_ run: Case) throws {
    let result = try WorkerProfile.Adapter.codex.result(
      of: run.file, run.exit, errors: run.errors,
      readBy: CodexReader(of: nil, clock: FakeClock().clock))
    #expect(result.ending.text == run.result)
    #expect(result.report == (run.hasReport ? Self.report : nil))
    #expect(result.transcript?.counters?.text == run.usage)
    #expect(result.transcript?.session == run.session)
    #expect(result.transcript?.model == nil)
    #expect(result.transcript?.isOver == run.isOver)
  }

  @Test(arguments: [
    ("You've hit your usage limit for small models. Switch to another one now.", "rate_limit -"),
    ("hit your USAGE LIMIT. Upgrade, or try again in 1 day 5 minutes.", "rate_limit 86700"),
    ("usage limit: try again in 35 seconds", "rate_limit 35"),
    ("Rate limit reached. Please try again in 28ms.", "rate_limit 1"),
    ("Rate limit reached. Please try again in 6m0.5s. See 3 days.", "rate_limit 361"),
    ("usage limit: try again in less than a minute.", "rate_limit -"),
    ("usage limit: try again in 99999999999999999999 days.", "rate_limit -"),
    ("usage limit: try again in 0s", "rate_limit -"),
    ("usage limit: try again in 1.2.3 s", "rate_limit -"),
    ("usage limit: try again in 3 parsecs", "rate_limit -"),
    (
      "usage limit: try again at Apr 28th, 2026 10:03 PM.",
      "rate_limit \(until(seconds(2026, 4, 28, 22, 3)))"
    ),
    (
      "usage limit: try again at May 1st, 2026 12:03 AM.",
      "rate_limit \(until(seconds(2026, 5, 1, 0, 3)))"
    ),
    (
      "usage limit: try again at 12:30 PM", "rate_limit \(until(next(hour: 12, minute: 30)))"
    ),
    ("usage limit: try again at 13:30 PM", "rate_limit -"),
    ("usage limit: try again at 1:60 PM", "rate_limit -"),
    ("usage limit: try again at noon", "rate_limit -"),
    ("usage limit: try again in ", "rate_limit -"),
    ("exceeded retry limit, last status: 429 Too Many Requests, request id: r1", "rate_limit -"),
    ("Quota exceeded. See your plan.", "rate_limit -"),
    ("Your workspace is out of credits.", "rate_limit -"),
    ("You hit your spend cap.", "rate_limit -"),
    ("To use Codex with your ChatGPT plan, get another one.", "rate_limit -"),
    ("Selected model is at capacity.", "service -"),
    ("We're currently experiencing high demand.", "service -"),
    ("exceeded retry limit, last status: 401 Unauthorized", "auth -"),
    ("Your access token could not be refreshed because it was used.", "auth -"),
    ("Not logged in", "auth -"),
    ("The account has changed. Please sign in again.", "auth -"),
    ("Missing environment variable: `A_KEY`.", "auth -"),
    ("unexpected status 403 Forbidden: try again in 2 hours", "auth -"),
    ("unexpected status 500 Internal Server Error: 4290 lines", "service -"),
    ("unexpected status 400 Bad Request: no", "agent -"),
    ("stream error: 429 Too Many Requests; retrying 1/5 in 182ms…", "rate_limit - again"),
    ("Reconnecting... 2/5 (unexpected status 502 Bad Gateway)", "service - again"),
    ("The model `gpt-9` does not exist or you do not have access to it.", "setting -"),
    ("The 'gpt-9' model is not supported when using Codex with an account.", "setting -"),
    ("turn failed", "agent -"),
    ("", "agent -"),
  ])
  func `a message says why a turn failed`(_ message: String, _ expected: String) {
    let failure = CodexFailure(message, now: Self.now)
    let seconds = failure.retryAt.map { "\($0 - Self.now)" } ?? "-"
    let again = failure.isPassing ? " again" : ""
    #expect("\(failure.failureClass.rawValue) \(seconds)\(again)" == expected)
  }
}
