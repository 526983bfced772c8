import Host
import Model

/// Claude Code, which does one task with `-p` and prints its actions as JSON lines.
/// Source: https://code.claude.com/docs/en/cli-reference
struct ClaudeAdapter: AgentAdapter {
  var program: String { "claude" }

  func prepare(_ order: inout WorkerOrder, by profile: WorkerProfile) {
    // The program takes a UUID that no session has had yet.
    order.session = Randomness.uuid()
  }

  func arguments(for order: WorkerOrder, by profile: WorkerProfile) -> [String] {
    var words = ["-p", "--output-format", "stream-json", "--verbose"]
    if let session = order.session {
      words += [order.freshStart == nil ? "--session-id" : "--resume", session]
    }
    if let budget = profile.budgetMicrodollars {
      words += ["--max-budget-usd", AgentUsage.dollars(budget, leastDecimals: 0)]
    }
    return words + profile.args
  }

  func isSession(_ text: String) -> Bool { text.isUUID }

  /// With `--resume` some versions print an id that is in none of the program's files. So the id of
  /// the resumed session, which is in the files of all versions, replaces the printed id. Source:
  /// https://github.com/anthropics/claude-code/issues/58760
  func correct(_ transcript: inout AgentTranscript, of run: WorkerRun, by order: WorkerOrder) {
    if order.freshStart != nil { transcript.session = order.session }
  }

  func makeReader(of id: String?) -> any TranscriptReader { ClaudeReader(of: id) }

  func counterScope(version: VersionNumber?) -> CounterScope {
    guard let version else { return .unknown }
    return version < Self.firstWithSessionCounters ? .process : .session
  }

  /// The first version whose counters continue when a session is resumed.
  /// Source: https://github.com/anthropics/claude-code/blob/main/CHANGELOG.md
  private static let firstWithSessionCounters = VersionNumber("2.1.277")!
}
