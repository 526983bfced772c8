import Foundation
import Glibc
import TestSupport
import Testing
import Text

/// A headless Chromium, driven over the pipe of its DevTools protocol: one page, keys and questions.
final class Chromium {
  private let process: ChildProcess
  private let (commands, answers): (Int32, Int32)
  private let folder: String
  private var session = ""
  private var number = 0
  /// Whether the last command ended because the page was left.
  private var wasLeft = false
  private var rest: [UInt8] = []

  /// - Parameters:
  ///   - language: that of the person at it.
  ///   - width: pixels.
  ///   - height: pixels.
  init(_ language: String = "en", width: Int = 1400, height: Int = 900) throws {
    folder =
      FileManager.default.temporaryDirectory.appending(path: "orch-board-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in ["in", "out"] { try #require(mkfifo("\(folder)/\(name)", 0o600) == 0) }
    // Opened for both, so that neither side waits for the other.
    commands = Glibc.open("\(folder)/in", O_RDWR | O_CLOEXEC)
    answers = Glibc.open("\(folder)/out", O_RDWR | O_CLOEXEC)
    process = try ChildProcess(
      starting: "/bin/sh",
      [
        "-c",
        """
        exec chromium --headless=new --no-sandbox --disable-gpu --remote-debugging-pipe \
          --user-data-dir='\(folder)/data' --lang=\(language) --window-size=\(width),\(height) \
          about:blank 3< in 4> out
        """,
      ], in: folder,
      environment: TestEnvironment.base(home: folder).merging(["LANGUAGE": language]) { $1 })
    let targets = try call("Target.getTargets")["targetInfos"]?.arrayValue ?? []
    let page = targets.compactMap(\.objectValue).first { $0["type"]?.stringValue == "page" }
    let id = try #require(page?["targetId"]?.stringValue)
    let attached = try call("Target.attachToTarget", ["targetId": .string(id), "flatten": true])
    session = try #require(attached["sessionId"]?.stringValue)
    _ = try call(
      "Emulation.setDeviceMetricsOverride",
      [
        "width": .integer(width), "height": .integer(height), "deviceScaleFactor": 1,
        "mobile": .bool(width < 600),
      ])
    _ = try call("Emulation.setLocaleOverride", ["locale": .string(language)])
  }

  deinit {
    process.send(SIGKILL)
    _ = process.wait()
    for descriptor in [commands, answers] { close(descriptor) }
    try? FileManager.default.removeItem(atPath: folder)
  }

  func open(_ address: String) throws {
    _ = try call("Page.navigate", ["url": .string(address)])
  }

  /// What an expression of JavaScript is on the page; a promise is awaited.
  @discardableResult
  func value(_ expression: String) throws -> JSONValue {
    let answer = try call(
      "Runtime.evaluate",
      ["expression": .string(expression), "awaitPromise": true, "returnByValue": true])
    if let exception = answer["exceptionDetails"] { Issue.record("\(expression): \(exception)") }
    return answer["result"]?.objectValue?["value"] ?? .null
  }

  /// Waits until an expression is true on the page.
  func wait(
    until condition: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var isTrue = JSONValue.null
    repeat {
      wasLeft = false
      isTrue = try value(
        """
        new Promise((done) => {
          const end = Date.now() + 30000;
          const look = () => (\(condition)) ? done(true)
            : Date.now() > end ? done(false) : setTimeout(look, 20);
          look();
        })
        """)
    } while wasLeft
    guard isTrue != true else { return }
    let page = try value(
      "document.activeElement.outerHTML.slice(0, 300) + '\\n' + document.body.innerText")
    Issue.record("\(condition)\n\(page)", sourceLocation: sourceLocation)
  }

  /// Presses a key as a person does: `j`, `Enter`, `Control+Enter`, `Alt+ArrowUp`.
  func press(_ keys: String...) throws {
    for key in keys {
      let isControl = key.hasPrefix("Control+")
      let isAlt = key.hasPrefix("Alt+")
      let name = String(key.dropFirst(isControl ? 8 : isAlt ? 4 : 0))
      var event: JSONObject = [
        "key": .string(name), "modifiers": .integer(isControl ? 2 : isAlt ? 1 : 0),
        "code": .string(name.utf8.count == 1 ? "Key\(name.uppercased())" : name),
      ]
      if let code = Self.codes[name] { event["windowsVirtualKeyCode"] = .integer(code) }
      let text = name.utf8.count == 1 ? name : name == "Enter" ? "\r" : nil
      event["type"] = .string(text == nil || isControl ? "rawKeyDown" : "keyDown")
      if let text, !isControl { event["text"] = .string(text) }
      _ = try call("Input.dispatchKeyEvent", .object(event))
      event["type"] = "keyUp"
      event["text"] = nil
      _ = try call("Input.dispatchKeyEvent", .object(event))
    }
  }

  private static let codes = [
    "Enter": 13, "Escape": 27, "Tab": 9, "ArrowDown": 40, "ArrowUp": 38, "Home": 36, "End": 35,
    "Backspace": 8,
  ]

  func type(_ text: String) throws { _ = try call("Input.insertText", ["text": .string(text)]) }

  // MARK: The protocol

  private func call(_ method: String, _ parameters: JSONValue = [:]) throws -> JSONObject {
    number += 1
    var command: JSONObject = [
      "id": .integer(number), "method": .string(method), "params": parameters,
    ]
    if !session.isEmpty, !method.hasPrefix("Target.") { command["sessionId"] = .string(session) }
    var bytes = Array("\(JSONValue.object(command))".utf8)[...] + [0]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(commands, $0.baseAddress, $0.count) }
      try #require(count > 0)
      bytes = bytes.dropFirst(count)
    }
    while true {
      let message = try next()
      guard message["id"]?.integerValue == number else { continue }
      if let error = message["error"] {
        // The page that was asked is being loaded anew.
        wasLeft = "\(error)".contains("Inspected target navigated")
        if !wasLeft { Issue.record("\(method): \(error)") }
      }
      return message["result"]?.objectValue ?? [:]
    }
  }

  private func next() throws -> JSONObject {
    while true {
      if let end = rest.firstIndex(of: 0) {
        let bytes = Array(rest[..<end])
        rest.removeFirst(end + 1)
        return try JSONValue(parsing: bytes).objectValue ?? [:]
      }
      var request = pollfd(fd: answers, events: Int16(POLLIN), revents: 0)
      try #require(poll(&request, 1, 60_000) == 1, "no answer of Chromium in a minute")
      var bytes = [UInt8](repeating: 0, count: 65536)
      let count = read(answers, &bytes, bytes.count)
      if count > 0 { rest += bytes[..<count] }
    }
  }
}
