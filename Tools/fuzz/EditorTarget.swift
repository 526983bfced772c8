import Door
import Host
import Text

@testable import LanguageServer

/// An editor's stream, as bytes and as messages, one per line. The stream reads alike in any
/// pieces. The server sends messages with their length, answers each request, and leaves a queue.
enum EditorTarget {
  // One thread calls the targets, and without a folder nothing can be tested.
  nonisolated(unsafe) private static let scratch = try! ScratchQueue()
  /// The name that messages have for the queue's file.
  private static let name = Array("file:///QUEUE.md".utf8)

  static func test(_ input: [UInt8]) throws {
    let whole = messages(in: input, pieces: input.count)
    expect(messages(in: input, pieces: 7) == whole, "the stream reads differently in pieces")
    try scratch.reset()
    try talk(input.split(separator: UInt8(ascii: "\n")).prefix(30))
    try scratch.check()
  }

  /// What the stream says; a message that can't be read is `nil`.
  private static func messages(in bytes: [UInt8], pieces size: Int) -> [JSONValue?] {
    var (reader, messages) = (MessageReader(), [JSONValue?]())
    var rest = bytes[...]
    while !rest.isEmpty {
      reader.append(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
      while let next = reader.next() { messages.append(try? next.get()) }
    }
    return messages
  }

  private static func talk(_ lines: some Sequence<ArraySlice<UInt8>>) throws {
    let (opening, address) = (scratch.opening, "file://\(scratch.path)")
    var sent: [UInt8] = []
    let server = LanguageServer(
      version: "1", language: .english, person: Caller.person("ann", at: "editor") ?? Caller(),
      openingOfFolder: { _ in opening }, send: { sent += $0 })
    try server.receive([
      .request(RPCRequest(id: 0, method: "initialize", parameters: ["capabilities": features])),
      .notification(
        method: "textDocument/didOpen",
        parameters: [
          "textDocument": [
            "uri": .string(address), "version": 1, "text": .string(ScratchQueue.text),
          ]
        ]),
    ])
    var requests = 1
    for line in lines {
      let line = replaced(name, by: Array(address.utf8), in: line)
      guard let message = (try? JSONValue(parsing: line)).map(RPCMessage.init) else { continue }
      switch message {
      case .request, .invalid: requests += 1
      case .notification("exit", _): return
      case .notification, .response: break
      }
      try server.receive([message])
      try finishWorks(of: server)
    }
    let answers = messages(in: sent, pieces: sent.count).map { $0?.objectValue }
    expect(!answers.contains(nil), "a message of the server can't be read")
    let count = answers.count { $0?["method"] == nil }
    expect(count == requests, "\(requests) requests have \(count) answers")
  }

  /// Lets the server answer what it works on, and check its documents.
  private static func finishWorks(of server: LanguageServer) throws {
    while !server.works.isEmpty {
      for (_, work) in server.works { work.wait() }
      try server.answerWorks()
    }
    for document in server.documents.values where document.isQueue && !document.isChecked {
      _ = document.endCheck(document.beginCheck()())
      try server.publish(document.findings, of: document)
    }
  }

  /// What an editor offers that has everything.
  private static let features: JSONValue = [
    "general": ["positionEncodings": ["utf-8", "utf-16"]],
    "workspace": ["applyEdit": true, "inlayHint": ["refreshSupport": true]],
    "textDocument": [
      "codeAction": ["codeActionLiteralSupport": [:]], "hover": ["contentFormat": ["markdown"]],
      "completion": ["completionItem": ["snippetSupport": true]],
      "documentSymbol": ["hierarchicalDocumentSymbolSupport": true],
    ],
    "window": ["showMessage": [:], "showDocument": ["support": true]],
  ]

  private static func replaced(
    _ old: [UInt8], by new: [UInt8], in line: ArraySlice<UInt8>
  ) -> [UInt8] {
    var (rest, result) = (Array(line), [UInt8]())
    while let place = rest.firstOffset(of: old, from: 0) {
      result += rest[..<place] + new
      rest.removeSubrange(..<(place + old.count))
    }
    return result + rest
  }
}
