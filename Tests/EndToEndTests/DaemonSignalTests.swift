import Foundation
import Glibc
import Host
import TestSupport
import Testing

/// `orch daemon` that is ended, reloads its settings, is killed, or is not the only one.
@Suite struct DaemonSignalTests {
  @Test(arguments: [SIGTERM, SIGINT, SIGQUIT])
  func `a signal ends it, its worker goes on, and the next daemon routes the report`(
    _ signal: Int32
  ) throws {
    let scene = try Scene(loop: .inFile)
    try scene.submit("Pause", "file: ORCH-001.txt")
    let daemon = try DaemonProcess(of: scene)
    try daemon.expect(DaemonProcess.begins, "\(Scene.now) ORCH-001")
    let worker = try scene.awaitPause("ORCH-001")
    let ending = daemon.end(by: signal)
    #expect(ending.status == 0 && ending.errors.isEmpty, "\(ending)")
    try daemon.expect(DaemonProcess.ends)
    #expect(worker.isAlive)
    try scene.goOn("ORCH-001")
    try scene.awaitWorkers()
    try expect(scene.status("ORCH-001"), is: "DONE")
    #expect(scene.runs("ORCH-001") == 1)
    try scene.expectNothingLeft()
  }

  @Test func `one that is killed loses nothing, and the next one goes on`() throws {
    let scene = try Scene(loop: .inFile)
    try scene.submit("Pause", "file: ORCH-001.txt")
    let daemon = try DaemonProcess(of: scene)
    try daemon.expect(DaemonProcess.begins, "\(Scene.now) ORCH-001")
    try scene.awaitPause("ORCH-001")
    try scene.submit("Write the greeting", "cmd: test")
    try daemon.expect("\(Scene.now) ORCH-002")
    #expect(daemon.end(by: SIGKILL).signal == SIGKILL)
    let next = try DaemonProcess(of: scene)
    try next.expect(
      "\(Scene.now) daemon: takes over from process \(daemon.child.id), which was killed",
      DaemonProcess.begins)
    try scene.goOn("ORCH-001")
    scene.awaitWorkers(of: next)
    #expect(next.end().status == 0)
    for id in ["ORCH-001", "ORCH-002"] {
      try expect(scene.status(id), is: "DONE")
      #expect(scene.runs(id) == 1)
    }
    try scene.expectNothingLeft()
  }

  @Test func `there is one for a queue`() throws {
    let scene = try Scene(loop: .inFile)
    let daemon = try DaemonProcess(of: scene)
    try daemon.expect(DaemonProcess.begins)
    let id = daemon.child.id
    try expect(
      scene.run(scene.orchPath, ["daemon"], environment: scene.loopEnvironment),
      is: .fails(
        75,
        "ERROR: \(scene.queue) has a daemon already: \(id) orch daemon (one daemon is enough; "
          + "kill \(id) ends it)"))
    // The database beside it is another queue.
    try scene.orch("migrate").check()
    let outcome = try scene.run(
      scene.orchPath, ["daemon", "--db", "db/queue.db", "--until-idle"],
      environment: scene.loopEnvironment)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(daemon.end().status == 0)
    let next = try scene.run(
      scene.orchPath, ["daemon", "--until-idle"], environment: scene.loopEnvironment)
    expect(next, is: .prints("\(DaemonProcess.begins)\n\(DaemonProcess.isThrough)\n"))
  }

  @Test func `until nothing is left to do ends when orch.json can't be read in two ticks`() throws {
    let scene = try Scene(loop: .inFile, rows: row("A", "IN_PROGRESS", owner: "me"))
    let daemon = try DaemonProcess(of: scene, "--until-idle")
    _ = try daemon.line()
    // It must not come to its end before the file is written.
    daemon.child.send(SIGSTOP)
    try scene.write("{\"spawm\": {}}", to: "orch.json")
    daemon.child.send(SIGHUP)
    daemon.child.send(SIGCONT)
    try daemon.expect("\(Scene.now) daemon: nothing starts until orch.json can be read")
    #expect(daemon.child.wait().status == 64)
  }

  @Test func `it ends with its terminal, but not under nohup`() throws {
    let scene = try Scene(loop: .inFile)
    let daemon = try DaemonProcess(of: scene, inTerminal: true)
    try daemon.expect(DaemonProcess.begins)
    #expect(daemon.end(by: SIGKILL).signal == SIGKILL)
    try daemon.expect(DaemonProcess.ends)

    let other = try DaemonProcess(
      of: scene, by: "sh -c 'echo $$ > daemon.pid; exec nohup \"$@\"' -", inTerminal: true)
    try other.expect(DaemonProcess.begins)
    #expect(other.end(by: SIGKILL).signal == SIGKILL)
    let id = try #require(Int32(scene.text("daemon.pid").dropLast()))
    kill(id, SIGHUP)
    let reads = "\(Scene.now) daemon: reloaded orch.json"
    try other.expect(reads)
    kill(id, SIGTERM)
    // The terminal's end came as a signal, too: one with the other's, or one of its own.
    var line = try other.line()
    if line == reads { line = try other.line() }
    #expect(line == DaemonProcess.ends)
  }

