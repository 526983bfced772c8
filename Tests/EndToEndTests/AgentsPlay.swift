import TestSupport

/// A row for a stand-in of an agent's program: how it has to end, and what the stand-in plays.
struct AgentRow {
  let row: PlayedRow
  /// Commands for the stand-in; see `AgentsStandIn.script`. The last digit of the id says in how many
  /// attempts it plays them before it works; 0 and 9 stand for all.
  let play: String

  init(
    _ id: String, _ status: String = "DONE", _ failures: [String] = [], counts: Bool = true,
    notes: String = "", says said: String = "", plays play: String
  ) {
    row = PlayedRow(id, status, failures, counts: counts, notes: notes, says: said)
    self.play = play
  }
}

/// The rows of a queue for agents, each a trap that the program of one has.
enum AgentsPlay {
  static let rows = killed + claude + codex + opencode

  /// The row of the worker that is logged out until a person logs in.
  static let loggedOut = "CLAUDE-LOGIN-0"
  /// The row whose service says when it may be asked again.
  static let limited = "CLAUDE-LIMIT-3"
  /// The seconds after which it may be asked again; no rule of a class waits as long.
  static let reset = 120

  private static let once = "max_attempts=1"
  /// A command that says so in a file where it comes to its end.
  private static let lingering = "sh -c 'sleep 30; echo >> lingered'"

  /// A command after which its session can't be resumed.
  private static let forget = "rm \"sessions/$session\""

  /// The rows whose supervisor is killed before it books anything: of Claude Code before it says its
  /// cost, which the second attempt can't tell from its own; of opencode when it said a part of it.
  static let killed = [
    AgentRow(
      "CLAUDE-KILLED-1", "DONE", ["lost"], counts: false, notes: once,
      plays: "transcript cut; kill_supervisor init"),
    AgentRow(
      "OPENCODE-KILLED-1", "DONE", ["lost"], counts: false, notes: once,
      plays: "transcript working; kill_supervisor step_finish"),
  ]

