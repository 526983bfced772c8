import JSON
import QueueModel

struct CodexAdapter: AgentAdapter {
  var program: String { "codex" }

  func arguments(for order: WorkerOrder, by profile: WorkerProfile) -> [String] { [] }

  func makeReader() -> any TranscriptReader { CodexReader() }
}

struct CodexReader: TranscriptReader {
  private(set) var transcript = AgentTranscript()

  mutating func read(_ event: JSONObject) {}
}
