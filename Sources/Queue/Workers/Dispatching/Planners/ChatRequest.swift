public import Text

/// A request to a chat endpoint.
public struct ChatRequest: Equatable, Sendable {
  private let endpoint: ChatEndpoint
  public var messages: [Message]
  public var format: Format

  /// The maximum number of tokens of an answer from Anthropic's API, which requires a limit.
  static let mostTokens = 16_000

  /// - Parameters:
  ///   - endpoint: determines the model, and the form of the request.
  ///   - messages: the messages in their order.
  ///   - format: the requested format of the answer; messages of Anthropic's API have only `text`.
  public init(to endpoint: ChatEndpoint, _ messages: [Message], format: Format = .text) {
    (self.endpoint, self.messages, self.format) = (endpoint, messages, format)
  }

  public struct Message: Equatable, Sendable {
    public let role: Role
    public let text: String

    public init(_ role: Role, _ text: String) { (self.role, self.text) = (role, text) }

    fileprivate var json: JSONValue {
      ["role": .string(role.rawValue), "content": .string(text)]
    }
  }

  public enum Role: String, Sendable { case system, user, assistant }

  /// The requested format of the answer, the strictest first. Not every endpoint supports all
  /// formats.
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
    switch endpoint.form {
    case .completions: completionsJSON
    case .messages: messagesJSON
    }
  }

  private var messagesJSON: JSONValue {
    let system = messages.filter { $0.role == .system }.map(\.text)
    var object: JSONObject = [
      "model": .string(endpoint.model), "max_tokens": .integer(Self.mostTokens), "stream": false,
      "messages": .array(messages.filter { $0.role != .system }.map(\.json)),
    ]
    if !system.isEmpty { object["system"] = .string(system.joined(separator: "\n\n")) }
    return .object(object)
  }

  private var completionsJSON: JSONValue {
    var object: JSONObject = [
      "model": .string(endpoint.model), "stream": false,
      "messages": .array(messages.map(\.json)),
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
