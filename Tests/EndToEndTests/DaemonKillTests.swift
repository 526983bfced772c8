import Foundation
import Glibc
import TestSupport
import Testing

/// A daemon that is killed at each system call by which it makes something durable or known.
@Suite struct DaemonKillTests {
  private static let calls = ["fsync", "fdatasync", "renameat2", "rename", "openat", "clone3"]

  /// The calls at which it is killed: some of each kind.
  private static func moments(of trace: Strace.Trace) -> [Strace.Call] {
    calls.flatMap { name in
      LongTests.sample(2, of: trace.calls.filter { $0.name == name }, named: name)
    }
  }

  private static func work(_ scene: Scene) throws {
    for id in ["ORCH-001", "ORCH-002"] { try scene.submit("Work on \(id)", "file: \(id).txt") }
  }

  @Test(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"), arguments: QueueKept.allCases)
  func `whenever it is killed, the next one brings each row to its end`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    try Self.work(scene)
    let words = ["daemon", "--until-idle", "--no-log"]
    let trace = try Strace.run(
      scene.orchPath, words + scene.options, in: scene.folder,
      environment: scene.loopEnvironment.merging(later(minutes: 0)) { $1 }, tracing: Self.calls,
      followsChildren: false)
    try scene.awaitWorkers()
    let moments = Self.moments(of: trace)
    #expect(moments.count >= 8, "\(trace.calls)")
    for moment in moments { try check(moment, kept) }
  }

  private func check(_ moment: Strace.Call, _ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    try Self.work(scene)
    let story: Comment = "\(moment)"
    let killed = try Strace.run(
      scene.orchPath, ["daemon", "--until-idle", "--no-log"] + scene.options, in: scene.folder,
      environment: scene.loopEnvironment.merging(later(minutes: 0)) { $1 }, tracing: Self.calls,
      injecting: ["\(moment.name):signal=KILL:when=\(moment.occurrence)"], followsChildren: false)
    // A moment that comes late may not come at all, where the workers were quicker.
    #expect(killed.ending.signal == 9 || killed.ending.status == 0, story)
    try scene.awaitWorkers()
    // Two minutes before a claim counts as left, then the backoff.
    for minutes in [10, 20] {
      let next = try scene.run(
        scene.orchPath, ["daemon", "--until-idle"],
        environment: scene.loopEnvironment.merging(later(minutes: minutes)) { $1 })
      #expect(next.status == 0, "\(moment): \(next)")
    }
    // A report whose row was DONE before the kill, and that was not put away, is refused then.
    for id in ["ORCH-001", "ORCH-002"] {
      #expect(try scene.status(id) == "DONE", story)
      #expect((1...2).contains(scene.runs(id)), story)
    }
    try scene.expectNothingLeft(story)
  }
}

/// When a daemon that is to end once nothing is left takes itself to be there.
@Suite struct DaemonIdleTests {
  /// Its readings of the queue in a tick that finds nothing to do, and afterwards.
  @Test(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"), arguments: 2...5)
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
