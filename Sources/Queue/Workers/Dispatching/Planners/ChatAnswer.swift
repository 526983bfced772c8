public import Model
import Text

/// The answer of a model, read from a chat completion or from a message of Anthropic's API.
public struct ChatAnswer: Equatable, Sendable {
  public var text: String
  /// The model that answered, as the endpoint names it.
  public var model: String?
  /// The tokens; `nil` if the endpoint reports none.
  public var usage: AgentUsage?
  /// Whether a limit of tokens truncated the answer.
  public var isCut: Bool

  /// `nil` if the JSON is no such answer. Every member may be missing, or have another type.
  init?(_ json: JSONValue) {
    guard let object = json.objectValue else { return nil }
    let counts = object["usage"]?.objectValue
    let usage: AgentUsage?
    if let choice = object["choices"]?.arrayValue?.first?.objectValue {
      guard let text = choice["message"]?.objectValue?["content"].flatMap(Self.text) else {
        return nil
      }
      (self.text, isCut) = (text, choice["finish_reason"]?.stringValue == "length")
      usage = counts.map(AgentUsage.init(ofCompletion:))
    } else {
      guard object["type"]?.stringValue == "message", let parts = object["content"]?.arrayValue,
        let text = Self.text(.array(parts))
      else { return nil }
      (self.text, isCut) = (text, object["stop_reason"]?.stringValue == "max_tokens")
      usage = counts.map(AgentUsage.init(ofMessages:))
    }
    model = object["model"]?.stringValue
    self.usage = usage == AgentUsage() ? nil : usage
  }

  private static func text(_ content: JSONValue) -> String? {
    content.stringValue
      ?? content.arrayValue?.compactMap { $0.objectValue?["text"]?.stringValue }.joined()
  }
}

extension AgentUsage {
  fileprivate init(ofCompletion counts: JSONObject) {
    self.init()
    inputTokens = Self.tokens(counts["prompt_tokens"]?.integerValue)
    outputTokens = Self.tokens(counts["completion_tokens"]?.integerValue)
    cachedInputTokens = Self.tokens(
      counts["prompt_tokens_details"]?.objectValue?["cached_tokens"]?.integerValue)
  }

  /// The usage of an endpoint that generated nothing.
  public static var nothing: AgentUsage {
    var usage = AgentUsage()
    (usage.inputTokens, usage.outputTokens) = (0, 0)
    return usage
  }
}
