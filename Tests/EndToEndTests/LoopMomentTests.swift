import Host
import Testing

/// What is wrong for a moment, or made so, while a worker is at work.
@Suite struct LoopMomentTests {
  @Test(arguments: QueueKept.allCases)
  func `a worker that rewrites its own check is judged by the old one`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    try scene.submit("Rewrite the check", "cmd: test")
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
    try scene.awaitWorkers()
    #expect(
      try scene.text("said").hasPrefix(
        "ERROR: orch.json changed since the worker of ORCH-001 started "))
    try expect(scene.status("ORCH-001"), is: "PENDING")
    #expect(try scene.notes("ORCH-001").contains("unmet=1 (cmd: test: "))
    let reports = try scene.kept("evidence/ORCH-001")
    #expect(reports.count == 1 && reports.allSatisfy { $0.contains("[redacted:github-token]") })
    try scene.expectNothingLeft()
  }

  @Test func `a check that lets others write orch.json proves nothing`() throws {
    let scene = try Scene(loop: .inFile)
    try scene.write("chmod 666 orch.json\n", to: "check.sh")
    try scene.trust()
    try scene.submit("One", "cmd: test")
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
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
    #expect(try scene.kept("inbox").count == 1)
    try scene.write(queue)
    try expect(scene.tick(), is: .prints("ORCH-001 -> DONE (PASS)\n"))
    try scene.expectNothingLeft()
  }
}
