import Host
import TestSupport
import Testing
import Text

@testable import Server

/// What a server answers, line by line, in both eras.
@Suite struct TalkTests {
  /// A talk: each line of a client, and what comes of it; nothing for an empty answer.
  struct Talk: CustomTestStringConvertible, Sendable {
    let name: String
    let lines: [(sent: String, answer: String)]
    var testDescription: String { name }

    init(_ name: String, _ lines: (String, String)...) {
      (self.name, self.lines) = (name, lines.map { (sent: $0.0, answer: $0.1) })
    }
  }

  static var server: ModelContextServer {
    ModelContextServer(
      name: "echo", version: "1.2", instructions: "Says what you say.",
      tools: [
        Tool("say", "Say a text.", [Parameter("text", .text, "what", isRequired: true)], .reads) {
          ToolResult($0.requiredText("text"), ["said": .string($0.requiredText("text"))])
        },
        Tool("fail", "Fail.", [Parameter("times", .whole(1...3))], .changes) { _ in
          ToolResult("it failed (try again)", nil, isError: true)
        },
      ])
  }

  func answers(to line: String) throws -> String {
    var answer: [UInt8] = []
    try Array(line.utf8).withUnsafeBytes { line in
      try Self.server.answer(.bytes(line)) { answer += $0 }
    }
    return String(decoding: answer, as: UTF8.self)
  }

  static let meta = """
    "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
    "io.modelcontextprotocol/clientCapabilities":{}}
    """
  static let mark =
    #""_meta":{"io.modelcontextprotocol/serverInfo":{"name":"echo","version":"1.2"}}"#
  static let tools = """
    "tools":[{"name":"say","description":"Say a text.","inputSchema":{"type":"object","properties":\
    {"text":{"type":"string","description":"what"}},"required":["text"],"additionalProperties":false},\
    "annotations":{"readOnlyHint":true}},{"name":"fail","description":"Fail.","inputSchema":{"type":\
    "object","properties":{"times":{"type":"integer","minimum":1,"maximum":3}},"additionalProperties":\
    false},"annotations":{"destructiveHint":true}}]
    """
  static let versions = #"["2026-07-28","2025-11-25","2025-06-18","2025-03-26","2024-11-05"]"#

