public import Model
import Text

/// The answer of a model, read from a chat completion.
public struct ChatAnswer: Equatable, Sendable {
  public var text: String
  /// The model that answered, as the endpoint names it.
  public var model: String?
  /// The tokens; `nil` if the endpoint reports none.
  public var usage: AgentUsage?
  /// Whether the answer was cut off at a limit of tokens.
  public var isCut: Bool

  /// `nil` if the JSON is not a chat completion. Every member may be missing, or have another type.
  init?(_ json: JSONValue) {
    let choice = json.objectValue?["choices"]?.arrayValue?.first?.objectValue
    guard let content = choice?["message"]?.objectValue?["content"] else { return nil }
    if let text = content.stringValue {
      self.text = text
    } else if let parts = content.arrayValue {
      text = parts.compactMap { $0.objectValue?["text"]?.stringValue }.joined()
    } else {
      return nil
    }
    isCut = choice?["finish_reason"]?.stringValue == "length"
    model = json.objectValue?["model"]?.stringValue
    if let said = json.objectValue?["usage"]?.objectValue {
      var usage = AgentUsage()
      usage.inputTokens = AgentUsage.tokens(said["prompt_tokens"]?.integerValue)
      usage.outputTokens = AgentUsage.tokens(said["completion_tokens"]?.integerValue)
      usage.cachedInputTokens = AgentUsage.tokens(
        said["prompt_tokens_details"]?.objectValue?["cached_tokens"]?.integerValue)
      self.usage = usage == AgentUsage() ? nil : usage
    }
  }

  /// The whole message of an endpoint about an error: from the usual members, else the text.
  static func message(in body: ArraySlice<UInt8>) -> String {
    if let object = (try? JSONValue(parsing: body, replacesLoneSurrogates: true))?.objectValue {
      let error = object["error"]
      let message = error?.objectValue?["message"] ?? error ?? object["message"] ?? object["detail"]
      if let text = message?.stringValue { return text }
    }
    return String(decoding: body, as: UTF8.self)
  }
}
