import Host
import Model
import Text

/// Reads the events of `codex exec --json`, also under the names of earlier versions.
/// Source: https://github.com/openai/codex/blob/main/codex-rs/exec/src/exec_events.rs
struct CodexReader: TranscriptReader {
  private(set) var transcript = AgentTranscript()
  private let clock: Clock

  /// - Parameter clock: the start of relative times in messages, such as `in 2 hours`.
  init(clock: Clock) { self.clock = clock }

  mutating func read(_ event: JSONObject) {
    switch event["type"]?.stringValue {
    case "thread.started": transcript.session = event["thread_id"]?.stringValue
    case "session.created": transcript.session = event["session_id"]?.stringValue
    case "item.started", "item.updated", "item.completed":
      readItem(
        event["item"]?.objectValue ?? [:],
        isWhole: event["type"]?.stringValue == "item.completed")
    case "turn.completed": completeTurn(event["usage"]?.objectValue ?? [:])
    case "turn.failed":
      if let message = Self.message(of: event) {
        transcript.ending = ending(message)
      } else if transcript.ending == nil || transcript.ending == .succeeded {
        transcript.ending = ending("turn failed")
      }
      transcript.isOver = true
    // Transient problems come as errors too, such as `Reconnecting... 1/5`: the end of the turn
    // decides.
    case "error":
      guard !transcript.isOver, let message = Self.message(of: event) else { return }
      transcript.ending = ending(message)
    default: break
    }
  }

  private mutating func readItem(_ item: JSONObject, isWhole: Bool) {
    let type = item["type"]?.stringValue ?? item["item_type"]?.stringValue
    // A warning of the program itself is an item too.
    if type != "error" { transcript.hasWorked = true }
    guard isWhole, type == "agent_message" || type == "assistant_message",
      let text = item["text"]?.stringValue, !text.allSatisfy(\.isWhitespace)
    else { return }
    transcript.report = text
  }

  private mutating func completeTurn(_ counts: JSONObject) {
    let usage = AgentUsage(counts)
    // The program writes zeros even if it has no count.
    let isZero = usage.inputTokens == 0 && usage.outputTokens == 0
    transcript.counters = isZero || usage == AgentUsage() ? nil : usage
    transcript.ending =
      isZero && transcript.report == nil
      ? .failed(.rateLimit, reason: "no tokens and no message: a usage limit") : .succeeded
    transcript.isOver = true
  }

  private static func message(of event: JSONObject) -> String? {
    event["message"]?.stringValue ?? event["error"]?.objectValue?["message"]?.stringValue
  }

  private func ending(_ message: String) -> AgentTranscript.Ending {
    let failure = CodexFailure(message)
    let now = clock.now() / 1_000_000_000
    return .failed(
      failure.failureClass, reason: message, retryAt: failure.retrySeconds.map { now + $0 })
  }
}

extension AgentUsage {
  /// Reads the tokens that the thread took so far.
  fileprivate init(_ counts: JSONObject) {
    self.init()
    inputTokens = Self.tokens(counts["input_tokens"]?.integerValue)
    cachedInputTokens = Self.tokens(counts["cached_input_tokens"]?.integerValue)
    outputTokens = Self.tokens(counts["output_tokens"]?.integerValue)
  }
}
