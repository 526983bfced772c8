import Host
import Model

/// Codex CLI of OpenAI, whose `exec` prints JSON lines.
struct CodexAdapter: AgentAdapter {
  var program: String { "codex" }
  var saysMoney: Bool { false }

  /// `-` makes the program read the message from standard input. `-` comes before the profile's
  /// `args`, because an `--image` in `args` takes every following word. The last message is read
  /// from the JSON lines, which have its whole text; `--output-last-message` would only leave a
  /// file behind.
  ///
  /// To resume a session, the profile's `args` come before `resume`, because `resume` refuses some
  /// of them, such as `--sandbox`. The `--json` after `args` ends the list of an `--image`. Source:
  /// https://github.com/openai/codex/blob/main/codex-rs/exec/src/cli.rs
  func arguments(for order: WorkerOrder, by profile: WorkerProfile) -> [String] {
    let words = ["--json", "--skip-git-repo-check"]
    guard order.freshStart != nil, let session = order.session else {
      return ["exec"] + words + ["-"] + profile.args
    }
    return ["exec"] + profile.args + words + ["resume", session, "-"]
  }

  /// The program accepts names of sessions too, but several sessions may have the same name.
  func isSession(_ text: String) -> Bool { text.isUUID }

  /// The program's counters cover the whole thread, also after the thread is resumed.
  func counterScope(version: VersionNumber?) -> CounterScope { .session }

  func makeReader(of id: String?) -> any TranscriptReader { CodexReader(of: id, clock: .system) }
}
