import Model
import TestSupport
import Testing
import Workers

@testable import Attempts
@testable import Door
@testable import Work

/// The workers of `orch.json`, as a queue describes them.
@Suite struct WorkerStateTests {
  private static let settings = #"""
    {"workers": {"notes": {"adapter": "report", "argv": ["true"], "max": 2},
      "pretend": {"adapter": "simulated", "script": ["done"]}}}
    """#

  @Test func `a worker that is not trusted can't start`() throws {
    try withTaskQueue([], settings: Self.settings) { queue, _ in
      let workers = try queue.workers()
      #expect(
        workers.map { "\($0.profile.name) \($0.running.count)/\($0.limit)" } == [
          "notes 0/2", "pretend 0/3",
        ])
      #expect(workers[0].reason?.code == .untrusted)
      #expect(workers[1].problem == nil)
      let programs = try queue.workerPrograms()
      #expect(programs.map(\.profile.name) == ["notes", "pretend"])
      #expect(queue.workerFindings()?.names == ["notes", "pretend"])
    }
  }

  @Test func `a worker that is not there is not known, and one that is not paused not resumed`()
    throws
  {
    try withTaskQueue([], settings: Self.settings) { queue, _ in
      let pause = try queue.resumeWorker("notes", as: .session("ann"))
      #expect(pause == nil)
      #expect(throws: Problem.self) { try queue.resumeWorker("other", as: .session("ann")) }
      #expect(throws: Problem.self) { try queue.tryWorker("other") }
    }
  }
}