  static func answer(_ id: String, _ result: String) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"result":{\#(result)}}"# + "\n"
  }
  static func error(_ id: String, _ code: Int, _ message: String, _ data: String = "") -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"error":{"code":\#(code),"message":"\#(message)"\#(data)}}"#
      + "\n"
  }
  static func call(_ id: String, _ method: String, _ parameters: String? = nil) -> String {
    let tail = parameters.map { #","params":{\#($0)}"# } ?? ""
    return #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)"\#(tail)}"#
  }
  static func welcome(_ version: String) -> String {
    """
    "protocolVersion":"\(version)","capabilities":{"tools":{}},"serverInfo":{"name":"echo",\
    "version":"1.2"},"instructions":"Says what you say."
    """
  }

  static let talks: [Talk] = [
    Talk(
      "an older client shakes hands, lists and calls",
      (
        call(
          "0", "initialize", #""protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{}"#),
        answer("0", welcome("2025-06-18"))
      ),
      (#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, ""),
      (call("1", "ping"), answer("1", "")),
      (call("2", "tools/list"), answer("2", tools)),
      (
        call(#""three""#, "tools/call", #""name":"say","arguments":{"text":"hi"}"#),
        answer(
          #""three""#,
          #""content":[{"type":"text","text":"hi"}],"structuredContent":{"said":"hi"}"#)
      ),
      (
        call("4", "tools/call", #""name":"fail""#),
        answer("4", #""content":[{"type":"text","text":"it failed (try again)"}],"isError":true"#)
      )),
    Talk(
      "a version that is not known is answered by the newest older one",
      (
        call("1", "initialize", #""protocolVersion":"2031-01-01""#),
        answer("1", welcome("2025-11-25"))
      ),
      (
        call("2", "initialize", #""protocolVersion":"2026-07-28""#),
        answer("2", welcome("2025-11-25"))
      ),
      (call("3", "initialize"), answer("3", welcome("2025-11-25")))),
    Talk(
      "a modern client discovers, lists and calls, without a handshake",
      (
        call("1", "server/discover", meta),
        answer(
          "1",
          """
          "resultType":"complete","supportedVersions":\(versions),"capabilities":{"tools":{}},\
          "instructions":"Says what you say.","ttlMs":3600000,"cacheScope":"public",\(mark)
          """)
      ),
      (
        call("2", "tools/list", meta),
        answer(
          "2", #""resultType":"complete",\#(tools),"ttlMs":3600000,"cacheScope":"public",\#(mark)"#)
      ),
      (
        call("3", "tools/call", #"\#(meta),"name":"say","arguments":{"text":"hi"}"#),
        answer(
          "3",
          """
          "resultType":"complete","content":[{"type":"text","text":"hi"}],"structuredContent":\
          {"said":"hi"},"isError":false,\(mark)
          """)
      ),
      (call("4", "ping", meta), error("4", -32601, "there is no method 'ping' here")),
      (call("5", "initialize", meta), error("5", -32601, "there is no method 'initialize' here"))),
    Talk(
      "both eras on one pipe",
      (
        call("1", "prompts/list", meta),
        answer(
          "1",
          #""resultType":"complete","prompts":[],"ttlMs":3600000,"cacheScope":"public",\#(mark)"#)
      ),
      (call("2", "prompts/list"), answer("2", #""prompts":[]"#)),
      (call("3", "resources/list"), answer("3", #""resources":[]"#)),
      (call("4", "resources/templates/list"), answer("4", #""resourceTemplates":[]"#)),
      (
        call(
          "5", "prompts/list", #""_meta":{"io.modelcontextprotocol/protocolVersion":"2025-11-25"}"#),
        answer("5", #""prompts":[]"#)
      ),
      (call("6", "prompts/list", #""_meta":{"progressToken":7}"#), answer("6", #""prompts":[]"#))),
    Talk(
      "a modern request that lacks something, or is of another version",
      (
        call(
          "1", "tools/list", #""_meta":{"io.modelcontextprotocol/protocolVersion":"2031-01-01"}"#),
        error(
          "1", -32022, "Unsupported protocol version",
          #","data":{"supported":\#(versions),"requested":"2031-01-01"}"#)
      ),
      (
        call(
          "2", "tools/list", #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}"#),
        error(
          "2", -32602, "'_meta' lacks the object 'io.modelcontextprotocol/clientCapabilities'")
      ),
      (
        call(
          "8", "ping",
          #""_meta":{"io.modelcontextprotocol/protocolVersion":"\#(String(repeating: "9", count: 9000))"}"#
        ),
        error(
          "8", -32022, "Unsupported protocol version",
          #","data":{"supported":\#(versions),"requested":"\#(String(repeating: "9", count: 81)) (cut: 9000 bytes)"}"#
        )
      ),
      (
        call("3", "server/discover"),
        error("3", -32602, "'_meta' lacks 'io.modelcontextprotocol/protocolVersion'")
      ),
      (
        call("4", "tools/list", #""_meta":{"io.modelcontextprotocol/protocolVersion":2}"#),
        error("4", -32602, "'io.modelcontextprotocol/protocolVersion' is not a text")
      )),
    Talk(
      "lines that are no messages, after which the server goes on",
      ("", ""), (" \t\r", ""),
      (
        #"{"jsonrpc":"2.0","id":1,"method":"pi"#,
        error("null", -32700, "the line is not JSON: line 1, column 37: unexpected end of JSON")
      ),
      ("7", error("null", -32600, "not a JSON-RPC 2.0 message: send an object")),
      (
        #"{"jsonrpc":"2.0","id":1}"#,
        error("1", -32600, "not a JSON-RPC 2.0 message: 'method' is missing")
      ),
      (
        #"{"jsonrpc":"2.0","id":1,"method":5}"#,
        error("1", -32600, "not a JSON-RPC 2.0 message: 'method' is not a text")
      ),
      (
        #"{"id":1,"method":"ping"}"#,
        error("1", -32600, #"not a JSON-RPC 2.0 message: 'jsonrpc' is not \"2.0\""#)
      ),
      (
        #"{"jsonrpc":"2.0","id":null,"method":"ping"}"#,
        error("null", -32600, "not a JSON-RPC 2.0 message: 'id' is neither a text nor a number")
      ),
      (
        #"{"jsonrpc":"2.0","id":[1],"method":"ping"}"#,
        error("null", -32600, "not a JSON-RPC 2.0 message: 'id' is neither a text nor a number")
      ),
      (
        #"{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}"#,
        error("1", -32602, "'params' is not an object")
      ),
      (call("2", "ping") + "\r", answer("2", ""))),
    Talk(
      "what gets no answer: notifications, cancellations, answers that nobody asked for",
      (#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":12}}"#, ""),
      (#"{"jsonrpc":"2.0","method":"notifications/unheard-of","params":[]}"#, ""),
      (#"{"jsonrpc":"2.0","id":4,"result":{}}"#, ""),
      (#"{"jsonrpc":"2.0","id":4,"error":{"code":1,"message":"no"}}"#, "")),
    Talk(
      "methods, tools and arguments that there are not",
      (
        call("1", "logging/setLevel"),
        error("1", -32601, "there is no method 'logging/setLevel' here")
      ),
      (
        call("2", "tools/call", #""name":"sing""#),
        error("2", -32602, "Unknown tool: sing (there are say, fail)")
      ),
      (call("3", "tools/call"), error("3", -32602, "'name' must be the name of a tool")),
      (
        call("4", "tools/call", #""name":"say","arguments":[]"#),
        error("4", -32602, "'arguments' is not an object")
      ),
      (
        call("5", "tools/list", #""cursor":"x""#),
        error("5", -32602, "'cursor' names no page: the list has only one")
      ),
      (
        call("6", "tools/call", #""name":"say""#),
        answer(
          "6", #""content":[{"type":"text","text":"say needs 'text', a text"}],"isError":true"#)
      ),
      (
        call("7", "tools/call", #""name":"say","arguments":{"text":"a","loud":true}"#),
        answer(
          "7",
          #""content":[{"type":"text","text":"say takes no 'loud' (it takes text)"}],"isError":true"#
        )
      ),
      (
        call("8", "tools/call", #""name":"fail","arguments":{"times":4}"#),
        answer(
          "8",
          """
          "content":[{"type":"text","text":"'times' of fail is not a whole number from 1 to 3"}],\
          "isError":true
          """)
      )),
    Talk(
      "several messages in one line, as revision 2025-03-26 has them",
      (
        "[\(call("1", "ping")),\(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#),7,\(call("2", "initialize"))]",
        """
        [\(answer("1", "").dropLast()),\
        \(error("null", -32600, "not a JSON-RPC 2.0 message: send an object").dropLast()),\
        \(error("2", -32600, "not a JSON-RPC 2.0 message: 'initialize' can't be in a list").dropLast())]\n
        """
      ),
      (#"[{"jsonrpc":"2.0","method":"notifications/initialized"}]"#, ""),
      ("[]", error("null", -32600, "not a JSON-RPC 2.0 message: the list is empty"))),
  ]

  @Test(arguments: talks)
  func `each line gets its answer`(_ talk: Talk) throws {
    for (sent, answer) in talk.lines {
      let got = try answers(to: sent)
      #expect(got == answer, "\(sent)")
    }
  }

  @Test(
    arguments: [
      ("3", 3), ("3.0", 3), ("30e-1", 3), ("2.5", nil), ("4.0", nil), (#""3""#, nil),
    ] as [(String, Int?)])
  func `a whole number may be written with a fraction of zero`(
    _ text: String, _ number: Int?
  ) throws {
    let object = try JSONValue(parsing: Array("{\"times\": \(text)}".utf8)).objectValue
    let arguments = try? Arguments(
      object ?? [:], [Parameter("times", .whole(1...3))], of: "fail")
    #expect(arguments?.number("times") == number)
  }

  @Test func `a line that is too long is refused`() throws {
    var answer: [UInt8] = []
    try Self.server.answer(.tooLong) { answer += $0 }
    #expect(
      String(decoding: answer, as: UTF8.self)
        == Self.error("null", -32700, "the line has more than 16777216 bytes, and was not read"))
  }

  @Test func `whatever comes, each answer is a line of JSON and the server goes on`() throws {
    var numbers = SeededGenerator(seed: 20)
    let lines = Self.talks.flatMap(\.lines).map { Array($0.sent.utf8) }.filter { !$0.isEmpty }
    for _ in 0..<3000 {
      var line = lines.randomElement(using: &numbers) ?? []
      for _ in 0..<Int.random(in: 1...4, using: &numbers) {
        let place = Int.random(in: 0..<line.count, using: &numbers)
        switch Int.random(in: 0..<3, using: &numbers) {
        case 0: line[place] = UInt8.random(in: 0...255, using: &numbers)
        case 1 where line.count > 1: line.remove(at: place)
        default: line.insert(contentsOf: line[place...].prefix(9), at: place)
        }
      }
      var answer: [UInt8] = []
      try line.withUnsafeBytes { bytes in try Self.server.answer(.bytes(bytes)) { answer += $0 } }
      if answer.isEmpty { continue }
      #expect(answer.last == 10 && answer.dropLast().allSatisfy { $0 != 10 })
      #expect(throws: Never.self) { try JSONValue(parsing: answer) }
    }
  }
}
