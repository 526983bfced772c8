public import Text

/// A request for a chat completion, in the form of OpenAI's API.
public struct ChatRequest: Equatable, Sendable {
  public var model: String
  public var messages: [Message]
  public var format: Format

  public init(model: String, messages: [Message], format: Format = .text) {
    (self.model, self.messages, self.format) = (model, messages, format)
  }

  public struct Message: Equatable, Sendable {
    public let role: Role
    public let text: String

    public init(_ role: Role, _ text: String) { (self.role, self.text) = (role, text) }
  }

  public enum Role: String, Sendable { case system, user, assistant }

  /// The requested format of the answer, the strictest first: not every endpoint knows each.
  public enum Format: Equatable, Sendable {
    case schema(JSONValue)
    case json
    case text

    /// The format to request if an endpoint refuses this one; `nil` if none is left.
    public var simpler: Format? {
      switch self {
      case .schema: .json
      case .json: .text
      case .text: nil
      }
    }
  }

  public var json: JSONValue {
    var object: JSONObject = [
      "model": .string(model), "stream": false,
      "messages": .array(
        messages.map { ["role": .string($0.role.rawValue), "content": .string($0.text)] }),
    ]
    switch format {
    case .schema(let schema):
      object["response_format"] = [
        "type": "json_schema", "json_schema": ["name": "plan", "schema": schema],
      ]
    case .json: object["response_format"] = ["type": "json_object"]
    case .text: break
    }
    return .object(object)
  }
}
