import Door
import Table
import TestSupport
import Testing
import Text

@testable import LanguageServer

/// Messages of all kinds, in one process, without a queue on disk.
@Suite struct RandomMessageTests {
  private static let header =
    "| id | status | priority | task | success_criteria | owner_session | started_at_kst | due_at_kst | notes |\n"
    + "|---|---|---|---|---|---|---|---|---|\n"

  /// A server that has a document open, and what it sends.
  private func server(_ text: String, _ sent: @escaping ([UInt8]) -> Void) throws -> LanguageServer
  {
    let server = LanguageServer(
      version: "1", language: .english, person: Caller(),
      openingOfFolder: { Opening(.search, in: $0, program: "orch") }, send: sent)
    try server.receive([
      .request(RPCRequest(id: 1, method: "initialize", parameters: ["capabilities": [:]])),
      .notification(
        method: "textDocument/didOpen",
        parameters: [
          "textDocument": ["uri": "untitled:1", "version": 1, "text": .string(text)]
        ]),
    ])
    return server
  }

  private func randomText(_ random: inout SeededGenerator) -> String {
    let pieces = [
      "| A | PENDING | P1 | t | c | - | - | - | |\n",
      "| B | DONE | P9 | 로그 | grep: a b | - | - | x | after=A C |\n",
      "\r", "\r\n", "<<<<<<< a\n", "=======\n", "|", "\\|", "\u{200B}", "👩", "after=", "A", " ",
      "-", "\n", "#",
    ]
    return (0..<Int.random(in: 0...8, using: &random)).map { _ in
      pieces.randomElement(using: &random)!
    }.joined()
  }

  @Test(arguments: 0..<150 as Range<UInt64>)
  func `changes one by one are found to be what the whole text is`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let document = OpenDocument(
      "untitled:1", Self.header + randomText(&random), version: 1, .utf16, queue: nil)
    for version in 2...12 {
      let lines = document.buffer.lineCount
      let places = (0..<2).map { _ in
        Position(
          line: Int.random(in: 0...lines, using: &random),
          character: Int.random(in: 0...60, using: &random))
      }
      let range = places.min()!..<places.max()!
      try document.change(
        [["range": range.json, "text": .string(randomText(&random))]], to: version, at: .zero)
      let result = document.beginCheck()()
      #expect(document.endCheck(result))
      let whole = OpenDocument(
        "untitled:2", String(decoding: document.buffer.bytes, as: UTF8.self), version: 1, .utf16,
        queue: nil)
      #expect(whole.endCheck(whole.beginCheck()()))
      func shown(_ document: OpenDocument) -> [String] {
        document.findings.map { "\($0.range) \($0.code) \($0.message.english)" }
      }
      #expect(shown(document) == shown(whole))
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `no message ends the server, and each request is answered`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var answers = 0
    let server = try server(Self.header + randomText(&random)) { bytes in
      if String(decoding: bytes, as: UTF8.self).contains("\"id\"") { answers += 1 }
    }
    answers = 0
    let methods = Feature.all.flatMap(\.methods).map(\.name) + ["shutdow", "initialize", "$/x"]
    func value(_ depth: Int) -> JSONValue {
      switch Int.random(in: 0...9, using: &random) {
      case 0: return nil
      case 1: return .integer([-1, 0, 1, 3, Int.max, Int.min].randomElement(using: &random)!)
      case 2: return .number(1.5)
      case 3:
        return .string(
          ["", "untitled:1", "file:///x", "A", "orch/pick", "%zz"].randomElement(using: &random)!)
      case 4 where depth > 0: return .array([value(depth - 1), value(depth - 1)])
      case 5: return ["line": value(0), "character": value(0)]
      case 6: return ["start": ["line": 1, "character": 2], "end": ["line": 3, "character": 400]]
      default: return depth > 0 ? ["uri": value(0), "text": value(0), "range": value(1)] : true
      }
    }
    var requests = 0
    for number in 0..<60 {
      var parameters: JSONObject = [
        "textDocument": ["uri": "untitled:1", "version": .integer(number)]
      ]
      for key in [
        "position", "range", "textDocument", "query", "arguments", "command", "contentChanges",
      ]
      where Bool.random(using: &random) { parameters[key] = value(2) }
      let method = methods.randomElement(using: &random)!
      if Bool.random(using: &random) {
        requests += 1
        try server.receive([
          .request(RPCRequest(id: .integer(number), method: method, parameters: parameters))
        ])
      } else {
        let name = ["textDocument/didChange", "textDocument/didOpen", method].randomElement(
          using: &random)!
        try server.receive([.notification(method: name, parameters: parameters)])
      }
    }
    // Nothing takes long here: no document is a queue on disk.
    #expect(answers == requests)
  }
}
