import Host
import TestSupport
import Testing

/// The whole loop, on the built programs: a request becomes rows, ticks start workers for them,
/// and what the workers report is judged by what they left.
@Suite struct LoopTests {
  private static let greeting = "file: greeting.txt; grep: Hello in greeting.txt; cmd: test"

  @Test(arguments: QueueKept.allCases)
  func `a request is worked through to its end`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    try scene.submit("Write the greeting", Self.greeting)
    try scene.submit("Edit the greeting", "grep: Hello, world in greeting.txt; cmd: test")
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
    try scene.awaitWorkers()
    try expect(scene.status("ORCH-001"), is: "DONE")
    try expect(scene.notes("ORCH-001").hasSuffix(Self.proved), is: true)
    try expect(scene.tick(), is: .prints("ORCH-002\n"))
    try scene.awaitWorkers()
    try expect(scene.status("ORCH-002"), is: "DONE")
    try expect(scene.text("greeting.txt"), is: "Hello, world\n")
    try expect(scene.tick(), is: .prints("NOOP\n"))
    try expect(scene.tick("--openclaw"), is: .prints("NO_REPLY\n"))
    #expect(try scene.keptReports(of: "ORCH-001").count == 1)
    #expect(try scene.workerLog("ORCH-001").contains("reading the task of ORCH-001\n"))
    try scene.expectNothingLeft()
  }

  @Test func `an old copy that is saved over finished work takes no worker's place`() throws {
    let scene = try Scene(loop: .inFile, rows: row("A"), row("B", criteria: "file: B.txt"))
    try expect(scene.orch("pick", "A", "--owner-session", "s1").status, is: 0)
    let copy = try scene.text()
    try expect(scene.orch("done", "A", "--notes", "n", "--owner-session", "s1").status, is: 0)
    try scene.write(copy, to: "QUEUE.md")
    let outcome = try scene.tick("--max-workers", "1")
    #expect(outcome.output == "B\n", "\(outcome)")
    try scene.awaitWorkers()
    try expect(scene.status("A"), is: "DONE")
    try expect(scene.status("B"), is: "DONE")
  }

  private static let proved = "review:PASS verified=3 reported=0 all_success_criteria_covered"

  /// The state of a row in the end.
  private struct End: CustomTestStringConvertible {
    let task: String
    let criteria: String
    let status: String
    /// What its notes say.
    let note: String
    /// How often a worker was started.
    let runs: Int

    init(
      _ task: String, _ criteria: String, _ status: String, _ note: String, runs: Int
    ) {
      (self.task, self.criteria, self.status, self.note) = (task, criteria, status, note)
      self.runs = runs
    }

    var testDescription: String { task }
  }

  private static let ends = [
    End("Write the greeting", greeting, "DONE", proved, runs: 1),
    End(
      "Take two attempts", "grep: whole in half.txt", "DONE", "review:PASS verified=1", runs: 2),
    End(
      "Promise a file", "file: promised.txt", "BLOCKED",
      "review:BLOCK missing_checks:1;retry_limit_reached:2/2", runs: 2),
    End("Die", "it is done", "FAILED", "signal 9", runs: 2),
    End("Report twice", "file: once.txt", "DONE", "review:PASS", runs: 1),
    End("Report for ORCH-008", "it is done", "FAILED", "fault:other_row", runs: 2),
    End("Say nothing", "it is done", "FAILED", "no_report", runs: 2),
    End("Wait", "it is done", "PENDING", "after=ORCH-003", runs: 0),
  ]

  @Test(arguments: QueueKept.allCases)
  func `each worker's row ends as the worker did, and no other row changes`(
    _ kept: QueueKept
  ) throws {
    let scene = try Scene(loop: kept)
    for end in Self.ends.dropLast() { try scene.submit(end.task, end.criteria) }
    try expect(
      scene.add("--id", "ORCH-008", "--after", "ORCH-003").output, is: "Added ORCH-008\n")
    let untouched = try scene.item("ORCH-008")
    try expect(
      scene.tick("--parallel", "5", "--max-workers", "5").output,
      is: "ORCH-001\nORCH-002\nORCH-003\nORCH-004\nORCH-005\n")
    try scene.awaitWorkers()
    for id in ["ORCH-002", "ORCH-003", "ORCH-004"] { try expect(scene.status(id), is: "PENDING") }
    try scene.tickUntilIdle()
    for (end, number) in zip(Self.ends, 1...) {
      let id = "ORCH-00\(number)"
      try expect(scene.status(id), is: end.status)
      let notes = try scene.notes(id)
      #expect(notes.contains(end.note), "\(id): \(notes)")
      #expect(scene.runs(id) == end.runs, "\(id)")
    }
    try expect(scene.item("ORCH-008"), is: untouched)
    let sent = try scene.orch("show", "ORCH-002", "--task").output
    #expect(
      sent.contains(
        """

        The last attempt failed (agent): exit 7: the disk was full
        The end of its output:
            [orch] runs ./worker.sh ORCH-002
            reading the task of ORCH-002
            the disk was full

        """), "\(sent)")
    let attempts = try scene.orch("show", "ORCH-002", "--attempts").output.split(separator: "\n")
    #expect(attempts.count == 2, "\(attempts)")
    #expect(attempts.first?.hasSuffix("\tPENDING\tagent\texit 7: the disk was full") == true)
    #expect(attempts.last?.hasSuffix("\tDONE\t-\t-") == true)
    try expect(Set(scene.refusals), is: Self.refusals)
    try scene.expectNothingLeft()
  }

  /// Why reports were refused: the second of two.
  private static let refusals: Set = ["The attempt TOKEN of ORCH-005 is over: the row is DONE"]

  // MARK: The claim comes before the worker

  /// Looks at the queue before it does anything else.
  private static let script = #"""
    #!/bin/sh
    $ORCH list --status IN_PROGRESS --owner "$ORCH_LABEL" $OPTIONS > seen.txt
    $ORCH pick "$ORCH_ITEM_ID" --owner-session somebody-else $OPTIONS 2> refused.txt
    echo 'done' > done.txt
    printf '%s\n' "[REPORT $ORCH_ITEM_ID]" 'Status: DONE' 'Files:' '- done.txt' 'Diff-Summary:' \
      '- did it' 'Validation:' '- 1 passed, 0 failed' 'Risks:' '- None' 'Next:' '- None'
    """#

  @Test(arguments: QueueKept.allCases)
  func `the first that a worker sees is its row, in its own name`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    try writeExecutable(Self.script, to: scene.path("looker.sh"))
    try scene.spawn("worker", ["./looker.sh"])
    try scene.submit("Look", "file: done.txt")
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
    try scene.awaitWorkers()
    try expect(scene.text("seen.txt"), is: "ORCH-001\tIN_PROGRESS\tP1\tLook\n")
    let refusal = try scene.text("refused.txt")
    #expect(refusal.hasPrefix("ERROR: ORCH-001 "), "\(refusal)")
    try expect(scene.status("ORCH-001"), is: "DONE")
  }

  // MARK: Changes while a worker is at work

  @Test(arguments: QueueKept.allCases)
  func `a worker that rewrites its own check is judged by the old one`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    try scene.submit("Rewrite the check", "cmd: test")
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
    try scene.awaitWorkers()
    #expect(try scene.text("said").hasPrefix("spooled "))
    try expect(scene.status("ORCH-001"), is: "PENDING")
    #expect(try scene.notes("ORCH-001").contains("unmet=1 (cmd: test: "))
    let reports = try scene.keptReports(of: "ORCH-001")
    #expect(reports.count == 1 && reports.allSatisfy { $0.contains("[redacted:github-token]") })
    try scene.expectNothingLeft()
  }

  @Test func `a check that lets others write orch.json proves nothing`() throws {
    let scene = try Scene(loop: .inFile)
    try scene.write("chmod 666 orch.json\n", to: "check.sh")
    try scene.trust()
    try scene.submit("One", "cmd: test")
    // The worker may end before the tick does, which then says so.
    let tick = try scene.tick()
    #expect(tick.status == 0 && tick.output == "ORCH-001\n", "\(tick)")
    try scene.awaitWorkers()
    try expect(scene.status("ORCH-001"), is: "BLOCKED")
    #expect(try scene.notes("ORCH-001").contains("orch.json changed"))
  }

  @Test func `a row that can't be read for a moment keeps its worker and its report`() throws {
    let scene = try Scene(loop: .inFile)
    let worker = try scene.startPausing()
    let queue = try scene.text()
    try scene.write(queue.replacing("| Pause |", with: "| Pause | half |"))
    let tick = try scene.tick()
    #expect(tick.output == "NOOP\n" && !tick.errors.contains("is ended"), "\(tick)")
    #expect(worker.isAlive)
    try scene.goOn("ORCH-001")
    try scene.awaitWorkers()
    #expect(try scene.reports(in: "inbox").count == 1)
    try scene.write(queue)
    try expect(scene.tick(), is: .prints("ORCH-001 DONE (1 proof)\n"))
    try scene.expectNothingLeft()
  }

  // MARK: What ended badly

  @Test(arguments: QueueKept.allCases)
  func `a tick prints once what work left failed or blocked`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    try scene.write("{}", to: "orch.json")
    for id in ["A", "B", "C"] { try scene.add("--id", id).check() }
    for id in ["A", "B"] {
      try scene.orch("pick", id, "--owner-session", "w").check()
    }
    try scene.orch(
      "fail", "A", "--owner-session", "w", "--notes", "no \u{7}disk", "--permanent"
    ).check()
    try scene.write("Status: QUESTION\nQuestion: which one?\n", to: "r.txt")
    try scene.orch("report", "--id", "B", "--file", "r.txt", "--owner-session", "w").check()
    try scene.orch("block", "C", "--notes", "by hand", "--force").check()
    // What can't be written is printed by the next one.
    for (command, status) in [
      ("tick 2>/dev/full", 0), ("tick --json >/dev/full", 74),
      ("daemon --until-idle >/dev/full", 0),
    ] {
      try expect(
        scene.bash("$ORCH \(command) $OPTIONS", environment: scene.loopEnvironment).status,
        is: Int32(status))
    }
    let log = try scene.bash(
      "$ORCH daemon --until-idle $OPTIONS", environment: scene.loopEnvironment)
    #expect(log.output.contains("A FAILED worker: no disk (ops retry A"), "\(log)")
    let errors = try scene.tick("--quiet").errors.split(separator: "\n").map(String.init)
    #expect(errors.count == 2, "\(errors)")
    #expect(errors.first?.hasPrefix("A FAILED worker: no disk (ops retry A --force") ?? false)
    #expect(errors.last?.hasPrefix("B BLOCKED asks: which one? (orch answer B TEXT") ?? false)
    try expect(scene.tick("--quiet").errors, is: "")
    // Who was killed before the mark prints it again.
    try scene.write("{\"seq\":1}\n", to: ".orch/read-tick-\(kept.name).json")
    #expect(
      try scene.tick("--json").output.contains(#""ended_badly":[{"id":"A","status":"FAILED","#))
    try expect(scene.tick().errors, is: "")
  }

  // MARK: A tick with nothing to do

  private static let rows = (1...10_000).map { number in
    row(
      "ORCH-\(number)", number == 1 ? "BLOCKED" : "PENDING",
      notes: number == 1 ? "-" : "after=ORCH-1")
  }

  @Test func `no byte of a table changes, and no other file but the run log`() throws {
    let scene = try Scene(file: queueText(Self.rows))
    try expect(scene.orch("tick", "--quiet"), is: .prints("NOOP\n"))
    let before = try (scene.bytes(), scene.names())
    for _ in 0..<20 { try expect(scene.orch("tick", "--quiet"), is: .prints("NOOP\n")) }
    #expect(try scene.bytes() == before.0)
    #expect(try scene.names() == before.1)
  }
}
