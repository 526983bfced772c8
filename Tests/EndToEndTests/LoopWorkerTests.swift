import Host
import TestSupport
import Testing

/// Workers that do not end by themselves, and people who change rows that are at work.
@Suite struct LoopWorkerTests {
  @Test(arguments: QueueKept.allCases, [0, 1])
  func `a worker that hangs and does not listen is ended`(
    _ kept: QueueKept, grace: Int
  ) throws {
    let scene = try Scene(loop: kept)
    try scene.submit("Hang")
    try scene.spawn(timeout: 1, grace: grace)
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
    try scene.awaitWorkers()
    try expect(scene.status("ORCH-001"), is: "PENDING")
    #expect(try scene.notes("ORCH-001").contains(" / timeout"))
    #expect(try scene.workerLog("ORCH-001").contains("still there\n"))
    try scene.expectNothingLeft()
  }

  @Test(arguments: QueueKept.allCases)
  func `the next tick ends a worker whose row was stopped`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    let worker = try scene.startPausing()
    try expect(scene.orch("block", "ORCH-001", "--notes", "no", "--force").status, is: 0)
    #expect(worker.isAlive)
    try expectEnd(of: worker, by: scene.tick(), in: scene)
    try expect(scene.status("ORCH-001"), is: "BLOCKED")
  }

  @Test func `the next tick ends a worker whose row is deleted`() throws {
    let scene = try Scene(loop: .inFile)
    let worker = try scene.startPausing()
    try scene.submit("Later")
    try expect(scene.orch("block", "ORCH-002", "--notes", "later").status, is: 0)
    let deleted = try scene.text().split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.contains("| ORCH-001 |") }.joined(separator: "\n")
    try scene.write(deleted)
    try expectEnd(of: worker, by: scene.tick(), in: scene)
    try expect(scene.text(), is: deleted)
  }

  @Test func `a worker outlives an old copy that is saved over its claim`() throws {
    let scene = try Scene(loop: .inFile)
    let worker = try scene.startPausing()
    let claimed = try scene.text()
    try scene.write(queueText())
    let tick = try scene.tick()
    #expect(tick.errors.hasPrefix("WARNING: ORCH-001: put back; it was added, "), "\(tick)")
    #expect(worker.isAlive)
    try expect(scene.text(), is: claimed)
    try scene.goOn("ORCH-001")
    try scene.awaitWorkers()
    try scene.expectNothingLeft()
  }

  @Test(arguments: ["tick", "dispatch"])
  func `a worker that ends slowly is not overtaken by the next one`(
    _ command: String
  ) throws {
    let scene = try Scene(loop: .inFile)
    try scene.submit("Pause, and do not listen")
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
    let worker = try scene.awaitPause("ORCH-001")
    try expect(scene.orch("block", "ORCH-001", "--notes", "no", "--force").status, is: 0)
    try expect(scene.ops("retry", "ORCH-001").status, is: 0)
    try expect(
      scene.run(scene.orchPath, [command], environment: scene.loopEnvironment).output,
      is: "ORCH-001\n")
    try scene.awaitPause("ORCH-001")
    #expect(!worker.isAlive)
    try scene.goOn("ORCH-001")
    try scene.awaitWorkers()
    #expect(scene.runs("ORCH-001") == 2)
    try scene.expectNothingLeft()
  }

  private func expectEnd(of worker: ProcessIdentity, by tick: Outcome, in scene: Scene) throws {
    #expect(
      tick.errors.contains(
        "WARNING: the worker of ORCH-001 was stopped because its claim is "
          + "over\n"),
      "\(tick)")
    #expect(worker.hasEnded(within: .milliseconds(60_000)))
    try scene.awaitWorkers()
    try scene.expectNothingLeft()
  }

  @Test func `what a person saves while workers work is kept`() throws {
    let scene = try Scene(
      loop: .inFile, rows: row("ORCH-001", task: "Pause", criteria: "file: ORCH-001.txt"), row("B"))
    let worker = try scene.startPausing(isThere: true)
    let edited =
      try scene.text().replacing(
        "| B | PENDING | P1 | work |", with: "| B|PENDING | P1 | work, but otherwise |"
      )
      .replacing("# Queue\n\n", with: "# Our queue\n") + row("C", task: "One more")
      + "\n\nA note.\n"
    try scene.write(edited)
    try scene.goOn("ORCH-001")
    #expect(worker.hasEnded(within: .milliseconds(60_000)))
    try scene.awaitWorkers()
    let claimed = try #require(
      edited.split(separator: "\n").first { $0.contains("| IN_PROGRESS |") })
    let done =
      claimed.replacing("IN_PROGRESS", with: "DONE").dropLast()
      + "review:PASS verified=1 reported=0 all_success_criteria_covered |"
    try expect(scene.text(), is: edited.replacing(claimed, with: done))
    try scene.tickUntilIdle()
    try expect(scene.text("B.txt"), is: "work, but otherwise\n")
    try expect(scene.text("C.txt"), is: "One more\n")
    try scene.expectNothingLeft()
  }

  @Test(arguments: QueueKept.allCases)
  func `two ticks at once start each row once`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    for number in 1...4 { try scene.submit("Task \(number)", "file: ORCH-00\(number).txt") }
    let ticks = try (0..<2).map { _ in
      try ChildProcess(
        starting: scene.orchPath,
        ["tick", "--parallel", "4", "--max-workers", "5"] + scene.options,
        in: scene.folder,
        environment: TestEnvironment.base(home: scene.folder).merging(scene.loopEnvironment) { $1 }
          .merging(later(minutes: 0)) { $1 })
    }
    let ends = ticks.map { $0.wait() }
    #expect(ends.allSatisfy { $0.status == 0 && $0.errors == "" }, "\(ends)")
    // The later one may already see how a row ended.
    let started = ends.flatMap { $0.output.split(separator: "\n") }
      .filter { $0 != "NOOP" && !$0.hasSuffix(" DONE (1 proof)") }
    expect(started.sorted(), is: (1...4).map { "ORCH-00\($0)" })
    try scene.awaitWorkers()
    for number in 1...4 {
      try expect(scene.status("ORCH-00\(number)"), is: "DONE")
      #expect(scene.runs("ORCH-00\(number)") == 1)
    }
    // A supervisor whose report another one was just routing leaves its record to the next tick.
    try expect(scene.tick(), is: .prints("NOOP\n"))
    try scene.expectNothingLeft()
  }

  // MARK: ops cancel

  enum Change: String, CaseIterable {
    case cancel = "$OPS cancel ORCH-001 $OPTIONS"
    case release = "$ORCH release ORCH-001 --force $OPTIONS"
    case replan = "$OPS replan ORCH-001 --notes 'another way' $OPTIONS"

    var output: String {
      switch self {
      case .cancel: "ORCH-001 -> BLOCKED\n"
      case .release: "ORCH-001 -> PENDING\n"
      case .replan: "ORCH-001 -> BLOCKED\n"
      }
    }
  }

  @Test(arguments: QueueKept.allCases, Change.allCases)
  func `the worker and all that it started are gone when the command returns`(
    _ kept: QueueKept, change: Change
  ) throws {
    let scene = try Scene(loop: kept)
    let worker = try scene.startPausing()
    try expect(
      scene.bash(change.rawValue, environment: scene.loopEnvironment), is: .prints(change.output))
    #expect(!worker.isAlive)
    // Its supervisor may still route reports.
    try scene.awaitWorkers()
    try scene.expectNothingLeft()
    #expect(change.output.contains(try scene.status("ORCH-001")))
    #expect(scene.runs("ORCH-001") == 1)
  }

  @Test(arguments: QueueKept.allCases)
  func `a worker that does not listen is killed after its grace`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    try scene.submit("Pause, and do not listen")
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
    let worker = try scene.awaitPause("ORCH-001")
    try expect(scene.ops("cancel", "ORCH-001").output, is: "ORCH-001 -> BLOCKED\n")
    #expect(!worker.isAlive)
    // Its supervisor may still route reports.
    try scene.awaitWorkers()
    try expect(scene.tick(), is: .prints("NOOP\n"))
    try scene.expectNothingLeft()
  }

  @Test func `a row without a worker is cancelled as ever`() throws {
    let scene = try Scene(loop: .inFile)
    try scene.submit("Pause")
    try expect(scene.ops("cancel", "ORCH-001"), is: .prints("ORCH-001 -> BLOCKED\n"))
    try scene.expectNothingLeft()
  }
}
