import Host
import Model
import TestSupport
import Testing
import Text

@testable import Workers

/// What is made of the transcripts of Claude Code in `Tests/Cases/transcripts/claude`.
@Suite struct ClaudeAdapterTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    /// `nil` for no output.
    var file: String?
    var ending = Subprocess.Ending.exited(0)
    var errors = ""
    var result = "finished"
    var report: String? = ClaudeAdapterTests.report
    var session: String? = "\(ClaudeAdapterTests.id) claude-sonnet-5"
    var usage: String? = "4612 in, 3400 cached, 250 out, 31235"
    var isOver = true
  }

  private static let id = "5c6e1d7a-0d0b-4c53-9a6e-2f1f7f2d1a01"
  private static let report = "[REPORT A]\nStatus: DONE\nCriteria:\n1. met: swift test: 12 passed\n"
  private static let noReport = "agent 0 no_report: the worker ended without one"
  /// What two requests to the played model take, in transcripts that the real program printed.
  private static let twoRequests = "4800 in, 1600 cached, 300 out, 15180"
  private static let real = "\(id) claude-sonnet-4-5"
  private static let nothing = "0 in, 0 cached, 0 out, 0"

  @Test(arguments: [
    Case(testDescription: "a good end", file: "done"),
    Case(
      testDescription: "a bad exit status after a good result", file: "done", ending: .exited(1)),
    Case(
      testDescription: "a program that lingers after its result", file: "server_left",
      ending: .lingered),
    Case(testDescription: "an array of events", file: "array"),
    Case(
      testDescription: "a success that is an error", file: "error",
      result: "service 0 server_error: API Error: 500 Internal server error", report: nil,
      usage: nothing),
    Case(testDescription: "an empty result behind the report", file: "empty_result"),
    Case(
      testDescription: "an empty result, with tokens and no text", file: "no_text",
      result: noReport, report: nil, usage: "12 in, 0 cached, 13 out, 31235"),
    Case(
      testDescription: "a limit", file: "rate_limit", ending: .exited(1),
      result: "rate_limit 1 rate_limit: You have hit your session limit, again at 1791344624",
      report: nil, usage: nothing),
    Case(
      testDescription: "a limit that only the event says", file: "rate_limit_old",
      result: "rate_limit 0 is_error: Usage limit reached, again at 1791344624", report: nil,
      usage: nothing),
    Case(
      testDescription: "a limit before output that is cut off", file: "rate_limit_cut",
      ending: .exited(1), result: "rate_limit 1 rate_limit, again at 1791344624", report: nil,
      usage: nil, isOver: false),
    Case(testDescription: "a limit that did not keep it from its work", file: "rate_limit_passed"),
    Case(
      testDescription: "a limit that was over", file: "limit_over",
      result: "agent 0 is_error: It broke off", report: nil, usage: nothing),
    Case(
      testDescription: "an overload, with a limit that is not its reason", file: "overloaded",
      result: "service 0 server_error: API Error: 529 Overloaded", report: nil,
      usage: nothing),
    Case(testDescription: "errors that passed", file: "retried"),
    Case(
      testDescription: "no login", file: "logged_out", ending: .exited(1),
      result: "auth 1 authentication_failed: Not logged in · Please run /login", report: nil,
      usage: nothing),
    Case(
      testDescription: "a key that is not valid", file: "bad_key", ending: .exited(1),
      result: "auth 1 status 401: Invalid API key · Fix external API key", report: nil,
      usage: nothing),
    Case(
      testDescription: "an account without credit", file: "no_credit", ending: .exited(1),
      result: "auth 1 billing_error: Credit balance is too low", report: nil, usage: nothing),
    Case(
      testDescription: "too many turns", file: "max_turns", ending: .exited(1),
      result: "agent 1 error_max_turns: Reached maximum number of turns (3)", report: nil),
    Case(
      testDescription: "too much money", file: "max_budget", ending: .exited(1),
      result: "budget 1 error_max_budget_usd", report: nil,
      usage: "4612 in, 3400 cached, 250 out, 2500400"),
    Case(
      testDescription: "too much money, as the real program says it", file: "budget",
      ending: .exited(1),
      result: "budget 1 error_max_budget_usd: Reached maximum budget ($0.5)", report: nil,
      session: real, usage: "2400 in, 800 cached, 200000 out, 3005340"),
    Case(
      testDescription: "a connection that is refused", file: "refused_connection",
      ending: .exited(1),
      result: "service 1 server_error: API Error: Connection refused — a firewall or proxy may be "
        + "blocking it (ECONNREFUSED)",
      report: nil, session: real, usage: nothing),
    Case(
      testDescription: "a service that fails", file: "outage", ending: .exited(1),
      result:
        "service 1 server_error: API Error: 500 mock: api_error. This is a server-side issue, "
        + "usually temporary — try again in a moment. If it persists, check your inference gateway "
        + "(127.0.0.1:4000).",
      report: nil, session: real, usage: nothing),
    Case(
      testDescription: "a time-out while it tries again", file: "tries_again", ending: .timedOut,
      result: "service - timeout: tries again after server_error, status 500", report: nil,
      session: real, usage: nil, isOver: false),
    Case(
      testDescription: "a model that the service does not know", file: "unknown_model",
      ending: .exited(1),
      result: "setting 1 model_not_found: There's an issue with the selected model "
        + "(claude-sonnet-4-5). It may not exist or you may not have access to it. Run --model to "
        + "pick a different model.",
      report: nil, session: real, usage: nothing),
    Case(
      testDescription: "a login without permission", file: "forbidden", ending: .exited(1),
      result: "auth 1 authentication_failed: Failed to authenticate. API Error: 403 mock: "
        + "permission_error",
      report: nil, session: real, usage: nothing),
    Case(
      testDescription: "a command in the background", file: "waits_for_command", session: real,
      usage: "7200 in, 2400 cached, 450 out, 22770"),
    Case(
      testDescription: "a command that took too long for the turn", file: "moved_to_background",
      session: real, usage: "7200 in, 2400 cached, 450 out, 22770"),
    Case(
      testDescription: "a turn that the agent scheduled", file: "scheduled", session: real,
      usage: "7200 in, 2400 cached, 450 out, 22770"),
    Case(
      testDescription: "a schedule that was cancelled", file: "schedule_cancelled",
      result: noReport, report: nil, session: real,
      usage: "7200 in, 2400 cached, 450 out, 22770"),
    Case(
      testDescription: "an error of its own", file: "during_execution", ending: .exited(1),
      result: "agent 1 error_during_execution: The stream broke off", report: nil),
    Case(
      testDescription: "a session that is gone", file: "session_gone", ending: .exited(1),
      result: "agent 1 error_during_execution: No conversation found with session ID: \(id)",
      report: nil, session: id, usage: nothing),
    Case(
      testDescription: "a session that is gone, in a version that prints no line",
      ending: .exited(1), errors: "No conversation found with session ID: \(id)\n",
      result: "agent 1 exit 1: No conversation found with session ID: \(id)", report: nil,
      session: nil, usage: nil, isOver: false),
    Case(
      testDescription: "a schema in args that the version does not know", ending: .exited(1),
      errors: "error: unknown option '--json-schema'\n",
      result: "agent 1 exit 1: error: unknown option '--json-schema'", report: nil, session: nil,
      usage: nil, isOver: false),
    Case(
      testDescription: "permissions refused, and an empty answer", file: "permission",
      result: "agent 0 permission refused; allow it in args: Bash, Write", report: nil),
    Case(
      testDescription: "an agent that asks for permission", file: "permission_asked",
      result: "agent 0 permission refused; allow it in args: Bash, Write", report: nil),
    Case(
      testDescription: "a sub-agent that reports and fails, and a tool that was not needed",
      file: "sub_agent"),
    Case(
      testDescription: "a turn before that of the report", file: "background",
      usage: "435 in, 400 cached, 70 out, 50000"),
    Case(
      testDescription: "a report before the last message", file: "said_after_report",
      session: real, usage: twoRequests),
    Case(
      testDescription: "a report in a message that calls a tool", file: "report_before_tool",
      session: real, usage: twoRequests),
    Case(
      testDescription: "a report that is taken back", file: "taken_back",
      result: "agent 0 no_report: the worker took its report back",
      report: nil, session: real, usage: twoRequests),
    Case(
      testDescription: "a report that the limit of output cut in two", file: "output_limit",
      session: real, usage: twoRequests),
    Case(
      testDescription: "a report by a schema", file: "structured",
      report: #"{"report":"A","status":"done","criteria":[{"n":1,"met":true,"#
        + #""evidence":"swift test: 12 passed"}]}"#),
    Case(
      testDescription: "a result that is cut off", file: "cut", result: "agent 0 no result",
      usage: nil, isOver: false),
    Case(
      testDescription: "a time-out before the result", file: "cut", ending: .timedOut,
      result: "timeout - timeout", usage: nil, isOver: false),
    Case(testDescription: "lines that are no JSON, and output after the result", file: "noise"),
    Case(testDescription: "an event in the middle of another line", file: "split_line"),
    Case(
      testDescription: "events without members", file: "without_members",
      result: "agent 0 no subtype", report: nil, session: nil, usage: nil),
    Case(
      testDescription: "the events of another program", file: "../codex/done",
      result: "agent 0 no result", report: nil, session: nil, usage: nil, isOver: false),
  ])
  func `a transcript has one meaning`(_ run: Case) throws {
    let result = try WorkerProfile.Adapter.claude.result(
      of: run.file, run.ending, errors: run.errors)
    #expect(result.ending.text == run.result)
    #expect(result.report == run.report)
    let transcript = try #require(result.transcript)
    let session = [transcript.session, transcript.model].compactMap { $0 }
    #expect((session.isEmpty ? nil : session.joined(separator: " ")) == run.session)
    let scope = ClaudeAdapter().counterScope(version: transcript.version)
    #expect(transcript.counted(as: scope, after: nil).usage?.text == run.usage)
    #expect(transcript.isOver == run.isOver)
  }

  @Test func `the agent is not done while a sub-agent works in the background`() throws {
    var lines = TranscriptLines(for: ClaudeReader(of: nil))
    var isOver: [Bool] = []
    for line in try WorkerProfile.Adapter.claude.transcript("background").split(
      separator: UInt8(ascii: "\n"))
    {
      lines.append(line + [UInt8(ascii: "\n")])
      isOver.append(lines.transcript.isOver)
    }
    #expect(isOver.firstIndex(of: true) == isOver.count - 1)
  }

  /// While a command runs or a turn is scheduled, a turn without a report is not the end. Each
  /// character is an event: `.` the agent works, `w` it waits, `!` its turn is over.
  @Test(arguments: [
    ("waits_for_command", "......wwww..!"), ("moved_to_background", "......wwww..!"),
    ("scheduled", "....ww..!"), ("schedule_cancelled", "......!"), ("server_left", "....!"),
    ("said_after_report", ".....!"), ("taken_back", ".....!"),
  ])
  func `an agent waits for what it began, unless it has reported`(
    _ file: String, _ expected: String
  ) throws {
    var lines = TranscriptLines(for: ClaudeReader(of: "A"))
    let states = try WorkerProfile.Adapter.claude.transcript(file)
      .split(separator: UInt8(ascii: "\n")).map { line in
        lines.append(line + [UInt8(ascii: "\n")])
        let transcript = lines.transcript
        return transcript.isOver ? transcript.isWaiting ? "w" : "!" : "."
      }
    #expect(states.joined() == expected)
  }

  @Test(arguments: [
    #"{"type":"system","subtype":"init"}"#, #"{"type":"user","message":{}}"#,
    #"{"type":"assistant","parent_tool_use_id":"toolu_1"}"#,
  ])
  func `a turn that goes on is not over`(_ event: String) throws {
    var lines = try WorkerProfile.Adapter.claude.lines(of: "server_left")
    #expect(lines.transcript.isOver)
    lines.append(Array(#"{"type":"system","subtype":"hook_response"}"#.utf8)[...])
    lines.finish()
    #expect(lines.transcript.isOver)
    lines.append(Array(event.utf8)[...])
    lines.finish()
    #expect(!lines.transcript.isOver)
    #expect(lines.transcript.ending == .succeeded)
  }

  /// While it runs, only its messages are counted, each once, also those of sub-agents.
  @Test func `an agent that runs has used what its messages took`() {
    var lines = TranscriptLines(for: ClaudeReader(of: nil))
    let events = [("m1", "null", 1), ("m1", "null", 1), ("m2", #""toolu_1""#, 2)]
    for (id, parent, count) in events {
      let event = """
        {"type":"assistant","parent_tool_use_id":\(parent),"message":{"id":"\(id)","content":[],\
        "usage":{"input_tokens":1,"cache_read_input_tokens":2,"output_tokens":3}}}

        """
      lines.append(Array(event.utf8)[...])
      let usage = lines.transcript.usageSoFar
      #expect(usage?.inputTokens == 3 * count)
      #expect(usage?.cachedInputTokens == 2 * count)
      #expect(usage?.outputTokens == 3 * count)
    }
    // The end of a turn counts by itself.
    #expect(lines.transcript.usage == nil)
  }

  /// Wherever the output ends, and however it comes, it is a success only with its result.
  @Test func `output that is cut off is no success`() throws {
    let bytes = try WorkerProfile.Adapter.claude.transcript("done")
    for end in stride(from: 0, to: bytes.count - 2, by: 61) {
      var lines = TranscriptLines(for: ClaudeReader(of: nil))
      lines.append(bytes[..<(end / 2)])
      lines.append(bytes[(end / 2)..<end])
      lines.finish()
      #expect(lines.transcript.ending == nil, "cut at \(end)")
    }
  }

  @Test func `it gets a session of its own, the budget, then the arguments of the profile`() throws
  {
    var profile = WorkerProfile(name: "w", adapter: .claude)
    profile.args = ["--model", "opus"]
    var order = WorkerOrder(by: profile)
    let adapter = ClaudeAdapter()
    adapter.prepare(&order, by: profile)
    let session = try #require(order.session)
    profile.program = "/opt/claude"
    for (budget, dollars) in [
      (2_500_000, "2.5"), (3_000_000, "3"), (10_000, "0.01"), (1_000_001, "1.000001"),
    ] {
      profile.budgetMicrodollars = budget
      #expect(
        adapter.argv(for: order, by: profile) == [
          "/opt/claude", "-p", "--output-format", "stream-json", "--verbose",
          "--session-id", session, "--max-budget-usd", dollars, "--model", "opus",
        ])
    }
    order.message = "[TASK A]\n"
    #expect(adapter.command(for: order).input == "[TASK A]\n")
    adapter.prepare(&order, by: profile)
    #expect(order.session != session)
  }
}
