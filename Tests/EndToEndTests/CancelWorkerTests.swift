import Host
import Testing

/// Commands and edits of people that end a row while a worker is at work on it.
@Suite struct CancelWorkerTests {
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
    #expect(scene.processes == [])
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
    #expect(scene.processes == [])
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
