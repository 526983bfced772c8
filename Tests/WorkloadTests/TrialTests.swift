import Host
import TestSupport
import Testing

@testable import Workload

/// Real processes on a real file, for as short a time as shows something.
@Suite struct TrialTests {
  /// - Parameters:
  ///   - seed: what is done.
  ///   - script: stands in for `orch`, which is `$ORCH`.
  private func run(
    seed: UInt64, processes: Int = 3, hasEditor: Bool = false, through script: String? = nil
  ) throws -> Oracle {
    try withTemporaryDirectory { folder in
      var plan = Trial.Plan(seed: seed)
      plan.seconds = 1
      plan.processes = processes
      plan.hasEditor = hasEditor
      var program = BuiltBinaries.orch
      if let script {
        program = "\(folder)/orch"
        try writeExecutable("#!/bin/bash\n\(script)\n", to: program)
      }
      let environment = TestEnvironment.base(home: folder)
        .merging(["ORCH": BuiltBinaries.orch]) { $1 }
      let trial = Trial(
        plan, onQueue: "\(folder)/QUEUE.md", with: program, environment: environment)
      return try trial.run(.init(pause: Clock.system.sleep))
    }
  }

  @Test func `processes among themselves lose and duplicate nothing`() throws {
    let oracle = try run(seed: 1)
    #expect(oracle.lost == [])
    #expect(oracle.duplicated == [])
    #expect(oracle.unexpected == [])
    #expect(oracle.refused == 0)
    #expect(oracle.unknown == 0)
    #expect(oracle.acknowledged[.add] ?? 0 > 0)
    #expect(oracle.acknowledged[.pick] ?? 0 > 0)
    #expect(oracle.typed == 0)
  }

  @Test func `a program that says done and does nothing is found`() throws {
    let oracle = try run(
      seed: 2, processes: 1,
      through: #"if [ "$1" = done ]; then echo "$2 -> DONE"; else exec "$ORCH" "$@"; fi"#)
    let done = oracle.acknowledged[.done] ?? 0
    #expect(done > 0)
    #expect(oracle.lost.count == done)
    #expect(oracle.unexpected == [])
  }

  @Test func `a program that gives everybody the same row is found`() throws {
    let oracle = try run(
      seed: 3,
      through: #"""
        if [ "$1" != pick ]; then exec "$ORCH" "$@"; fi
        "$ORCH" "$@" > /dev/null; echo worker-1-1
        """#)
    #expect(oracle.duplicated.contains { $0.id == "worker-1-1" })
  }

  @Test func `an editor among them removes nothing, and loses nothing`() throws {
    let oracle = try run(seed: 6, hasEditor: true)
    #expect(oracle.isClean, "\(oracle)")
    #expect(oracle.typed + (oracle.acknowledged[.add] ?? 0) > 1)
    #expect(oracle.unknown == 0)
  }

  @Test func `a program that cannot make the queue stops it`() {
    #expect(throws: Trial.Failure.command("orch init", "ERROR: no")) {
      try run(seed: 4, through: "echo 'ERROR: no' >&2; exit 73")
    }
  }

  @Test(arguments: [75, 1, 65, 74, 73])
  func `a program that reads no input proves nothing`(_ status: Int) throws {
    #expect(throws: Trial.Failure.command("orch add", "the last save could not be taken in")) {
      try run(
        seed: 5, processes: 1,
        through: #"if [ "$1" = init ]; then exec "$ORCH" "$@"; else exit \#(status); fi"#)
    }
  }
}
