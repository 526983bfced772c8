import JSON
import QueueModel

struct ClaudeAdapter: AgentAdapter {
  var program: String { "claude" }

  func arguments(for order: WorkerOrder, by profile: WorkerProfile) -> [String] { [] }

  func makeReader() -> any TranscriptReader { ClaudeReader() }
}

struct ClaudeReader: TranscriptReader {
  private(set) var transcript = AgentTranscript()

  mutating func read(_ event: JSONObject) {}
}
