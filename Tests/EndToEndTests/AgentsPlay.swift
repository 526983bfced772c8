import TestSupport

/// A row for a stand-in of an agent's program: how it has to end, and what the stand-in plays.
struct AgentRow {
  let row: PlayedRow
  /// Commands for the stand-in; see `AgentsPlay.standIn`. The last digit of the id says in how many
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
  static let rows = claude + codex + opencode

  /// The row of the worker that is logged out until a person logs in.
  static let loggedOut = "CLAUDE-LOGIN-0"
  /// The row whose service says when it may be asked again.
  static let limited = "CLAUDE-LIMIT-3"
  /// The seconds after which it may be asked again; no rule of a class waits as long.
  static let reset = 120

  private static let once = "max_attempts=1"
  /// A command that says so in a file where it comes to its end.
  private static let lingering = "sh -c 'sleep 30; echo >> lingered'"

  private static let claude = [
    AgentRow(worked(by: "CLAUDE"), plays: "transcript done"),
    AgentRow("CLAUDE-ERROR-9", "FAILED", ["agent", "agent"], plays: "transcript error"),
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
  ]

  /// The row that nothing is wrong with.
  static func worked(by program: String) -> String { "\(program)-WORK-0" }

  /// What an attempt on these rows says of its agent: session, model, usage, cost.
  static let said = [
    (
      worked(by: "CLAUDE"),
      #""ours" "claude-sonnet-5" {"input_tokens":4612,"cached_input_tokens":3400,"output_tokens":250} {"usd":0.031235,"source":"cli"}"#
    ),
    (
      worked(by: "CODEX"),
      #""01a2f0c4-0000-7000-8000-00000000c0de" null {"input_tokens":5200,"cached_input_tokens":4096,"output_tokens":310} null"#
    ),
    (
      worked(by: "OPENCODE"),
      #""ses_01aaaaaaaaaaaaaaaaaaaaaaaa" null {"input_tokens":6980,"cached_input_tokens":4500,"output_tokens":224} {"usd":0.009115,"source":"cli"}"#
    ),
    ("CLAUDE-OTHER-9", #""ours" null null null"#),
  ]

  static let settings = #"""
    {"workers": {
       "claude":   {"adapter": "claude", "args": ["--mine", "two words"], "env": ENV, "grace": "1s"},
       "login":    {"adapter": "claude", "args": ["--mine", "two words"], "env": ENV},
       "codex":    {"adapter": "codex", "args": ["--mine", "two words"], "env": ENV, "grace": "1s"},
       "opencode": {"adapter": "opencode", "args": ["--mine", "two words"], "env": ENV, "grace": "1s"}},
     "routes": [{"id": "CODEX-*", "worker": "codex"}, {"id": "OPENCODE-*", "worker": "opencode"}, {"worker": "claude"}],
     "max_attempts": 3, "max_workers": 8}
    """#.replacing("ENV", with: #"["ORCH_NOW", "TRANSCRIPTS", "RESET"]"#)

  /// Stands in for the program by whose name it is started: checks how, and runs the commands in
  /// `plays` of the row of the message. They play transcripts of `Tests/Cases`.
  static let standIn = #"""
    #!/bin/bash
    program=${0##*/}
    refuse() { echo "$program: $*" >&2; exit 64; }
    if [ "$1" = --version ]; then echo "$program 99.1.0"; exit; fi

    # What it is started with before the profile's words, and its transcript without a trap.
    works=done
    case $program in
      claude) words='-p --output-format stream-json --verbose --session-id' ;;
      codex) words='exec --json --skip-git-repo-check -' ;;
      opencode) words='run --format json' works=steps ;;
    esac
    started="|$(IFS='|'; echo "$*")|"
    for word in $words '--mine|two words'; do
      [[ $started == *"|$word|"* ]] || refuse "started without $word: $started"
    done
    message=$(timeout 20 cat) || refuse 'standard input does not end'
    id=${message#'[TASK '} id=${id%%]*}
    [[ $message == "[TASK $id]"*"[REPORT $id]"*'QUESTION: add a line Question: '* ]] ||
      refuse "the message is not whole: $message"
    [[ "$*" != *"$id"* ]] || refuse "the row is in its words: $*"
    printf '%s\n' "$ORCH_NOW $*" >> "runs/$id"
    exec 9>> "runs/$id"
    flock --nonblock 9 || echo "$id" >> twice

    echo "$id" > "$id.txt"
    session=${*##*--session-id } session=${session%% *}
    # A recorded transcript, as of this row, this session and this time.
    transcript() {
      sed -E "s/\[REPORT [A-Z0-9-]+\]/[REPORT $id]/g; s/(\"session_id\":)\"[^\"]*\"/\1\"$session\"/g
        s/(\"resetsAt\":)[0-9]+/\1$((ORCH_NOW + RESET))/; s/(\"timestamp\":)[0-9]+/\1${ORCH_NOW}000/" \
        "$TRANSCRIPTS/${2-$program}/$1.jsonl"
    }
    times=${id##*-} failed=$(($(ls ".orch/attempts/$id" | wc -l) - 1))
    if [ "$times" -gt 0 ] && [ "$failed" -ge "$times" ]; then transcript $works; else . "plays/$id"; fi

    """#
}
