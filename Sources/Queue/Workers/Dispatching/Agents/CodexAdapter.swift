import Host
import Model

/// Codex CLI of OpenAI, whose `exec` prints JSON lines.
struct CodexAdapter: AgentAdapter {
  var program: String { "codex" }
  var saysMoney: Bool { false }

  /// `-` reads the message from standard input. It comes before the profile's `args`, because an
  /// `--image` in these takes every following word. The last message is read from the lines, which
  /// have all its text: `--output-last-message` would only leave a file behind.
  ///
  /// To resume a session, the profile's `args` come before `resume`, which refuses some of them,
  /// such as `--sandbox`; the `--json` after them ends the list of `--image`.
  /// Source: https://github.com/openai/codex/blob/main/codex-rs/exec/src/cli.rs
  func arguments(for order: WorkerOrder, by profile: WorkerProfile) -> [String] {
    let words = ["--json", "--skip-git-repo-check"]
    guard order.freshStart != nil, let session = order.session else {
      return ["exec"] + words + ["-"] + profile.args
    }
    return ["exec"] + profile.args + words + ["resume", session, "-"]
  }

  /// The program accepts names of sessions too, but several sessions may have the same name.
  func isSession(_ text: String) -> Bool { text.isUUID }

  /// The program counts the thread, even when it is resumed.
  func counterScope(version: VersionNumber?) -> CounterScope { .session }

  func makeReader() -> any TranscriptReader { CodexReader(clock: .system) }
}
