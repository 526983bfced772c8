import Host
import QueueModel

/// Codex CLI of OpenAI, whose `exec` prints JSON lines.
struct CodexAdapter: AgentAdapter {
  var program: String { "codex" }
  var saysMoney: Bool { false }

  /// To go on in a session, the profile's `args` stand in front of `resume`, which itself takes only
  /// some of them: without its `--sandbox` a turn would have another one. Behind `args` a word of
  /// `exec` ends the list of `--image`.
  ///
  /// `-` reads the message from standard input. It comes in front of the profile's `args`, because
  /// `--image` takes every word behind it. The last message is read from the lines, which have it
  /// whole: `--output-last-message` would only leave a file behind.
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
