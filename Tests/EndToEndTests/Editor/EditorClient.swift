import Foundation
import Glibc
import TestSupport
import Testing
import Text

/// A client of `orch lsp` with one document, as an editor is.
final class EditorClient {
  private let process: ChildProcess
  private let input, output: Int32
  private var number = 0
  private var buffer: [UInt8] = []
  private var version = 1
  private var hasEnded = false
  /// What the server sent without being asked, oldest first.
  private(set) var messages: [JSONObject] = []
  private(set) var text: String
  let address: String

  /// - Parameters:
  ///   - scene: in whose folder the server runs, with the variable `USER`.
  ///   - file: the document.
  ///   - text: what the editor has in it; `nil` for the file's text.
  ///   - capabilities: what the editor offers.
  init(
    of scene: Scene, file: String = "QUEUE.md", text: String? = nil,
    capabilities: JSONValue = EditorClient.full
  ) throws {
    self.text = try text ?? scene.text(file)
    address = URL(filePath: scene.path(file)).absoluteString
    let name = file.replacing("/", with: "-")
    let (input, output) = (scene.path("in-\(name)"), scene.path("out-\(name)"))
    for name in [input, output] { try #require(mkfifo(name, 0o600) == 0) }
    self.output = Glibc.open(output, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    self.input = Glibc.open(input, O_RDWR | O_CLOEXEC)
    process = try ChildProcess(
      starting: "/bin/sh", ["-c", "exec \"$ORCH\" lsp < '\(input)' > '\(output)'"],
      in: scene.folder,
      environment: [
        "ORCH": BuiltBinaries.orch, "ORCH_NOW": Scene.now, "HOME": scene.folder, "TZ": "KST-9",
        "USER": "ann",
      ])
    _ = try result(of: "initialize", ["capabilities": capabilities])
    notify("initialized", [:])
    notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": .string(address), "languageId": "markdown", "version": 1,
          "text": .string(self.text),
        ]
      ])
  }

  deinit { if !hasEnded { end(by: SIGKILL) } }

  /// What an editor offers that has everything.
  static let full: JSONValue = [
    "general": ["positionEncodings": ["utf-8", "utf-16"]],
    "workspace": ["applyEdit": true, "inlayHint": ["refreshSupport": true]],
    "textDocument": [
      "codeAction": ["codeActionLiteralSupport": ["codeActionKind": ["valueSet": []]]],
      "hover": ["contentFormat": ["markdown"]],
      "completion": ["completionItem": ["snippetSupport": true]],
      "documentSymbol": ["hierarchicalDocumentSymbolSupport": true],
    ], "window": ["showMessage": [:]],
  ]

  // MARK: Messages

  func send(_ message: JSONValue) {
    let body = message.description
    AgentClient.write("Content-Length: \(body.utf8.count)\r\n\r\n\(body)", to: input)
  }

  func notify(_ method: String, _ parameters: JSONValue) {
    send(["jsonrpc": "2.0", "method": .string(method), "params": parameters])
  }

  /// The answer to a request: its result or its error.
  func answer(to method: String, _ parameters: JSONValue) throws -> JSONObject {
    number += 1
    send([
      "jsonrpc": "2.0", "id": .integer(number), "method": .string(method), "params": parameters,
    ])
    while true {
      let message = try next()
      if message["id"] == .integer(number), message["method"] == nil { return message }
      messages.append(message)
    }
  }

  func result(of method: String, _ parameters: JSONValue) throws -> JSONValue {
    let answer = try answer(to: method, parameters)
    return try #require(answer["result"], "\(method): \(JSONValue.object(answer))")
  }

  /// The result of a request about the document.
  func ask(_ method: String, _ more: JSONObject = [:]) throws -> JSONValue {
    var parameters: JSONObject = ["textDocument": ["uri": .string(address)]]
    for (key, value) in more.members { parameters[key] = value }
    return try result(of: "textDocument/\(method)", .object(parameters))
  }

  /// The result of a request about the place behind the first text like this.
  func ask(_ method: String, behind text: String) throws -> JSONValue {
    try ask(method, ["position": place(behind: text)])
  }

  /// The next message that the server sends by itself with this method, of those not yet taken.
  func message(_ method: String, where isWanted: (JSONObject) -> Bool = { _ in true }) throws
    -> JSONObject
  {
    while true {
      let place = messages.firstIndex { $0["method"] == .string(method) && isWanted($0) }
      if let place { return messages.remove(at: place) }
      messages.append(try next())
    }
  }

  /// The codes and messages of the findings in the present text.
  func findings() throws -> [String] {
    let message = try message("textDocument/publishDiagnostics") {
      $0["params"]?.objectValue?["version"] == .integer(version)
    }
    let list = message["params"]?.objectValue?["diagnostics"]?.arrayValue ?? []
    return list.compactMap { finding in
      let finding = finding.objectValue
      guard let range = finding?["range"] else { return nil }
      return "\(finding?["code"]?.stringValue ?? "-") '\(text(in: range))'"
    }
  }

  private func next() throws -> JSONObject {
    while true {
      if let message = try readMessage() { return message }
      var request = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      try #require(poll(&request, 1, 30_000) > 0, "the server is silent")
      var piece = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(output, &piece, piece.count)
      try #require(count > 0, "the server has ended")
      buffer += piece[..<count]
    }
  }

  private func readMessage() throws -> JSONObject? {
    let text = String(decoding: buffer.prefix(64), as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n"), text.hasPrefix("Content-Length: "),
      let length = Int(text[..<end.lowerBound].dropFirst(16))
    else { return nil }
    let start = text[..<end.upperBound].utf8.count
    guard buffer.count >= start + length else { return nil }
    defer { buffer.removeFirst(start + length) }
    return try JSONValue(parsing: Array(buffer[start..<(start + length)])).objectValue
  }

  // MARK: The text

  /// Replaces the first text like this.
  func replace(_ old: String, by new: String) throws {
    let range = try #require(text.range(of: old), "no '\(old)'")
    version += 1
    notify(
      "textDocument/didChange",
      [
        "textDocument": ["uri": .string(address), "version": .integer(version)],
        "contentChanges": [
          [
            "range": ["start": place(at: range.lowerBound), "end": place(at: range.upperBound)],
            "text": .string(new),
          ]
        ],
      ])
    text.replaceSubrange(range, with: new)
  }

  /// Makes the edits that an answer has, from the last one on.
  func apply(_ edits: [JSONValue]) throws {
    for edit in edits.reversed() {
      let range = try #require(edit.objectValue?["range"])
      let new = edit.objectValue?["newText"]?.stringValue ?? ""
      let bounds = indices(of: range)
      version += 1
      notify(
        "textDocument/didChange",
        [
          "textDocument": ["uri": .string(address), "version": .integer(version)],
          "contentChanges": [["range": range, "text": .string(new)]],
        ])
      text.replaceSubrange(bounds, with: new)
    }
  }

  func place(behind part: String) -> JSONValue {
    place(at: text.range(of: part)?.upperBound ?? text.endIndex)
  }

  /// In bytes of UTF-8, which the server and this client agree on.
  private func place(at index: String.Index) -> JSONValue {
    let lines = text[..<index].split(separator: "\n", omittingEmptySubsequences: false)
    return [
      "line": .integer(lines.count - 1), "character": .integer(lines.last?.utf8.count ?? 0),
    ]
  }

  private func indices(of range: JSONValue) -> Range<String.Index> {
    func index(_ key: String) -> String.Index {
      let place = range.objectValue?[key]?.objectValue
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let line = place?["line"]?.integerValue ?? 0
      guard line < lines.count else { return text.endIndex }
      return text.utf8.index(
        lines[line].startIndex, offsetBy: place?["character"]?.integerValue ?? 0)
    }
    return index("start")..<index("end")
  }

  func text(in range: JSONValue) -> String { String(text[indices(of: range)]) }

  /// Ends the server as the protocol says, or by a signal, and waits for its end.
  @discardableResult
  func end(by signal: Int32? = nil) -> ChildProcess.Ending {
    hasEnded = true
    if let signal {
      process.send(signal)
    } else {
      _ = try? result(of: "shutdown", nil)
      send(["jsonrpc": "2.0", "method": "exit"])
    }
    let ending = process.wait()
    for descriptor in [input, output] { close(descriptor) }
    return ending
  }
}
