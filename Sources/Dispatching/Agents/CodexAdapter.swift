import Host
import QueueModel

/// Codex CLI of OpenAI, whose `exec` prints JSON lines.
struct CodexAdapter: AgentAdapter {
  var program: String { "codex" }

  /// `-` reads the message from standard input. It comes in front of the profile's `args`, because
  /// `--image` takes every word behind it. The last message is read from the lines, which have it
  /// whole: `--output-last-message` would only leave a file behind.
  /// Source: https://github.com/openai/codex/blob/main/codex-rs/exec/src/cli.rs
  func arguments(for order: WorkerOrder, by profile: WorkerProfile) -> [String] {
    ["exec", "--json", "--skip-git-repo-check", "-"]
  }

  func makeReader() -> any TranscriptReader { CodexReader(clock: .system) }
}
