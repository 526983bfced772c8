import Foundation
import HTTP
import Host
import TestSupport
import Testing

/// The server itself, with a handler that says what it received.
@Suite struct HTTPServerTests {
  /// A server that runs on a thread of its own, until the value goes.
  private final class Running {
    let port: Int
    private let stop: WakePipe
    private let thread: BackgroundWork<Void>

    init(
      arrival: Duration = .seconds(30), connections: Int = 400, known: Int = 64, silent: Int = 64,
      waiting: Int = 256
    ) throws {
      var limits = HTTPServer.Limits()
      (limits.arrival, limits.connections) = (arrival, connections)
      (limits.knownConnections, limits.silentConnections) = (known, silent)
      limits.waiting = waiting
      nonisolated(unsafe) let server = try HTTPServer(on: "127.0.0.1", port: 0, limits) {
        exchange in
        switch exchange.request {
        case .failure(let fault): exchange.answer(HTTPResponse(fault.status))
        case .success(let request):
          if request.path == ["known"] { exchange.noteKnownClient() }
          let text = "\(request.method.rawValue) \(request.target) \(request.body.count)"
          let response = HTTPResponse(200, body: Array(text.utf8))
          if request.path == ["slow"] {
            do throws(HTTPFault) { try exchange.answer(after: { response }) } catch {
              exchange.answer(HTTPResponse(error.status))
            }
          } else {
            exchange.answer(response)
          }
        }
      }
      port = server.port
      stop = server.stop
      thread = try BackgroundWork { server.run() }
    }

    deinit {
      stop.wake()
      thread.wait()
    }
  }

  /// Requests as they are sent, and the first lines of the answers, until the connection ends.
  @Test(arguments: [
    ("a request", "GET /a/b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", ["200 OK"]),
    (
      "two behind each other",
      "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      ["200 OK", "200 OK"]
    ),
    (
      "a body behind a request that has none, which hides a second one",
      "HEAD / HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n",
      ["400 Bad Request"]
    ),
    (
      "a length with a blank before its colon",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 1\r\n\r\na", ["400 Bad Request"]
    ),
    (
      "a length with a sign", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na",
      ["400 Bad Request"]
    ),
    (
      "a name with a letter whose lower case is a k",
      "GET / HTTP/1.1\r\nHost: x\r\nCoo\u{212A}ie: a\r\nConnection: close\r\n\r\n",
      ["400 Bad Request"]
    ),
    ("no host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", ["400 Bad Request"]),
    ("two hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", ["400 Bad Request"]),
    (
      "two lengths",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
      ["400 Bad Request"]
    ),
    (
      "chunks",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
      ["411 Length Required"]
    ),
    (
      "chunks and a length, which hide a second request",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "0\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n", ["400 Bad Request"]
    ),
    ("an address as the target", "GET http://x/a HTTP/1.1\r\nHost: x\r\n\r\n", ["400 Bad Request"]),
    ("a path out of the root", "GET /a/../../b HTTP/1.1\r\nHost: x\r\n\r\n", ["400 Bad Request"]),
    ("an encoded one", "GET /a/%2E%2e/b HTTP/1.1\r\nHost: x\r\n\r\n", ["400 Bad Request"]),
    ("a zero byte", "GET /a%00b HTTP/1.1\r\nHost: x\r\n\r\n", ["400 Bad Request"]),
    ("a broken escape", "GET /a%4 HTTP/1.1\r\nHost: x\r\n\r\n", ["400 Bad Request"]),
    (
      "a body that is too long",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 262145\r\n\r\n"
        + String(repeating: "a", count: 262_145), ["413 Content Too Large"]
    ),
    ("another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n", ["400 Bad Request"]),
    ("nothing", "", []),
  ])
  func `an answer to each request, and none to what hides behind one`(
    _ name: String, _ request: String, _ lines: [String]
  ) throws {
    let server = try Running()
    let client = RawClient(port: server.port)
    client.send(request)
    if request.isEmpty || request.hasPrefix("SSH") { client.finish() }
    let answers = client.readToEnd().components(separatedBy: "HTTP/1.1 ").dropFirst()
    #expect(answers.map { String($0.prefix { $0 != "\r\n" }) } == lines, "\(name)")
  }

  /// The methods that no path takes, and the ends of heads and bodies up to where libevent answers.
  @Test(arguments: [
    ("TRACE /a", "", 0, "200 OK"), ("FETCH /a", "", 0, "200 OK"),
    ("PROPFIND /a", "Content-Length: 3\r\n", 3, "200 OK"),
    (
      "GET /a", String(repeating: "X: \(String(repeating: "a", count: 995))\r\n", count: 16), 0,
      "200 OK"
    ),
    (
      "GET /a", String(repeating: "X: \(String(repeating: "a", count: 995))\r\n", count: 17), 0,
      "431 Request Header Fields Too Large"
    ),
    (
      "GET /a", String(repeating: "X: \(String(repeating: "a", count: 995))\r\n", count: 60), 0,
      "431 Request Header Fields Too Large"
    ),
    (
      "GET /\(String(repeating: "a", count: 60_000))", "", 0,
      "431 Request Header Fields Too Large"
    ),
    ("POST /a", "Content-Length: 262144\r\n", 262_144, "200 OK"),
    ("POST /a", "Content-Length: 1048576\r\n", 1_048_576, "413 Content Too Large"),
    // Beyond that libevent answers.
    (
      "GET /a", String(repeating: "X: \(String(repeating: "a", count: 995))\r\n", count: 66), 0,
      "400 Bad Request"
    ),
    ("POST /a", "Content-Length: 1048577\r\n", 1_048_577, "413 Request Entity Too Large"),
  ])
  func `the handler answers what is refused`(
    _ line: String, _ head: String, _ body: Int, _ answer: String
  ) throws {
    let server = try Running()
    let client = RawClient(port: server.port)
    client.send("\(line) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\(head)\r\n")
    client.send(String(repeating: "a", count: body))
    let answers = client.readToEnd().components(separatedBy: "HTTP/1.1 ").dropFirst()
    #expect(answers.map { String($0.prefix { $0 != "\r\n" }) } == [answer])
  }

