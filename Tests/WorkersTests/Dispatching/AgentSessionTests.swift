import Host
import Model
import TestSupport
import Testing

@testable import Workers

/// Attempts that go on in the session of the one before.
@Suite struct AgentSessionTests {
  private static let uuid = "5c6e1d7a-0d0b-4c53-9a6e-2f1f7f2d1a01"
  private static let words = ["-s", "workspace-write", "--image", "a.png"]

  @Test(arguments: [
    (
      WorkerProfile.Adapter.claude, uuid,
      ["claude", "-p", "--output-format", "stream-json", "--verbose"] + words,
      ["claude", "-p", "--output-format", "stream-json", "--verbose", "--resume", uuid] + words
    ),
    // `resume` refuses `-s`, and `--image` would take what stands behind its words.
    (
      .codex, uuid, ["codex", "exec", "--json", "--skip-git-repo-check", "-"] + words,
      ["codex", "exec"] + words + ["--json", "--skip-git-repo-check", "resume", uuid, "-"]
    ),
    (
      .opencode, "ses_1", ["opencode", "run", "--format", "json"] + words,
      ["opencode", "run", "--format", "json", "-s", "ses_1"] + words
    ),
  ])
  func `each program has its own arguments, and its own way to resume`(
    _ adapter: WorkerProfile.Adapter, _ session: String, _ fresh: [String], _ resumed: [String]
  ) {
    var profile = WorkerProfile(name: "w", adapter: adapter)
    profile.args = Self.words
    var order = WorkerOrder(by: profile)
    #expect(adapter.implementation.argv(for: order, by: profile) == fresh)
    order.session = session
    order.freshStart = WorkerOrder.FreshStart(argv: ["fresh"], session: nil)
    #expect(adapter.implementation.argv(for: order, by: profile) == resumed)
  }

  @Test(arguments: [
    (uuid, "claude codex"), (uuid.uppercased(), "claude codex"), ("ses_0aZ9", "opencode"),
    ("ses_\(String(repeating: "a", count: 124))", "opencode"),
    ("ses_\(String(repeating: "a", count: 125))", ""), ("", ""), ("-", ""), ("--help", ""),
    ("ses_a-b", ""), ("ses_a b", ""), ("ses_{id}", ""), ("ses_é", ""), ("Ses_a", ""),
    ("\(uuid)0", ""), ("5c6e1d7a0d0b4c539a6e2f1f7f2d1a01", ""),
    ("5c6e1d7a-0d0b-4c53-9a6e-2f1f7f2d1a0g", ""), ("my-thread", ""),
    ("5c6e1d7-a0d0b-4c53-9a6e-2f1f7f2d1a01", ""), ("\(uuid)\n", ""),
  ])
  func `what is no session of a program is not passed to it`(_ text: String, _ adapters: String) {
    let found = WorkerProfile.Adapter.allCases.filter { $0.isSession(text) }
    #expect(found.map(\.rawValue).joined(separator: " ") == adapters)
  }

  @Test
  func `claude has the session that it was given to resume, codex and opencode what they say`() {
    for (adapter, expected) in [
      (WorkerProfile.Adapter.claude, "given"), (.codex, "said"), (.opencode, "said"),
    ] {
      var order = WorkerOrder(by: WorkerProfile(name: "w", adapter: adapter))
      order.session = "given"
      var transcript = AgentTranscript()
      func session() -> String? {
        let run = WorkerRun(
          .exited(0), output: OutputTail(), errors: OutputTail(), transcript: transcript)
        return adapter.implementation.interpret(run, of: order).transcript?.session
      }
      #expect(session() == "given")
      transcript.session = "said"
      #expect(session() == "said")
      order.freshStart = WorkerOrder.FreshStart(argv: ["fresh"], session: nil)
      #expect(session() == expected)
    }
  }

  /// Where the failure is the agent's own, a session that is gone can't be told from it.
  @Test(arguments: [
    (WorkerProfile.Adapter.claude, ["rate_limit_cut", "session_gone", "tries_again"]),
    (
      .codex,
      [
        "forbidden", "half_line_after_error", "logged_out", "logged_out_oldest", "no_tokens",
        "no_usage_no_message", "of_claude", "of_opencode", "outage", "rate_limit",
        "reconnects_cut", "retry_after", "stream_cut", "turn_failed_without_reason",
        "unknown_model", "usage_limit", "usage_limit_on", "usage_limit_until", "waits_for_network",
      ]
    ),
    (
      .opencode,
      [
        "another-program", "logged-out", "logged-out-2", "no-answer", "outage", "outage-2",
        "rate-limit-2", "unauthorized", "unknown-model-2",
      ]
    ),
  ])
  func `an agent that worked says so`(_ adapter: WorkerProfile.Adapter, _ expected: [String]) throws
  {
    let folder = "\(Project.folder)/Tests/Cases/transcripts/\(adapter)"
    var empty: [String] = []
    for name in try Directory.names(in: folder) where name.hasSuffix(".jsonl") {
      let file = String(name.dropLast(6))
      if try adapter.lines(of: file).transcript.isEmpty { empty.append(file) }
    }
    #expect(empty.sorted() == expected)
  }

