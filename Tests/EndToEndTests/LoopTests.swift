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
    #expect(try scene.kept("evidence/ORCH-001").count == 1)
    #expect(
      try scene.text("logs/workers/ORCH-001-1.log").contains("reading the task of ORCH-001\n"))
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
    /// How often a worker was started in a queue file, and in a database, which tries again by
    /// itself what failed.
    let runs: [QueueKept: Int]

    init(
      _ task: String, _ criteria: String, _ status: String, _ note: String, runs: Int,
      inDatabase: Int? = nil
    ) {
      (self.task, self.criteria, self.status, self.note) = (task, criteria, status, note)
      self.runs = [.inFile: runs, .inDatabase: inDatabase ?? runs]
    }

    var testDescription: String { task }
  }

  private static let ends = [
    End("Write the greeting", greeting, "DONE", proved, runs: 1),
    End(
      "Take two attempts", "grep: whole in half.txt", "DONE", "exit 7: the disk was full", runs: 2),
    End(
      "Promise a file", "file: promised.txt", "BLOCKED",
      "review:BLOCK missing_checks:1;retry_limit_reached:2/2", runs: 3),
    End("Die", "it is done", "FAILED", "signal 9", runs: 1, inDatabase: 3),
    End("Report twice", "file: once.txt", "DONE", "review:PASS", runs: 1),
    End("Report for ORCH-008", "it is done", "BLOCKED", "fault:other_row", runs: 3),
    End("Say nothing", "it is done", "FAILED", "no_report", runs: 1, inDatabase: 3),
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
      scene.tick("--parallel", "5", "--max-workers", "5"),
      is: .prints("ORCH-001\nORCH-002\nORCH-003\nORCH-004\nORCH-005\n"))
    try scene.awaitWorkers()
    try expect(scene.status("ORCH-002"), is: "FAILED")
    try expect(scene.status("ORCH-003"), is: "PENDING")
    try expect(
      scene.run(scene.opsPath, ["retry", "ORCH-002"]).output, is: "ORCH-002 -> PENDING\n")
    try scene.tickUntilIdle()
    for (end, number) in zip(Self.ends, 1...) {
      let id = "ORCH-00\(number)"
      try expect(scene.status(id), is: end.status)
      let notes = try scene.notes(id)
      #expect(notes.contains(end.note), "\(id): \(notes)")
      #expect(scene.runs(id) == end.runs[kept], "\(id)")
    }
    try expect(scene.item("ORCH-008"), is: untouched)
    try expect(Set(scene.refusals), is: Self.refusals)
    try scene.expectNothingLeft()
  }

  /// Why reports were refused: the second of two.
  private static let refusals: Set = ["The attempt TOKEN of ORCH-005 is over: the row is DONE"]
}
