import TestSupport
import Testing
import Text

/// Rows that are handed to another program, or whose worker cannot be started.
@Suite struct SpawnCommandTests {
  @Test(arguments: QueueKept.allCases)
  func `a program that the system can't run costs the row no attempt`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    try scene.submit("Write the greeting")
    try writeExecutable("no line that names a shell", to: scene.path("odd.sh"))
    try scene.spawn("worker", ["./odd.sh"])
    let outcome = try scene.tick()
    let reason =
      "cannot run \(scene.folder)/./odd.sh: Exec format error; "
      + "a script needs a first line such as #!/bin/sh"
    expect(
      outcome,
      is: .prints(
        "RESET ORCH-001\n",
        warning:
          "WARNING: ORCH-001 is PENDING again: its worker could not be started: \(reason)\n"))
    let item = try scene.item("ORCH-001")
    expect(item["status"]?.stringValue, is: "PENDING")
    expect(item["attempt_count"]?.integerValue, is: 0)
    try scene.awaitWorkers()
    try scene.expectNothingLeft()
  }

  @Test(arguments: QueueKept.allCases)
  func `a command that accepts the work names its session`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    try scene.submit("Hand over", "file: greeting.txt")
    try scene.spawn("command", ["./worker.sh", "{id}", "{label}", "{message_file}"])
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
    try scene.awaitWorkers()
    let session = "session-of-ORCH-001"
    try expect(scene.item("ORCH-001")["owner_session"]?.stringValue, is: session)
    try expect(
      scene.ops("workers"),
      is: .prints(
        """
        workers_active=1 in_progress=1
        - \(session) tasks=1 p0=0 p1=1 p2=0 ids=ORCH-001 oldest_start=\(Scene.now)

        """))
    let token = try scene.text("runs/ORCH-001").split(separator: "\n")[0]
    try scene.write("Hello\n", to: "greeting.txt")
    try scene.write(ReportCommandTests.report("ORCH-001"), to: "r.txt")
    let words = ["report", "--file", "r.txt", "--owner-session", session]
    let refused = try scene.run(scene.orchPath, words + ["--json"])
    #expect(refused.errors.hasPrefix(#"{"error":{"code":"missing_attempt","#), "\(refused)")
    try expect(scene.status("ORCH-001"), is: "IN_PROGRESS")
    let sent = try scene.run(scene.orchPath, words + ["--attempt", String(token)])
    #expect(sent.status == 0 && sent.output.hasPrefix("spooled "), "\(sent)")
    #expect(
      sent.errors == """
        WARNING: ORCH-001: the report is saved; the next orch tick judges it, because neither a \
        daemon nor the row's supervisor is running

        """)
    try expect(scene.tick(), is: .prints("ORCH-001 DONE (1 proof)\n"))
    try expect(scene.tick(), is: .prints("NOOP\n"))
    #expect(try scene.reports(in: "inbox/refused").count == 1)
    try scene.expectNothingLeft()
  }

  /// It cannot be seen from here whether it still works.
  @Test(arguments: QueueKept.allCases)
  func `work that was handed over is taken back when its time is over`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    try scene.submit("Hand over")
    try scene.spawn("command", timeout: 2 * 3600)
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
    try scene.awaitWorkers()
    try expect(scene.tick(minutes: 119), is: .prints("NOOP\n"))
    let outcome = try scene.tick(minutes: 122)
    #expect(outcome.output.hasPrefix("RESET ORCH-001\n"), "\(outcome)")
  }

  @Test(arguments: QueueKept.allCases)
  func `a command that does not accept the work costs the row no attempt`(_ kept: QueueKept) throws
  {
    let scene = try Scene(loop: kept)
    try scene.submit("Refuse")
    try scene.spawn("command")
    let reason = "exit 3: no session is free"
    try expect(
      scene.tick(),
      is: .prints(
        "RESET ORCH-001\n",
        warning:
          "WARNING: ORCH-001 is PENDING again: its worker could not be started: \(reason)\n"))
    let item = try scene.item("ORCH-001")
    expect(item["status"]?.stringValue, is: "PENDING")
    expect(item["attempt_count"]?.integerValue, is: 0)
    try scene.awaitWorkers()
    try scene.expectNothingLeft()
  }

  @Test func `what a clone brings along starts nothing`() throws {
    let scene = try Scene(loop: .inFile)
    try scene.submit("Write the greeting")
    try expect(scene.orch("trust", "--revoke").status, is: 0)
    for options in [[], ["--queue", "QUEUE.md"]] {
      scene.options = options
      let outcome = try scene.tick()
      #expect(outcome.status == 77 && outcome.output == "", "\(outcome)")
      try expect(scene.status("ORCH-001"), is: "PENDING")
    }
    try scene.trust()
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
    try scene.awaitWorkers()
  }
}