  @Test func `settings are read anew, and as long as they can't be nothing starts`() throws {
    let scene = try Scene(loop: .inFile)
    let daemon = try DaemonProcess(of: scene, "--interval", "168h")
    _ = try daemon.line()
    let settings = try scene.text("orch.json")
    try scene.submit("One", "file: ORCH-001.txt")
    try daemon.expect("\(Scene.now) ORCH-001")
    scene.awaitWorkers(of: daemon)

    // The daemon must not read a file that is half written.
    try scene.write("{\"spawm\": {}}", to: "new.json")
    rename(scene.path("new.json"), scene.path("orch.json"))
    daemon.child.send(SIGHUP)
    try daemon.expect("\(Scene.now) daemon: nothing starts until orch.json can be read")
    try scene.write(scene.text() + row("A", criteria: "file: A.txt") + "\n")
    // It is mended without a signal to the daemon.
    try scene.write(settings, to: "orch.json")
    chmod(scene.path("orch.json"), 0o644)
    try daemon.expect("\(Scene.now) A")
    scene.awaitWorkers(of: daemon)

    try writeExecutable("no line that names a shell", to: scene.path("odd.sh"))
    try scene.spawn("worker", ["./odd.sh"])
    daemon.child.send(SIGHUP)
    try daemon.expect("\(Scene.now) daemon: reloaded orch.json")
    // Its supervisor may have left the report to the tick before.
    try expect(scene.status("A"), is: "DONE")
    try scene.submit("Two", "file: ORCH-002.txt")
    try daemon.expect("\(Scene.now) ORCH-002 failed: spawn")
    try daemon.expect("\(Scene.now) RESET ORCH-002")
    let ending = daemon.end()
    #expect(ending.status == 0)
    let messages = ending.errors.split(separator: "\n")
    // It may have been started again before the daemon ended.
    #expect(messages.count >= 2, "\(ending)")
    let unknown = "\(Scene.now) ERROR: \(scene.path("orch.json")): unknown key 'spawm'"
    #expect(messages[0].hasPrefix(unknown), "\(ending)")
    // It may have read them before they were trusted.
    let start =
      "\(Scene.now) WARNING: ORCH-002 is PENDING again: its worker could not be started"
    #expect(messages.contains { $0.hasPrefix(start) }, "\(ending)")
  }

  @Test
  func `a queue that can't be read for a while is reported once, and worked again afterwards`()
    throws
  {
    let scene = try Scene(loop: .inFile)
    let daemon = try DaemonProcess(of: scene)
    try daemon.expect(DaemonProcess.begins)
    let text = try scene.text()
    let merging = "<<<<<<< HEAD\n\(text)=======\n>>>>>>> other\n"
    try scene.write(merging)
    daemon.child.send(SIGHUP)
    try daemon.expect("\(Scene.now) daemon: reloaded orch.json")
    // Only the second round notices it.
    for _ in 1...3 {
      daemon.child.send(SIGHUP)
      try daemon.expect("\(Scene.now) daemon: reloaded orch.json")
    }
    try scene.write(text + row("A", criteria: "file: A.txt") + "\n")
    try daemon.expect("\(Scene.now) A")
    scene.awaitWorkers(of: daemon)
    let errors = daemon.end().errors
    #expect(errors.split(separator: "\n").count == 1, "\(errors)")
    #expect(errors.hasPrefix("\(Scene.now) ERROR: QUEUE.md:6:1: a merge"), "\(errors)")
    try expect(scene.status("A"), is: "DONE")
  }

  @Test func `one whose reader went away works on`() throws {
    let scene = try Scene(loop: .inFile)
    try scene.submit("One", "file: ORCH-001.txt")
    let outcome = try scene.bash(
      "\"$ORCH\" daemon --until-idle --queue QUEUE.md | true; echo ${PIPESTATUS[0]}",
      environment: scene.loopEnvironment)
    try scene.awaitWorkers()
    expect(outcome, is: .prints("0\n"))
    try expect(scene.status("ORCH-001"), is: "DONE")
  }

  @Test(arguments: [
    (["--interval", "30"], 64, "say seconds, minutes or hours, such as 90s, 30m or 2h"),
    (["--interval", "0m"], 64, "use a whole number before the unit, from 1s to 168h"),
    (["--interval", "169h"], 64, "use a whole number before the unit, from 1s to 168h"),
    (["--interval", "9223372036854775807h"], 64, "use a whole number before the unit"),
    (["--max-workers", "65"], 64, "use a whole number from 1 to 64"),
    (["--stale-minutes", "1", "--stale-hours", "1"], 64, "set the same limit"),
    (["--queue", "NONE.md"], 66, "NONE.md"),
  ])
  func `what can't be is refused before it begins`(
    _ words: [String], status: Int32, part: String
  ) throws {
    let scene = try Scene(rows: row("A"))
    let outcome = try scene.run(scene.orchPath, ["daemon"] + words)
    #expect(outcome.status == status && outcome.output.isEmpty, "\(outcome)")
    #expect(outcome.errors.contains(part), "\(outcome)")
  }

  @Test func `settings that can't be read, and programs that are not trusted, are refused`() throws
  {
    let scene = try Scene(loop: .inFile)
    try expect(scene.orch("trust", "--revoke").status, is: 0)
    let untrusted = try scene.run(
      scene.orchPath, ["daemon"], environment: scene.loopEnvironment)
    #expect(untrusted.status == 77 && untrusted.errors.contains("orch trust"), "\(untrusted)")
    try scene.write("{\"spawm\": {}}", to: "orch.json")
    let unreadable = try scene.orch("daemon", "--queue", "QUEUE.md")
    #expect(unreadable.status == 64 && unreadable.errors.contains("spawm"), "\(unreadable)")
  }
}
