import Text

extension RPCRequest {
  /// The era of the request's version: the one in its `_meta`, or else an older one.
  func era() throws(RPCError) -> ProtocolVersion.Era {
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

extension RPCError {
  static func longLine(limit: Int) -> RPCError {
    RPCError(code: -32700, message: "the line has more than \(limit) bytes, and was not read")
  }

  fileprivate static func unsupportedVersion(_ requested: String) -> RPCError {
    RPCError(
      code: -32022, message: "Unsupported protocol version",
      data: [
        "supported": .array(ProtocolVersion.all.map { .string($0.text) }),
        "requested": .string(requested.cut(toBytes: 100)),
      ])
  }
}
