import Glibc
import TestSupport
import Testing

/// When a daemon that is to end once nothing is left takes itself to be there.
@Suite struct DaemonIdleTests {
  /// Its readings of the queue in a tick that finds nothing to do, and afterwards.
  @Test(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"), arguments: 2...7)
  func `a worker that ends while it looks makes way for what waits`(_ reading: Int) throws {
    let scene = try Scene(
      loop: .inFile, rows: row("ORCH-001", task: "Pause", criteria: "file: ORCH-001.txt"),
      row("B", criteria: "file: B.txt", notes: "after=ORCH-001"))
    _ = try scene.startPausing(isThere: true)
    try stop(at: reading, in: scene)
    let daemon = try DaemonProcess(
      of: scene, "--until-idle", environment: ["ORCH": scene.path("stopped")])
    try daemon.expect(DaemonProcess.begins)
    try awaitCondition("it is stopped") {
      try scene.exists("log") && scene.text("log").contains("stopped by SIGSTOP")
    }
    try scene.goOn("ORCH-001")
    try awaitCondition("the worker is done") { try scene.status("ORCH-001") == "DONE" }
    kill(try #require(pid_t(scene.text("daemon").dropLast())), SIGCONT)
    #expect(daemon.child.wait().status == 0)
    try expect(scene.status("B"), is: "DONE")
    try scene.expectNothingLeft()
  }

  /// Writes a program that is `orch`, but is stopped when it is about to open the queue.
  ///
  /// - Parameter reading: which time, from 1.
  private func stop(at reading: Int, in scene: Scene) throws {
    let options = Strace.options(
      scene.path("log"), [], ["openat:signal=STOP:when=\(reading)"], signals: "STOP")
    let words = options.filter { $0 != "-f" } + ["-P", scene.queue]
    try writeExecutable(
      """
      #!/bin/sh
      exec strace \(words.map { "'\($0)'" }.joined(separator: " ")) \
        sh -c 'echo $$ > daemon; exec '\(scene.orchPath)' "$@"' - "$@"

      """, to: scene.path("stopped"))
  }
}
