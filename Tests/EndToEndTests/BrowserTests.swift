import Foundation
import TestSupport
import Testing

/// With a real headless Chromium, where `automation/test.sh --browser` provides one.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["ORCH_TEST_BROWSER"] == "1",
    "automation/test.sh --browser runs these"))
struct BrowserTests {
  private static let page = """
    <!doctype html><title>Desk</title><style>p::before { content: "styled" }</style>
    <h1>Welcome   <b>back</b> &amp; 안녕하세요</h1><p id=made></p>
    <input placeholder="Your name"><input type=hidden value=token>
    <script>
      const secret = "in the script";
      document.getElementById("made").textContent = ["made", "by", "script"].join(" ");
    </script>
    """

  private func check(_ scene: Scene, _ url: String, _ terms: [String], _ more: String...) throws
    -> Outcome
  {
    // A longer path would not be taken.
    let temporary = "/tmp/ui-\(UUID().uuidString.prefix(13))"
    try FileManager.default.createDirectory(
      atPath: temporary, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: temporary) }
    let outcome = try scene.run(
      scene.orchPath,
      ["ui-check", "--url", url, "--ui-driver", "chromium"]
        + terms.flatMap { ["--contains", $0] } + more,
      environment: ["TMPDIR": temporary])
    try expect(FileManager.default.contentsOfDirectory(atPath: temporary), is: [])
    return outcome
  }

  @Test func `what a page shows is found, also what a script made of it`() throws {
    let server = try PageServer(Self.page)
    let terms = ["welcome back & 안녕하세요", "MADE BY SCRIPT", "your name", "desk"]
    try expect(check(Scene(), server.url, terms), is: .prints("UI_SMOKE_OK\n"))
    let outcome = try check(Scene(), server.url, ["made by script"], "--json")
    #expect(outcome.output.hasPrefix(#"{"ok":true,"reasons":[],"missing":[],"#), "\(outcome)")
    #expect(outcome.output.contains(#"Welcome   back & 안녕하세요\nmade by script"#), "\(outcome)")
  }

  @Test func `what only the browser sees is missing`() throws {
    let server = try PageServer(Self.page)
    let terms = ["in the script", "token", "styled", "welcome"]
    try expect(
      check(Scene(), server.url, terms),
      is: Outcome(
        status: 1, output: "UI_SMOKE_FAIL: ui_missing_terms:in the script,token,styled\n",
        errors: ""))
  }

  @Test func `a page without a server`() throws {
    let server = try PageServer("")
    let url = server.url.replacing(String(server.port), with: "1")
    let outcome = try check(Scene(), url, ["welcome"])
    #expect(outcome.status == 1)
    #expect(outcome.output.hasPrefix("UI_SMOKE_FAIL: ui_open_failed:net::ERR_"), "\(outcome)")
  }

  @Test func `a page that never comes`() throws {
    let server = try PageServer(nil)
    try expect(
      check(Scene(), server.url, ["welcome"], "--timeout-seconds", "2"),
      is: Outcome(status: 1, output: "UI_SMOKE_FAIL: ui_open_failed:timeout\n", errors: ""))
  }
}

/// Serves one page for every request, on a loopback port of its own.
final class PageServer: Sendable {
  let port: UInt16
  private let socket: Int32

  /// - Parameter page: what is answered; `nil` never answers.
  init(_ page: String?) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let socket = socket
    port = try withUnsafeMutablePointer(to: &address) { address in
      try address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard bind(socket, address, size) == 0, listen(socket, 16) == 0,
          getsockname(socket, address, &size) == 0
        else { throw ServerError(code: errno) }
      }
      return UInt16(bigEndian: address.pointee.sin_port)
    }
    let answer = page.map { page in
      "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
        + "Content-Length: \(page.utf8.count)\r\n\r\n\(page)"
    }
    Thread.detachNewThread { Self.serve(socket, answer) }
  }

  deinit { shutdown(socket, Int32(SHUT_RDWR)) }

  var url: String { "http://127.0.0.1:\(port)/" }

  /// Ends when the socket is shut down.
  private static func serve(_ socket: Int32, _ answer: String?) {
    var waiting: [Int32] = []
    while true {
      let connection = accept(socket, nil, nil)
      if connection < 0 { break }
      guard let answer else {
        waiting.append(connection)
        continue
      }
      var request = [UInt8](repeating: 0, count: 1 << 16)
      _ = recv(connection, &request, request.count, 0)
      _ = answer.withCString { send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
      close(connection)
    }
    for connection in waiting { close(connection) }
    close(socket)
  }
}

/// A server that could not be started.
struct ServerError: Error { let code: Int32 }
