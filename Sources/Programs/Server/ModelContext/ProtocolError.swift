import Text

/// Why a message gets no result, with the error codes of JSON-RPC 2.0 and the protocol.
struct ProtocolError: Error, Equatable {
  let code: Int
  let message: String
  var data: JSONValue?

  /// The line is not JSON.
  static func noJSON(_ reason: String) -> ProtocolError {
    ProtocolError(code: -32700, message: "the line is not JSON: \(reason)")
  }

  static func longLine(limit: Int) -> ProtocolError {
    ProtocolError(code: -32700, message: "the line has more than \(limit) bytes, and was not read")
  }

  /// The line is JSON, but not a message.
  static func noMessage(_ reason: String) -> ProtocolError {
    ProtocolError(code: -32600, message: "not a JSON-RPC 2.0 message: \(reason)")
  }

  static func noMethod(_ name: String) -> ProtocolError {
    ProtocolError(code: -32601, message: "there is no method '\(name)' here")
  }

  static func badParameters(_ reason: String) -> ProtocolError {
    ProtocolError(code: -32602, message: reason)
  }

  static func unsupportedVersion(_ requested: String) -> ProtocolError {
    ProtocolError(
      code: -32022, message: "Unsupported protocol version",
      data: [
        "supported": .array(ProtocolVersion.all.map { .string($0.text) }),
        "requested": .string(requested.cut(toBytes: 100)),
      ])
  }

  /// The message that answers a request; the id is `null` for a line whose request is unknown.
  func response(to id: JSONValue) -> JSONValue {
    var error: JSONObject = ["code": .integer(code), "message": .string(message)]
    if let data { error["data"] = data }
    return ["jsonrpc": "2.0", "id": id, "error": .object(error)]
  }
}