  private static let claude = [
    AgentRow(worked(by: "CLAUDE"), plays: "transcript done"),
    AgentRow(
      "CLAUDE-ERROR-9", "FAILED", ["agent", "agent"], plays: "transcript during_execution; exit 1"),
    AgentRow("CLAUDE-EXIT-0", plays: "transcript done; exit 1"),
    AgentRow("CLAUDE-ARRAY-0", plays: "transcript array"),
    AgentRow("CLAUDE-EMPTY-0", plays: "transcript empty_result"),
    AgentRow(
      limited, "DONE", ["rate_limit", "rate_limit", "rate_limit"], counts: false, notes: once,
      plays: "transcript rate_limit; exit 1"),
    AgentRow(
      loggedOut, "DONE", ["auth"], counts: false, notes: "worker=login / \(once)",
      plays: "[ -e logged-in ] && transcript done || { transcript logged_out; exit 1; }"),
    // It goes on itself; a process that it left has another session and does not end by a signal.
    AgentRow(
      "CLAUDE-LINGER-0", plays: "trap '' TERM; setsid \(lingering) & transcript done; \(lingering)"),
    AgentRow(
      "CLAUDE-LARGE-0",
      plays: #"""
        line=$(head -c 1000000 /dev/zero | tr '\0' x)
        for _ in {1..20}; do echo "{\"type\":\"user\",\"text\":\"$line\"}"; done
        transcript done
        """#),
    AgentRow("CLAUDE-HALF-0", plays: #"transcript done; printf '{"type":"result","is_er'"#),
    AgentRow("CLAUDE-NOISE-0", plays: "transcript noise"),
    AgentRow("CLAUDE-OTHER-9", "FAILED", ["agent", "agent"], plays: "transcript done codex"),
    AgentRow(
      "CLAUDE-REFUSED-9", "FAILED", ["agent", "agent"],
      says: "permission refused; allow it in args",
      plays: "transcript permission"),
    AgentRow("CLAUDE-TURNS-1", "DONE", ["agent"], plays: "transcript max_turns; exit 1"),
    AgentRow("CLAUDE-BACKGROUND-0", plays: "transcript background"),
    AgentRow("CLAUDE-STRUCTURED-0", plays: "transcript structured"),
    AgentRow(resumed(by: "CLAUDE"), "DONE", ["agent"], plays: "transcript no_text"),
    AgentRow("CLAUDE-RESTARTS-1", "DONE", ["agent"], plays: "transcript no_text"),
    AgentRow(forgotten(by: "CLAUDE"), "DONE", ["agent"], plays: "transcript no_text; \(forget)"),
  ]

  private static let codex = [
    AgentRow(worked(by: "CODEX"), plays: "transcript done"),
    AgentRow("CODEX-RECONNECTS-0", plays: "transcript reconnects"),
    AgentRow("CODEX-MUTE-1", "DONE", ["agent"], plays: "transcript no_message"),
    AgentRow(
      "CODEX-ZERO-1", "DONE", ["rate_limit"], counts: false, notes: once,
      plays: "transcript no_tokens"),
    AgentRow("CODEX-CUT-1", "DONE", ["agent"], plays: "transcript half_line"),
    AgentRow(
      "CODEX-FAIL-9", "FAILED", ["agent", "agent"], plays: "transcript turn_failed; exit 1"),
    // The process keeps its output open.
    AgentRow("CODEX-LINGER-0", plays: "\(lingering) & transcript done"),
    AgentRow("CODEX-NOISE-0", plays: "transcript no_json"),
    AgentRow("CODEX-LATER-0", plays: "transcript missing_fields"),
    AgentRow("CODEX-OTHER-9", "FAILED", ["agent", "agent"], plays: "transcript of_claude"),
    AgentRow("CODEX-PARTIAL-1", "DONE", ["review"], plays: "transcript done | sed s/DONE/PARTIAL/"),
    AgentRow(resumed(by: "CODEX"), "DONE", ["agent"], plays: "transcript no_message"),
    AgentRow("CODEX-RESTARTS-1", "DONE", ["agent"], plays: "units=5; transcript no_message"),
    AgentRow(forgotten(by: "CODEX"), "DONE", ["agent"], plays: "transcript no_message; \(forget)"),
  ]

  private static let opencode = [
    AgentRow(worked(by: "OPENCODE"), plays: "transcript steps"),
    AgentRow(
      "OPENCODE-REFUSED-9", "FAILED", ["agent", "agent"], says: "permission refused",
      plays: "echo '! permission requested: read (key); auto-rejecting' >&2; transcript refused"),
    AgentRow(
      "OPENCODE-LIMIT-1", "DONE", ["rate_limit"], counts: false, notes: once,
      plays: "transcript rate-limit; exit 1"),
    AgentRow("OPENCODE-NOISE-0", plays: "transcript noise"),
    AgentRow(
      "OPENCODE-OTHER-9", "FAILED", ["agent", "agent"], plays: "transcript another-program"),
    AgentRow("OPENCODE-SUMMARY-0", plays: "transcript summary-after-report"),
    AgentRow(resumed(by: "OPENCODE"), "DONE", ["agent"], plays: "transcript empty"),
    AgentRow(forgotten(by: "OPENCODE"), "DONE", ["agent"], plays: "transcript empty; \(forget)"),
  ]

  /// The row that nothing is wrong with.
  static func worked(by program: String) -> String { "\(program)-WORK-0" }

  /// The row whose second attempt goes on in the session of the first.
  static func resumed(by program: String) -> String { "\(program)-RESUMES-1" }

  /// The row whose second attempt can't.
  static func forgotten(by program: String) -> String { "\(program)-GONE-1" }

  /// How the stand-ins of these rows were started.
  static let starts: [(String, [String])] =
    ["CLAUDE", "CODEX", "OPENCODE"].flatMap { program -> [(String, [String])] in
      [
        (worked(by: program), ["fresh"]), (resumed(by: program), ["fresh", "resumed"]),
        (forgotten(by: program), ["fresh", "gone", "fresh"]),
      ]
    } + [
      ("CODEX-PARTIAL-1", ["fresh", "resumed"]),
      ("CLAUDE-RESTARTS-1", ["fresh", "resumed"]), ("CODEX-RESTARTS-1", ["fresh", "resumed"]),
      ("CLAUDE-KILLED-1", ["fresh", "resumed"]), ("OPENCODE-KILLED-1", ["fresh", "resumed"]),
      (limited, ["fresh", "resumed", "resumed", "resumed"]), (loggedOut, ["fresh", "fresh"]),
    ]

  /// What the last attempt on these rows says of its agent: session, model, usage, cost.
  static let said = [
    (
      worked(by: "CLAUDE"),
      #""its" "claude-sonnet-5" {"input_tokens":4612,"cached_input_tokens":3400,"output_tokens":250} {"usd":0.031235,"source":"cli"}"#
    ),
    (
      resumed(by: "CLAUDE"),
      #""its" "claude-sonnet-5" {"input_tokens":9224,"cached_input_tokens":6800,"output_tokens":500} {"usd":0.06247,"source":"cli"}"#
    ),
    (
      "CLAUDE-KILLED-1",
      #""its" "claude-sonnet-5" {"input_tokens":13836,"cached_input_tokens":10200,"output_tokens":750} {"usd":0.093705,"source":"estimate"}"#
    ),
    (
      worked(by: "CODEX"),
      #""its" null {"input_tokens":5200,"cached_input_tokens":4096,"output_tokens":310} {"usd":0.004992,"source":"prices"}"#
    ),
    (
      resumed(by: "CODEX"),
      #""its" null {"input_tokens":10400,"cached_input_tokens":8192,"output_tokens":620} {"usd":0.009984,"source":"prices"}"#
    ),
    (
      "CODEX-LATER-0",
      #"null null {"input_tokens":null,"cached_input_tokens":null,"output_tokens":310} null"#
    ),
    (
      worked(by: "OPENCODE"),
      #""its" null {"input_tokens":6980,"cached_input_tokens":4500,"output_tokens":224} {"usd":0.009115,"source":"cli"}"#
    ),
    ("CLAUDE-OTHER-9", #""its" null null null"#),
  ]
}
