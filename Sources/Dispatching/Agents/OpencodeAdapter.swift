import JSON
import QueueModel

struct OpencodeAdapter: AgentAdapter {
  var program: String { "opencode" }

  func arguments(for order: WorkerOrder, by profile: WorkerProfile) -> [String] { [] }

  func makeReader() -> any TranscriptReader { OpencodeReader() }
}

struct OpencodeReader: TranscriptReader {
  private(set) var transcript = AgentTranscript()

  mutating func read(_ event: JSONObject) {}
}
