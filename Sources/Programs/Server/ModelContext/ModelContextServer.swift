import Host
import Text

/// A server of the Model Context Protocol, whose tools a client's model calls.
///
/// Each message is answered before the next one is read: answers come in the order of the requests,
/// and nothing is kept for a client that does not read them. So a `notifications/cancelled` always
/// comes too late, which the protocol allows.
public struct ModelContextServer {
  private let name: String
  private let version: String
  private let instructions: String
  private let tools: [Tool]

  /// - Parameters:
  ///   - name: the name of the program.
  ///   - version: the version of the program.
  ///   - instructions: what a model should know before it calls a tool.
  ///   - tools: the tools in the order in which they are listed.
  public init(name: String, version: String, instructions: String, tools: [Tool]) {
    (self.name, self.version) = (name, version)
    (self.instructions, self.tools) = (instructions, tools)
  }

  /// The longest line that is read, in bytes.
  public static let longestLine = 16 << 20

  /// Answers messages of standard input, one per line, until its end, or until an answer can't be
  /// written.
  ///
  /// - Parameters:
  ///   - pause: called before each wait for messages. It returns after which time it is to be called
  ///     again, if no message comes; `nil` for never.
  ///   - send: writes whole lines; nothing else may write to the same place meanwhile.
  public func serve(pause: () -> Duration?, _ send: ([UInt8]) throws -> Void) throws {
    var problem: (any Error)?
    try StandardInput.visitLines(longest: Self.longestLine, pause: pause) { line in
      do { try answer(line, send) } catch { problem = error }
      return problem == nil
    }
    if let problem { throw problem }
  }

  /// Answers one line. A notification and an empty line get no answer.
  ///
  /// - Parameters:
  ///   - line: the line as it was read.
  ///   - send: receives the line of the answer, in pieces if it answers several requests.
  func answer(_ line: FileLine, _ send: ([UInt8]) throws -> Void) throws {
    let bytes: UnsafeRawBufferPointer
    switch line {
    case .tooLong:
      return try send(lines(RPCError.longLine(limit: Self.longestLine).response(to: nil)))
    case .bytes(let read): bytes = read
    }
    if bytes.allSatisfy({ $0 == 0x20 || $0 == 9 || $0 == 13 }) { return }
    let json: JSONValue
    do { json = try JSONValue(parsing: bytes) } catch {
      return try send(lines(RPCError.noJSON("the line", "\(error)").response(to: nil)))
    }
    guard let messages = json.arrayValue else {
      if let response = response(to: RPCMessage(json)) { try send(lines(response)) }
      return
    }
    try answer(batch: messages, send)
  }

  /// Answers several messages in one line, which revision 2025-03-26 allows, in one line.
  private func answer(batch: [JSONValue], _ send: ([UInt8]) throws -> Void) throws {
    if batch.isEmpty {
      return try send(lines(RPCError.noMessage("the list is empty").response(to: nil)))
    }
    var isFirst = true
    for json in batch {
      var message = RPCMessage(json)
      if case .request(let request) = message, request.method == "initialize" {
        message = .invalid(
          id: request.id, .noMessage("'initialize' can't be in a list"))
      }
      guard let response = response(to: message) else { continue }
      var bytes = [isFirst ? UInt8(ascii: "[") : UInt8(ascii: ",")]
      response.write(to: &bytes)
      try send(bytes)
      isFirst = false
    }
    if !isFirst { try send(Array("]\n".utf8)) }
  }

  private func lines(_ response: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    response.write(to: &bytes)
    bytes.append(10)
    return bytes
  }

  private func response(to message: RPCMessage) -> JSONValue? {
    switch message {
    // This server makes no requests.
    case .notification, .response: return nil
    case .invalid(let id, let error): return error.response(to: id)
    case .request(let request):
      do throws(RPCError) {
        return request.response(.object(try result(of: request)))
      } catch {
        return error.response(to: request.id)
      }
    }
  }
}

// MARK: Methods

extension ModelContextServer {
  private func result(of request: RPCRequest) throws(RPCError) -> JSONObject {
    switch try request.era() {
    case .older: return try olderResult(of: request)
    case .modern:
      var result: JSONObject = ["resultType": "complete"]
      for (key, value) in try modernResult(of: request).members { result[key] = value }
      result["_meta"] = [MetaKey.server: identity]
      return result
    }
  }

  private func olderResult(of request: RPCRequest) throws(RPCError) -> JSONObject {
    switch request.method {
    case "initialize":
      let version = ProtocolVersion.agreed(
        with: request.parameters["protocolVersion"]?.stringValue)
      return [
        "protocolVersion": JSONValue(version?.text), "capabilities": capabilities,
        "serverInfo": identity, "instructions": .string(instructions),
      ]
    case "ping": return [:]
    default: return try commonResult(of: request, in: .older)
    }
  }

  private func modernResult(of request: RPCRequest) throws(RPCError) -> JSONObject {
    var result: JSONObject
    switch request.method {
    case "server/discover":
      result = [
        "supportedVersions": .array(ProtocolVersion.all.map { .string($0.text) }),
        "capabilities": capabilities, "instructions": .string(instructions),
      ]
    case "tools/call": return try commonResult(of: request, in: .modern)
    default: result = try commonResult(of: request, in: .modern)
    }
    // Only another version of this program has other tools.
    result["ttlMs"] = 3_600_000
    result["cacheScope"] = "public"
    return result
  }

  /// Lists and calls. Lists of what is not offered are empty, for clients that ask anyway.
  private func commonResult(
    of request: RPCRequest, in era: ProtocolVersion.Era
  ) throws(RPCError) -> JSONObject {
    switch request.method {
    case "tools/list": return try list("tools", tools.map(\.json), request)
    case "tools/call": return try call(request).json(in: era)
    case "resources/list": return try list("resources", [], request)
    case "resources/templates/list": return try list("resourceTemplates", [], request)
    case "prompts/list": return try list("prompts", [], request)
    default: throw .noMethod(request.method.cut(toBytes: 200))
    }
  }

  private func list(
    _ name: String, _ elements: [JSONValue], _ request: RPCRequest
  ) throws(RPCError) -> JSONObject {
    if let cursor = request.parameters["cursor"], cursor != .null {
      throw .badParameters("'cursor' names no page: the list has only one")
    }
    return JSONObject(members: [(name, .array(elements))])
  }

  private func call(_ request: RPCRequest) throws(RPCError) -> ToolResult {
    guard let name = request.parameters["name"]?.stringValue else {
      throw .badParameters("'name' must be the name of a tool")
    }
    guard let tool = tools.first(where: { $0.name == name }) else {
      let known = tools.map(\.name).joined(separator: ", ")
      throw .badParameters("Unknown tool: \(name.cut(toBytes: 200)) (there are \(known))")
    }
    let arguments: JSONObject
    switch request.parameters["arguments"] {
    case nil, .null?: arguments = [:]
    case .object(let object)?: arguments = object
    case .some: throw .badParameters("'arguments' is not an object")
    }
    // A model can correct these mistakes.
    do throws(Arguments.Mistake) {
      return tool.call(try Arguments(arguments, tool.parameters, of: name))
    } catch {
      return ToolResult(error.text, nil, isError: true)
    }
  }

  private var capabilities: JSONValue { ["tools": [:]] }

  private var identity: JSONValue { ["name": .string(name), "version": .string(version)] }
}
