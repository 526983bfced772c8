import Host
import Model
import TestSupport
import Testing

@testable import Server

/// Requests that are nearly right, at a server of a real queue.
@Suite struct ServerFuzzTests {
  /// What is changed here and there.
  private static let requests = [
    "GET /v1/rows?status=PENDING&limit=3 HTTP/1.1", "GET /v1/rows/A/attempts/1/log HTTP/1.1",
    "POST /v1/rows HTTP/1.1", "PATCH /v1/rows/A HTTP/1.1", "POST /v1/rows/A/answer HTTP/1.1",
    "POST /v1/claims HTTP/1.1", "POST /v1/plans HTTP/1.1", "POST /v1/webhook HTTP/1.1",
    "POST /session HTTP/1.1", "GET /v1/costs?by=day&since=7d HTTP/1.1", "GET /metrics HTTP/1.1",
    "DELETE /session HTTP/1.1", "GET /v1/history?limit=2 HTTP/1.1", "GET /v1/why?id=A HTTP/1.1",
  ]
  private static let bodies = [
    #"{"task": "x", "priority": "P0", "after": ["A"], "max_attempts": 2}"#,
    #"{"changed": [{"field": "task", "from": "a", "to": "b"}]}"#, #"{"text": "yes"}"#,
    #"{"plan": "p", "tasks": [{"id": "a", "task": "t", "criteria": ["c"]}]}"#, "[REPORT A]", "",
    #"{"action": "opened", "issue": {"number": 1, "title": "t"}}"#, #"{"code": "0"}"#,
  ]
  private static let pieces = [
    "\0", "\r\n", "%", "%00", "../", "\u{202E}", "\"", "{", "}", "[[[[", "-1", "1e999", "null",
    "999999999999999999999", "&", "?", "Host: a\r\n", "Content-Length: 3\r\n", "한", "\\u0000",
    "Transfer-Encoding: chunked\r\n", "|", "true", String(repeating: "a", count: 9000),
  ]

  @Test func `none is answered with a failure, and none ends the server`() throws {
    var random = SeededNumbers(seed: LongTests.seed(named: "requests"))
    try withTemporaryDirectory { folder in
      let gateway = try RunningGateway(in: folder)
      let clock = Clock.system
      let end = clock.monotonic() + .seconds(LongTests.areWanted ? 600 : 0)
      var (count, successes) = (0, 0)
      repeat {
        for _ in 1...200 {
          count += 1
          let body = changed(Self.bodies.randomElement(using: &random)!, &random)
          let head =
            "\(Self.requests.randomElement(using: &random)!)\r\nHost: localhost\r\n"
            + "Authorization: Bearer \(gateway.secret)\r\nContent-Length: \(body.utf8.count)\r\n"
            + "Connection: close\r\n\r\n"
          let request = (Bool.random(using: &random) ? head : changed(head, &random)) + body
          let client = RawClient(port: gateway.port)
          client.send(request)
          client.finish()
          let answer = client.readToEnd()
          if answer.hasPrefix("HTTP/1.1 2") { successes += 1 }
          // 501 is of a method that is none.
          let isFailure = answer.hasPrefix("HTTP/1.1 5") && !answer.hasPrefix("HTTP/1.1 501")
          #expect(!isFailure, "\(request.debugDescription): \(answer)")
        }
      } while clock.monotonic() < end
      #expect(successes > 3)
      let client = RawClient(port: gateway.port)
      client.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      #expect(client.readToEnd().hasSuffix("{\"status\":\"ok\"}\n"), "after \(count) requests")
    }
  }

  /// The text with up to two changes, mostly one.
  private func changed(_ text: String, _ random: inout SeededNumbers) -> String {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      switch Int.random(in: 0...3, using: &random) {
      case 0: bytes.insert(contentsOf: Self.pieces.randomElement(using: &random)!.utf8, at: place)
      case 1 where place < bytes.count: bytes.remove(at: place)
      case 2 where place < bytes.count: bytes[place] = .random(in: 0...255, using: &random)
      default: bytes.removeSubrange(place..<min(bytes.count, place + 5))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
