import Text

/// A message of a client, by JSON-RPC 2.0.
enum Message: Equatable {
  case request(Request)
  /// A notification, or the answer to a request, which this server never makes.
  case unanswered
  /// Not a message; the id is `null` if none can be read.
  case invalid(id: JSONValue, ProtocolError)

  init(_ json: JSONValue) {
    guard let object = json.objectValue else {
      self = .invalid(id: nil, .noMessage("send an object"))
      return
    }
    let id = object["id"]
    guard let method = object["method"] else {
      let isResponse = object["result"] != nil || object["error"] != nil
      self =
        isResponse
        ? .unanswered : .invalid(id: Self.known(id), .noMessage("'method' is missing"))
      return
    }
    guard let method = method.stringValue else {
      self = .invalid(id: Self.known(id), .noMessage("'method' is not a text"))
      return
    }
    // A message without an id is not answered, whatever else is wrong.
    guard let id else {
      self = .unanswered
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
    switch object["params"] {
    case nil: self = .request(Request(id: id, method: method, parameters: [:]))
    case .object(let parameters)?:
      self = .request(Request(id: id, method: method, parameters: parameters))
    case .some: self = .invalid(id: id, .badParameters("'params' is not an object"))
    }
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
struct Request: Equatable {
  /// A text or a number, which the answer repeats.
  let id: JSONValue
  let method: String
  let parameters: JSONObject

  /// The era of the request's version: the one in its `_meta`, or else an older one.
  func era() throws(ProtocolError) -> ProtocolVersion.Era {
    let meta = parameters["_meta"]?.objectValue
    guard let version = meta?[MetaKey.version] else {
      if method != "server/discover" { return .older }
      throw .badParameters("'_meta' lacks '\(MetaKey.version)'")
    }
    guard let text = version.stringValue else {
      throw .badParameters("'\(MetaKey.version)' is not a text")
    }
    guard let version = ProtocolVersion(text) else { throw .unsupportedVersion(text) }
    if version.era == .modern, meta?[MetaKey.capabilities]?.objectValue == nil {
      throw .badParameters("'_meta' lacks the object '\(MetaKey.capabilities)'")
    }
    return version.era
  }
}

/// Keys of `_meta`.
enum MetaKey {
  static let version = "io.modelcontextprotocol/protocolVersion"
  static let capabilities = "io.modelcontextprotocol/clientCapabilities"
  static let server = "io.modelcontextprotocol/serverInfo"
}