  // MARK: With programs

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var adapter = WorkerProfile.Adapter.claude
    /// What the program does that is to go on in the session `old`.
    let script: String
    var timeout = 100
    /// How it ended, and the session; `new` where another program was started in the session `new`.
    let result: String
  }

  private static func said(_ event: String) -> String { "printf '%s\\n' '\(event)'" }
  private static let turn = #"{"type":"assistant","message":{"content":[]}}"#
  private static let failed =
    #"{"type":"result","subtype":"error_during_execution","session_id":"x","errors":["gone"]}"#
  private static let done =
    #"{"type":"result","subtype":"success","result":"[REPORT A]\nStatus: DONE"}"#
  private static let login = #"{"type":"turn.failed","error":{"message":"Not logged in"}}"#

  @Test(arguments: [
    Case(
      testDescription: "claude does not find the session", script: said(failed) + "; exit 1",
      result: "finished, new"),
    Case(
      testDescription: "nor does it print a line", script: "echo gone >&2; exit 1",
      result: "finished, new"),
    Case(
      testDescription: "it ends with 0 and without a word", script: "exit 0",
      result: "finished, new"),
    Case(
      testDescription: "it goes on", script: said(turn) + "; " + said(done),
      result: "finished, old"),
    Case(
      testDescription: "it goes on, and fails", script: said(turn) + "; " + said(failed),
      result: "agent: error_during_execution: gone, old"),
    Case(
      testDescription: "it says nothing, but takes money",
      script: said(#"{"type":"result","subtype":"error_during_execution","total_cost_usd":0.1}"#),
      result: "agent: error_during_execution, old"),
    Case(
      testDescription: "the login is not valid", adapter: .codex, script: said(login),
      result: "auth: Not logged in, old"),
    Case(
      testDescription: "a signal ends it", script: "kill -9 $$", result: "agent: signal 9, old"),
    Case(
      testDescription: "it takes too long", script: "sleep 1000", timeout: 0,
      result: "timeout: timeout after 0h, old"),
  ])
  func `a session that is gone is begun anew, in the same attempt`(_ run: Case) throws {
    var order = WorkerOrder(by: WorkerProfile(name: "w", adapter: run.adapter))
    (order.timeoutSeconds, order.graceSeconds) = (run.timeout, 0)
    order.argv = ["/bin/sh", "-c", run.script]
    order.session = "old"
    let fresh = run.adapter == .claude ? Self.said(Self.done) : ""
    order.freshStart = WorkerOrder.FreshStart(
      argv: ["/bin/sh", "-c", "grep -q TASK && \(fresh)"], session: "new")
    order.environment = ["PATH": "/usr/bin:/bin"]
    order.message = "[TASK A]\n"
    try withTemporaryDirectory { folder in
      let path = "\(folder)/output.log"
      let log = try WorkerLog(at: path, like: FileStatus(of: folder))
      var (sessions, ends) = ([String?](), 0)
      let result = Supervisor(order, log: log).run(
        started: { sessions.append($1) }, ended: { ends += 1 })
      let session = try #require(result.transcript?.session)
      let end = result.ending.failure.map { "\($0.failureClass.rawValue): \($0.note)" }
      #expect("\(end ?? "finished"), \(session)" == run.result)
      #expect(sessions == (session == "new" ? ["old", "new"] : ["old"]))
      #expect(ends == 1)
      let bytes = try FileDescriptor(opening: path, for: .reading).readWhole()
      let note = "[orch] session old can't be resumed; a new one begins\n[orch] runs /bin/sh"
      #expect(String(decoding: bytes, as: UTF8.self).contains(note) == (session == "new"))
    }
  }

  /// It has what is left of the attempt's time.
  @Test func `a session that is begun anew is not begun once more`() {
    var order = WorkerOrder(by: WorkerProfile(name: "w", adapter: .claude))
    (order.timeoutSeconds, order.session) = (60, "old")
    let start = WorkerOrder.FreshStart(argv: ["claude"], session: "new")
    order.freshStart = start
    let next = order.startingAfresh(start, after: 25)
    #expect(next.freshStart == nil && next.session == "new" && next.argv == ["claude"])
    #expect(next.timeoutSeconds == 35)
    #expect(order.startingAfresh(start, after: 60).timeoutSeconds == 1)
  }
}
