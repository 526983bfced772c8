import Foundation
import TestSupport
import Testing

/// A server of a scene, on a port of its own.
final class ServerProcess {
  private let process: DaemonProcess
  private let scene: Scene
  /// `http://127.0.0.1:40123`, with the base path.
  let address: String
  var port: Int { Int(address.split(separator: "/")[1].split(separator: ":").last ?? "") ?? 0 }

  /// - Parameters:
  ///   - scene: whose queue is served.
  ///   - port: 0 for any.
  ///   - environment: further variables.
  ///   - words: further options.
  init(
    of scene: Scene, port: Int = 0, environment: [String: String] = [:], _ words: [String] = []
  ) throws {
    self.scene = scene
    let line = ["--listen", "127.0.0.1:\(port)"] + words
    process = try DaemonProcess(
      of: scene, command: "serve", line.joined(separator: " "),
      environment: environment)
    address = String(try process.anyLine().split(separator: " ").last ?? "")
  }

  /// Ends it by a signal, and waits for its end.
  @discardableResult
  func end(by signal: Int32 = SIGTERM) -> ChildProcess.Ending { process.end(by: signal) }

  /// What is answered, with the status behind it.
  ///
  /// - Parameters:
  ///   - method: of the request.
  ///   - path: of the request, with its query.
  ///   - token: the file that has the token.
  ///   - options: further ones of curl, as the shell reads them.
  func answer(
    _ method: String, _ path: String, token: String = "token", _ options: String = ""
  ) throws -> (status: Int, body: String) {
    let outcome = try scene.bash(
      "curl -sS -m 60 -X \(method) -w '\\n%{http_code}' "
        + "-H \"Authorization: Bearer $(cat \(token))\" '\(address)\(path)' \(options)")
    outcome.check()
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    return (Int(lines.last ?? "") ?? 0, lines.dropLast().joined(separator: "\n"))
  }
}

extension Scene {
  /// Adds a token, which the file `name` then has.
  func addToken(_ name: String = "token", _ scopes: String = "read,submit,decide,work") throws {
    try bash("$ORCH token add \(name) --scope \(scopes) -q > \(name)").check()
  }
}
