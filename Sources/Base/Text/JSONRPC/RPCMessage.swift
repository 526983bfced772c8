/// A message of JSON-RPC 2.0, as one side reads it.
///
/// Source: https://www.jsonrpc.org/specification.
public enum RPCMessage: Equatable, Sendable {
  case request(RPCRequest)
  case notification(method: String, parameters: JSONObject)
  /// The answer to a request of this side; `result` is `nil` if the request failed.
  case response(id: JSONValue, result: JSONValue?)
  /// Not a message; the id is `null` if none can be read.
  case invalid(id: JSONValue, RPCError)

  public init(_ json: JSONValue) {
    guard let object = json.objectValue else {
      self = .invalid(id: nil, .noMessage("send an object"))
      return
    }
    let id = object["id"]
    guard let method = object["method"] else {
      let isResponse = object["result"] != nil || object["error"] != nil
      self =
        isResponse
        ? .response(id: Self.known(id), result: object["error"] == nil ? object["result"] : nil)
        : .invalid(id: Self.known(id), .noMessage("'method' is missing"))
      return
    }
    guard let method = method.stringValue else {
      self = .invalid(id: Self.known(id), .noMessage("'method' is not a text"))
      return
    }
    let parameters: JSONObject?
    switch object["params"] {
    // Some clients send `null` for a method without parameters.
    case nil, .null?: parameters = [:]
    case let params?: parameters = params.objectValue
    }
    // A message without an id is not answered, whatever else is wrong.
    guard let id else {
      self = .notification(method: method, parameters: parameters ?? [:])
      return
    }
    guard Self.known(id) == id, id != .null else {
      self = .invalid(id: nil, .noMessage("'id' is neither a text nor a number"))
      return
    }
    guard object["jsonrpc"] == "2.0" else {
      self = .invalid(id: id, .noMessage("'jsonrpc' is not \"2.0\""))
      return
    }
    guard let parameters else {
      self = .invalid(id: id, .badParameters("'params' is not an object"))
      return
    }
    self = .request(RPCRequest(id: id, method: method, parameters: parameters))
  }

  /// The id as the answer repeats it.
  private static func known(_ id: JSONValue?) -> JSONValue {
    switch id {
    case .string?, .integer?, .number?: id ?? .null
    case nil, .null?, .bool?, .array?, .object?: .null
    }
  }
}

/// A message that is answered.
public struct RPCRequest: Equatable, Sendable {
  /// A text or a number, which the answer repeats.
  public let id: JSONValue
  public let method: String
  public let parameters: JSONObject

  public init(id: JSONValue, method: String, parameters: JSONObject) {
    (self.id, self.method, self.parameters) = (id, method, parameters)
  }

  /// The message that answers the request.
  public func response(_ result: JSONValue) -> JSONValue {
    ["jsonrpc": "2.0", "id": id, "result": result]
  }
}