  @Test func `what no thread has room for is the handler's to refuse`() throws {
    let server = try Running(waiting: 0)
    let client = RawClient(port: server.port)
    client.send("GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    #expect(client.readToEnd().hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
  }

  /// What is left of a connection that has ended must not read what is for the next one.
  @Test func `a long request behind an ill-formed one is answered`() throws {
    let server = try Running(arrival: .seconds(5))
    let long = String(repeating: "a", count: 9000)
    for head in ["SSH-2.0-OpenSSH_9.2", "GET / HTTP/9.9", "FETCH / HTTP/1.1", "GET"] {
      do {
        let client = RawClient(port: server.port)
        client.send("\(head)\r\nHost: x\r\n\r\n")
        #expect(client.readToEnd().hasPrefix("HTTP/1.1 "))
      }
      // It gets the same descriptor, and is read in several parts.
      let client = RawClient(port: server.port)
      client.send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-A: \(long)\r\n\r\n")
      #expect(client.readToEnd().hasSuffix("GET /a 0"), "behind \(head)")
    }
  }

  @Test func `who sends a byte now and then is cut off`() throws {
    let server = try Running(arrival: .milliseconds(200))
    let client = RawClient(port: server.port)
    client.send("GET / HTTP/1.1\r\nHost: x\r\nX")
    // Each byte would begin libevent's own time anew.
    var bytes = 0
    while bytes < 600, !client.isClosed(within: .milliseconds(50)) {
      client.send("y")
      bytes += 1
    }
    #expect(bytes < 600)
    // Others are answered anyway.
    let second = RawClient(port: server.port)
    second.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    #expect(second.readToEnd().hasSuffix("GET / 0"))
  }

  @Test func `the answer to HEAD is that to GET without its body`() throws {
    let server = try Running()
    let client = RawClient(port: server.port)
    client.send("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    let answer = client.readToEnd()
    #expect(answer.contains("Content-Length: 9\r\n") && answer.hasSuffix("\r\n\r\n"), "\(answer)")
  }

  private static let known = "GET /known HTTP/1.1\r\nHost: x\r\n\r\n"

  @Test func `of too many known clients some wait until others end`() throws {
    let server = try Running(connections: 4, known: 2)
    var clients = (1...8).map { _ in
      let client = RawClient(port: server.port)
      client.send(Self.known)
      return client
    }
    var answered = 0
    while !clients.isEmpty {
      // Each end lets another one in.
      let answer = clients.removeFirst().read(until: { $0.hasSuffix("GET /known 0") })
      if answer.hasPrefix("HTTP/1.1 200") { answered += 1 }
    }
    #expect(answered == 8)
  }

  /// The places, those of known clients, and those of silent ones of an address.
  @Test(arguments: [(400, 64, 64), (8, 4, 64), (4, 1, 3)])
  func `silent clients take no place from others`(
    _ connections: Int, _ known: Int, _ silent: Int
  ) throws {
    let server = try Running(connections: connections, known: known, silent: silent)
    let old = RawClient(port: server.port)
    old.send(Self.known)
    #expect(old.read { $0.hasSuffix("GET /known 0") }.hasPrefix("HTTP/1.1 200"))
    let idle = (1...connections + 100).map { _ in RawClient(port: server.port) }
    let new = RawClient(port: server.port)
    new.send(Self.known)
    #expect(new.read { $0.hasSuffix("GET /known 0") }.hasPrefix("HTTP/1.1 200"))
    old.send(Self.known)
    #expect(old.read { $0.hasSuffix("GET /known 0") }.hasPrefix("HTTP/1.1 200"))
    // Who has been silent for longest has gone.
    let first = try #require(idle.first)
    let last = try #require(idle.last)
    #expect(first.isClosed(within: .seconds(10)))
    last.send(Self.known)
    #expect(last.read { $0.hasSuffix("GET /known 0") }.hasPrefix("HTTP/1.1 200"))
  }

  @Test func `a connection that is used goes on`() throws {
    let server = try Running(arrival: .milliseconds(300))
    let client = RawClient(port: server.port)
    for _ in 1...20 {
      client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.read { $0.hasSuffix("GET /slow 0") }.hasPrefix("HTTP/1.1 200 OK"))
    }
  }
}
