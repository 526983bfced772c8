import Door
import HTTP
import Host
import TestSupport
import Text

@testable import Server

/// The bytes of a connection to the server, which has a token `T` with all scopes. No answer is a
/// failure, JSON is JSON, and the queue stays one.
enum ConnectionTarget {
  // One thread calls the targets, and without a server nothing can be tested.
  nonisolated(unsafe) private static let served = try! Served()

  static func test(_ input: [UInt8]) throws {
    checkTarget(input)
    try served.scratch.reset()
    let client = RawClient(port: served.port)
    client.send(input)
    client.finish()
    let answer = client.read { $0.contains("text/event-stream\r\n") }
    try check(answer, hasBody: !input.starts(with: Array("HEAD ".utf8)))
    try served.scratch.check()
  }

  /// A path that is read is the same after it is written.
  private static func checkTarget(_ input: [UInt8]) {
    let line = input.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
    let words = String(decoding: line, as: UTF8.self).split(separator: " ")
    guard words.count > 1, let request = read(String(words[1])) else { return }
    expect(read(request.target)?.path == request.path, "\(request.target) reads differently")
  }

  private static func read(_ target: String) -> HTTPRequest? {
    try? HTTPRequest(.get, target, headers: ["host": ["localhost"]], body: [], peer: "")
  }

  /// Checks the first answer of a connection.
  private static func check(_ answer: String, hasBody: Bool) throws {
    guard !answer.isEmpty else { return }
    let bytes = Array(answer.utf8)
    let headEnd = Array("\r\n\r\n".utf8)
    // An answer repeats the version of the request, however long its number is.
    let words = answer.prefix { $0 != "\r\n" }.split(separator: " ")
    guard let end = bytes.firstOffset(of: headEnd, from: 0), words.count > 1,
      words[0].hasPrefix("HTTP/"), let status = Int(words[1])
    else { fatalError("no answer: \(answer)") }
    // 501 is of a method that is none, 503 of a server that has too much to do.
    expect(status < 500 || status == 501 || status == 503, answer)
    var headers: [String: String] = [:]
    for line in String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " }) }
    }
    // Without a length, as for HTTP 1.0, nothing shows whether the body is whole.
    let length = headers["content-length"].flatMap { Int($0) }
    let body = bytes[(end + headEnd.count)...].prefix(length ?? 0)
    guard hasBody, headers["content-type"]?.hasPrefix("application/json") ?? false,
      body.count == length
    else { return }
    _ = try JSONValue(parsing: Array(body))
  }

  /// A server, until the process ends.
  private final class Served {
    let scratch: ScratchQueue
    let port: Int
    private let thread: BackgroundWork<Void>

    init() throws {
      scratch = try ScratchQueue()
      try scratch.reset()
      let opening = scratch.opening
      try TokenFile(environment: opening.environment).add(
        Token(name: "ci", digest: "T".sha256, scopes: Scope.allCases, queues: [], createdAt: ""))
      let queue = ServedQueue(name: "QUEUE.md", opening: opening, path: scratch.path)
      var access = Gateway.Access()
      access.submitsPerMinute = .max
      access.webhookSecret = "T"
      let gateway = try Gateway(
        of: [queue], on: "127.0.0.1", access, version: "1", daemonInterval: nil)
      nonisolated(unsafe) let server = try HTTPServer(on: "127.0.0.1", port: 0) {
        gateway.receive($0)
      }
      gateway.begin(on: server)
      port = server.port
      thread = try BackgroundWork { server.run() }
    }
  }
}
