import Glibc
import TestSupport
import Testing
import Text

/// A client of `orch mcp`, which waits for each answer.
final class AgentClient {
  /// How its requests look: with a handshake, or with the version in each.
  enum Era: CaseIterable { case older, modern }

  struct Answer {
    /// The whole result.
    let result: JSONValue
    /// The size of the larger part, of which a model sees one.
    var bytes: Int {
      max(text.utf8.count, JSONValue.object(structured).description.utf8.count)
    }
    var text: String {
      result.objectValue?["content"]?.arrayValue?.first?.objectValue?["text"]?.stringValue ?? ""
    }
    var structured: JSONObject { result.objectValue?["structuredContent"]?.objectValue ?? [:] }
    var isError: Bool { result.objectValue?["isError"]?.boolValue ?? false }
  }

  let process: ChildProcess
  /// The descriptor that the server reads from.
  let input: Int32
  private let output: Int32
  private let scene: Scene
  private let era: Era
  private var number = 0
  private var buffer: [UInt8] = []
  private var hasEnded = false

  /// - Parameters:
  ///   - scene: in whose folder the server runs.
  ///   - era: how the requests look.
  ///   - session: that of the server.
  ///   - environment: further variables.
  init(
    of scene: Scene, _ era: Era = .older, session: String = "agent",
    environment: [String: String] = [:]
  ) throws {
    (self.scene, self.era) = (scene, era)
    let (input, output) = (scene.path("in-\(session)"), scene.path("out-\(session)"))
    for name in [input, output] { try #require(mkfifo(name, 0o600) == 0) }
    // Opened so that no side waits for the other.
    self.output = Glibc.open(output, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    self.input = Glibc.open(input, O_RDWR | O_CLOEXEC)
    process = try ChildProcess(
      starting: "/bin/sh",
      ["-c", "exec \"$ORCH\" mcp < '\(input)' > '\(output)'"], in: scene.folder,
      environment: [
        "ORCH": BuiltBinaries.orch, "ORCH_NOW": Scene.now, "HOME": scene.folder, "TZ": "KST-9",
        "ORCH_OWNER_SESSION": session,
      ].merging(environment) { $1 })
    if era == .older {
      _ = try result(
        of: "initialize", ["protocolVersion": "2025-11-25", "capabilities": [:], "clientInfo": [:]])
      send(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)
    }
  }

  deinit { if !hasEnded { end(by: SIGKILL) } }

  func send(_ line: String) { Self.write(line + "\n", to: input) }

  static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return }
      rest = rest.dropFirst(max(0, count))
    }
  }

  /// The next line that the server writes; `nil` at its end.
  func line() -> String? {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        defer { buffer.removeFirst(end + 1) }
        return String(decoding: buffer[..<end], as: UTF8.self)
      }
      var request = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard poll(&request, 1, 60_000) > 0 else { return nil }
      var piece = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(output, &piece, piece.count)
      if count <= 0 { return nil }
      buffer += piece[..<count]
    }
  }

  func result(of method: String, _ parameters: JSONObject = [:]) throws -> JSONValue {
    number += 1
    var parameters = parameters
    if era == .modern {
      parameters["_meta"] = [
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": [:],
      ]
    }
    let request: JSONValue = [
      "jsonrpc": "2.0", "id": .integer(number), "method": .string(method),
      "params": .object(parameters),
    ]
    send(request.description)
    let answer = try JSONValue(parsing: Array(try #require(line()).utf8))
    #expect(answer.objectValue?["id"] == .integer(number))
    return try #require(answer.objectValue?["result"], "\(answer)")
  }

  /// Calls a tool; what it gives is never too long.
  func call(_ tool: String, _ arguments: JSONObject = [:]) throws -> Answer {
    let answer = Answer(
      result: try result(
        of: "tools/call", ["name": .string(tool), "arguments": .object(arguments)]))
    #expect(answer.bytes <= 6000, "\(tool)")
    return answer
  }

  func stopReading() { close(output) }

  /// Closes its standard input, or sends it a signal, and waits for its end.
  @discardableResult
  func end(by signal: Int32? = nil) -> ChildProcess.Ending {
    hasEnded = true
    if let signal { process.send(signal) } else { close(input) }
    return process.wait()
  }
}
