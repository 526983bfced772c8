/// Why a message gets no result, with an error code of JSON-RPC 2.0 or of a protocol on it.
public struct RPCError: Error, Equatable, Sendable {
  public let code: Int
  public let message: String
  public var data: JSONValue?

  public init(code: Int, message: String, data: JSONValue? = nil) {
    (self.code, self.message, self.data) = (code, message, data)
  }

  /// What was read is not JSON.
  ///
  /// - Parameter unit: what was read, such as "the line".
  public static func noJSON(_ unit: String, _ reason: String) -> RPCError {
    RPCError(code: -32700, message: "\(unit) is not JSON: \(reason)")
  }

  /// What was read is JSON, but not a message.
  public static func noMessage(_ reason: String) -> RPCError {
    RPCError(code: -32600, message: "not a JSON-RPC 2.0 message: \(reason)")
  }

  public static func noMethod(_ name: String) -> RPCError {
    RPCError(code: -32601, message: "there is no method '\(name)' here")
  }

  public static func badParameters(_ reason: String) -> RPCError {
    RPCError(code: -32602, message: reason)
  }

  /// The message that answers a request; the id is `null` for one that is unknown.
  public func response(to id: JSONValue) -> JSONValue {
    var error: JSONObject = ["code": .integer(code), "message": .string(message)]
    if let data { error["data"] = data }
    return ["jsonrpc": "2.0", "id": id, "error": .object(error)]
  }
}
