import Host
import Model
import Text

/// Reads the events of `codex exec --json`, also under the names of earlier versions.
/// Source: https://github.com/openai/codex/blob/main/codex-rs/exec/src/exec_events.rs
struct CodexReader: TranscriptReader {
  private(set) var transcript = AgentTranscript()
  private var said: SaidReport
  private let clock: Clock

  /// - Parameters:
  ///   - id: the row of the report; `nil` accepts a report of any row.
  ///   - clock: the start of relative times in messages, such as `in 2 hours`.
  init(of id: String?, clock: Clock) {
    said = SaidReport(of: id)
    self.clock = clock
  }

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
        readError(message)
      } else if transcript.ending == nil || transcript.ending == .succeeded {
        readError("turn failed")
      }
      transcript.isOver = true
    // Transient problems, such as `Reconnecting... 1/5`, also come as errors, so only the end of
    // the turn decides.
    case "error":
      guard !transcript.isOver, let message = Self.message(of: event) else { return }
      readError(message)
    default: break
    }
  }

  private mutating func readItem(_ item: JSONObject, isWhole: Bool) {
    let type = item["type"]?.stringValue ?? item["item_type"]?.stringValue
    // A warning of the program itself also comes as an item.
    if type != "error" { (transcript.hasWorked, transcript.retried) = (true, nil) }
    guard isWhole, type == "agent_message" || type == "assistant_message",
      let text = item["text"]?.stringValue, !text.allSatisfy(\.isWhitespace)
    else { return }
    said.add(text)
    transcript.read(said)
  }

  private mutating func completeTurn(_ counts: JSONObject) {
    let usage = AgentUsage(counts)
    // The program writes zeros even if it has no count.
    let isZero = usage.inputTokens == 0 && usage.outputTokens == 0
    transcript.counters = isZero || usage == AgentUsage() ? nil : usage
    transcript.ending =
      isZero && transcript.report == nil
      ? .failed(.rateLimit, reason: "no tokens and no message: a usage limit") : .succeeded
    transcript.retried = nil
    transcript.isOver = true
  }

  private static func message(of event: JSONObject) -> String? {
    event["message"]?.stringValue ?? event["error"]?.objectValue?["message"]?.stringValue
  }

  private mutating func readError(_ message: String) {
    let failure = CodexFailure(message, now: clock.now() / 1_000_000_000)
    let ending = AgentTranscript.Ending.failed(
      failure.failureClass, reason: message, retryAt: failure.retryAt)
    transcript.retried = failure.isPassing ? ending : nil
    // The program may still succeed, so its end shows no more than that it failed.
    transcript.ending = failure.isPassing ? .failed(.agent, reason: message) : ending
  }
}

extension AgentUsage {
  /// Reads the number of tokens that the thread has used so far.
  fileprivate init(_ counts: JSONObject) {
    self.init()
    inputTokens = Self.tokens(counts["input_tokens"]?.integerValue)
    cachedInputTokens = Self.tokens(counts["cached_input_tokens"]?.integerValue)
    outputTokens = Self.tokens(counts["output_tokens"]?.integerValue)
  }
}
