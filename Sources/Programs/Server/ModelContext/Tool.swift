public import Text

/// A tool that a client's model can call.
public struct Tool {
  /// The effect of a call, for the person whom a client asks.
  public enum Effect: Sendable {
    case reads
    /// It removes nothing.
    case adds
    case changes
  }

  public let name: String
  /// When to call it and what it returns, for the model.
  public let description: String
  public let parameters: [Parameter]
  public let effect: Effect
  let call: (Arguments) -> ToolResult

  public init(
    _ name: String, _ description: String, _ parameters: [Parameter], _ effect: Effect,
    call: @escaping (Arguments) -> ToolResult
  ) {
    (self.name, self.description, self.parameters) = (name, description, parameters)
    (self.effect, self.call) = (effect, call)
  }

  /// The tool as an element of the list of tools.
  var json: JSONValue {
    let hints: JSONValue =
      switch effect {
      case .reads: ["readOnlyHint": true]
      case .adds: ["destructiveHint": false]
      case .changes: ["destructiveHint": true]
      }
    return [
      "name": .string(name), "description": .string(description),
      "inputSchema": .object(Parameter.schema(of: parameters)), "annotations": hints,
    ]
  }
}

/// The result of a call.
public struct ToolResult {
  /// The text that a model reads.
  public let text: String
  /// The same for programs, as an object.
  public let structured: JSONValue?
  public let isError: Bool

  public init(_ text: String, _ structured: JSONValue?, isError: Bool = false) {
    (self.text, self.structured, self.isError) = (text, structured, isError)
  }

  /// The size of each part in bytes: a client shows a model one of them, and each token costs money.
  public static let limit = 6000

  /// The result, with both parts cut if they are too long.
  func json(in era: ProtocolVersion.Era) -> JSONObject {
    var result: JSONObject = [
      "content": [["type": "text", "text": .string(text.cut(toBytes: Self.limit))]]
    ]
    if let structured { result["structuredContent"] = structured.cut(toBytes: Self.limit) }
    if isError || era == .modern { result["isError"] = .bool(isError) }
    return result
  }
}
