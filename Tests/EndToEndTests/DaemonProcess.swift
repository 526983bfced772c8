import Foundation
import Glibc
import Host
import TestSupport
import Testing

/// A daemon of a scene, of which each line of standard output is awaited, without polling.
final class DaemonProcess {
  /// What the lines of a scene whose clock is frozen begin with.
  static let time = Scene.now
  static let begins = "\(time) daemon: ticks every 30m, and when the queue changes"
  static let ends = "\(time) daemon: ends; workers go on"
  static let isThrough = "\(time) daemon: ends: nothing can start by itself"

  let child: ChildProcess
  private let output: Int32
  private var rest: [UInt8] = []

  /// - Parameters:
  ///   - command: the command of `orch`.
  ///   - words: what follows it.
  ///   - program: words before `orch`, such as `nohup`.
  ///   - inTerminal: whether it runs in a terminal, which ends with `child`.
  ///   - withErrors: whether what it says on standard error is awaited, too.
  ///   - environment: variables beside those of a scene's loop.
  init(
    of scene: Scene, command: String = "daemon", _ words: String..., by program: String = "",
    inTerminal: Bool = false,
    withErrors: Bool = false, environment: [String: String] = [:]
  ) throws {
    let pipe = scene.path("daemon-\(UUID().uuidString)")
    try #require(mkfifo(pipe, 0o600) == 0)
    // Opened for both, so that neither side waits for the other.
    output = open(pipe, O_RDWR | O_NONBLOCK | O_CLOEXEC)
    try #require(output >= 0)
    let line =
      (["exec", program, "\"$ORCH\"", command] + words + scene.options)
      .joined(separator: " ") + " > '\(pipe)'\(withErrors ? " 2>&1" : "")"
    child = try ChildProcess(
      starting: "/bin/sh",
      ["-c", inTerminal ? "exec script -qec \"$LINE\" terminal > /dev/null" : line],
      in: scene.folder,
      environment: TestEnvironment.base(home: scene.folder)
        .merging(["ORCH": scene.orchPath, "ORCH_NOW": Scene.now, "LINE": line]) { $1 }
        .merging(scene.loopEnvironment) { $1 }.merging(environment) { $1 })
  }

  deinit { close(output) }

  /// The next line that it prints, but for what a report came to: its worker's supervisor routes
  /// it, or a tick that comes first.
  func line(sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    while true {
      let line = try anyLine(sourceLocation: sourceLocation)
      if !Self.isOfReport(line) { return line }
    }
  }

  static func isOfReport(_ line: some StringProtocol) -> Bool {
    line.contains(" DONE (") || line.contains("; attempt ")
  }

  func anyLine(sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    while true {
      if let end = rest.firstIndex(of: 10) {
        defer { rest.removeFirst(end + 1) }
        return String(decoding: rest[..<end], as: UTF8.self)
      }
      var request = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      try #require(
        poll(&request, 1, 60_000) == 1, "no line in a minute", sourceLocation: sourceLocation)
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = read(output, &bytes, bytes.count)
      if count > 0 { rest += bytes[..<count] }
    }
  }

  /// Awaits these lines, in this order.
  func expect(_ lines: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
    for line in lines {
      let found = try self.line(sourceLocation: sourceLocation)
      #expect(found == line, sourceLocation: sourceLocation)
    }
  }

  /// The lines up to and with the one that `isLast` is true of.
  func lines(until isLast: (String) -> Bool) throws -> [String] {
    var lines: [String] = []
    while true {
      lines.append(try line())
      if isLast(lines[lines.count - 1]) { return lines }
    }
  }

  /// Ends it by a signal, and waits for its end.
  func end(by signal: Int32 = SIGTERM) -> ChildProcess.Ending {
    child.send(signal)
    return child.wait()
  }
}

extension Scene {
  /// Waits until nothing runs in this scene but the daemon.
  func awaitWorkers(of daemon: DaemonProcess) {
    while let process = processes.first(where: { $0.id != Int(daemon.child.id) }) {
      #expect(process.hasEnded(within: .milliseconds(60_000)), "\(process)")
    }
  }
}
