import Host
import QueueModel

/// Claude Code, which does one task with `-p` and prints what it does as JSON lines.
/// Source: https://code.claude.com/docs/en/cli-reference
struct ClaudeAdapter: AgentAdapter {
  var program: String { "claude" }

  func prepare(_ order: inout WorkerOrder, by profile: WorkerProfile) {
    // The program takes a UUID that no session has had yet.
    order.session = Randomness.uuid()
  }

  func arguments(for order: WorkerOrder, by profile: WorkerProfile) -> [String] {
    var words = ["-p", "--output-format", "stream-json", "--verbose"]
    if let session = order.session { words += ["--session-id", session] }
    if let budget = profile.budgetMicrodollars {
      words += ["--max-budget-usd", AgentUsage.dollars(budget, leastDecimals: 0)]
    }
    return words
  }

  func makeReader() -> any TranscriptReader { ClaudeReader() }
}
