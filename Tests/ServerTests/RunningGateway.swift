import Door
import Foundation
import HTTP
import Host
import Model
import TestSupport

@testable import Server

/// A server of a queue with one row, `A`, until the value goes.
final class RunningGateway {
  let port: Int
  /// A token with all scopes.
  let secret: String
  private let stop: WakePipe
  private let thread: BackgroundWork<Void>

  /// - Parameter folder: an empty one, which the queue and the user's files are put into.
  init(in folder: String, _ access: Gateway.Access = Gateway.Access()) throws {
    try NewFile.create(
      "\(folder)/QUEUE.md",
      text: QueueFixture.header + QueueFixture.row("A", "PENDING", notes: "") + "\n",
      permissions: 0o644)
    let environment = Environment(["HOME": folder])
    var opening = Opening(
      .file("\(folder)/QUEUE.md"), in: folder, environment: environment, program: "orch")
    opening.writesLog = false
    let (secret, token) = Token.new(
      "ci", Scope.allCases, queues: [], at: .init(epochSeconds: 0, offset: 0))
    try TokenFile(environment: environment).add(token)
    let queue = ServedQueue(name: "QUEUE.md", opening: opening, path: "\(folder)/QUEUE.md")
    var access = access
    access.submitsPerMinute = .max
    nonisolated(unsafe) let gateway = try Gateway(
      of: [queue], on: "127.0.0.1", access, version: "1", daemonInterval: nil)
    nonisolated(unsafe) let server = try HTTPServer(on: "127.0.0.1", port: 0) {
      gateway.receive($0)
    }
    gateway.begin(on: server)
    (port, stop, self.secret) = (server.port, server.stop, secret)
    thread = try BackgroundWork { server.run() }
  }

  deinit {
    stop.wake()
    thread.wait()
  }

  /// The head and the body of an answer; of a stream only its head.
  ///
  /// - Parameter headers: whole lines, beside `Host` and the length of the body.
  func answer(
    _ method: String, _ target: String, _ headers: [String] = [], body: String = ""
  ) -> (status: Int, head: [String], body: String) {
    let client = RawClient(port: port)
    let lines =
      ["\(method) \(target) HTTP/1.1", "Host: localhost", "Content-Length: \(body.utf8.count)"]
      + ["Connection: close"] + headers
    client.send(lines.map { $0 + "\r\n" }.joined() + "\r\n" + body)
    let text = client.read { $0.contains("text/event-stream\r\n") }
    let parts = text.components(separatedBy: "\r\n\r\n")
    let head = parts[0].components(separatedBy: "\r\n")
    let words = head[0].split(separator: " ")
    return (
      words.count > 1 ? Int(words[1]) ?? 0 : 0, head,
      parts.dropFirst().joined(separator: "\r\n\r\n")
    )
  }
}
