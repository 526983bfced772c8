import Host
import Model

/// Codex CLI of OpenAI, whose `exec` prints JSON lines.
struct CodexAdapter: AgentAdapter {
  var program: String { "codex" }
  var saysMoney: Bool { false }

  /// `-` reads the message from standard input. It stands in front of the profile's `args`, because
  /// `--image` in these takes every word behind it. The last message is read from the lines, which
  /// have it whole: `--output-last-message` would only leave a file behind.
  ///
  /// To resume a session, the profile's `args` stand in front of `resume`, which refuses some of
  /// them, such as `--sandbox`; `--json` behind them ends the list of `--image`.
  /// Source: https://github.com/openai/codex/blob/main/codex-rs/exec/src/cli.rs
  func arguments(for order: WorkerOrder, by profile: WorkerProfile) -> [String] {
    let words = ["--json", "--skip-git-repo-check"]
    guard order.freshStart != nil, let session = order.session else {
      return ["exec"] + words + ["-"] + profile.args
    }
    return ["exec"] + profile.args + words + ["resume", session, "-"]
  }

  /// It also takes names of sessions, which other sessions may have, too.
  func isSession(_ text: String) -> Bool { text.isUUID }

  /// It counts the thread, also where that is resumed.
  func counterScope(version: VersionNumber?) -> CounterScope { .session }

  func makeReader() -> any TranscriptReader { CodexReader(clock: .system) }
}
