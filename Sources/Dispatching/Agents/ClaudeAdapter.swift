import Host

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
      words += ["--max-budget-usd", Self.dollars(budget)]
    }
    return words
  }

  func makeReader() -> any TranscriptReader { ClaudeReader() }

  /// Millionths as a decimal number, such as `2.5`.
  private static func dollars(_ microdollars: Int) -> String {
    var places = "\(1_000_000 + microdollars % 1_000_000)".dropFirst()
    while places.last == "0" { places.removeLast() }
    return "\(microdollars / 1_000_000)" + (places.isEmpty ? "" : ".\(places)")
  }
}
