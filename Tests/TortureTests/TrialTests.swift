import Host
import TestSupport
import Testing

@testable import Torture

/// Real processes on a real file, for as short a time as shows something.
@Suite struct TrialTests {
  /// - Parameters:
  ///   - seed: what is done.
  ///   - script: stands in for `orch`, which is `$ORCH`.
  private func account(
    seed: UInt64, processes: Int = 3, hasEditor: Bool = false, through script: String? = nil
  ) throws -> Account {
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
      let tool = Tool(program, queue: "\(folder)/QUEUE.md", environment: environment)
      let trial = Trial(plan, with: tool)
      let history = try trial.run(.init(pause: Clock.system.sleep))
      return Account(of: history, found: try trial.found())
    }
  }

  @Test func `processes among themselves lose and duplicate nothing`() throws {
    let account = try account(seed: 1)
    #expect(account.lost == [])
    #expect(account.duplicated == [])
    #expect(account.unexpected == [])
    #expect(account.refused == 0)
    #expect(account.unknown == 0)
    #expect(account.acknowledged[.add] ?? 0 > 0)
    #expect(account.acknowledged[.pick] ?? 0 > 0)
    #expect(account.typed == 0)
  }

  @Test func `a program that says done and does nothing is found`() throws {
    let account = try account(
      seed: 2, processes: 1,
      through: #"if [ "$1" = done ]; then echo "$2 -> DONE"; else exec "$ORCH" "$@"; fi"#)
    let done = account.acknowledged[.done] ?? 0
    #expect(done > 0)
    #expect(account.lost.count == done)
    #expect(account.unexpected == [])
  }

  @Test func `a program that gives everybody the same row is found`() throws {
    let account = try account(
      seed: 3,
      through: #"""
        if [ "$1" != pick ]; then exec "$ORCH" "$@"; fi
        "$ORCH" "$@" > /dev/null; echo worker-1-1
        """#)
    #expect(account.duplicated.contains { $0.id == "worker-1-1" })
  }

  @Test func `an editor among them takes nothing away, and loses nothing`() throws {
    let account = try account(seed: 6, hasEditor: true)
    #expect(account.isClean, "\(account)")
    #expect(account.typed + (account.acknowledged[.add] ?? 0) > 1)
    #expect(account.unknown == 0)
  }

  @Test func `a program that cannot make the queue stops it`() {
    #expect(throws: Trial.Failure.command("orch init", "ERROR: no")) {
      try account(seed: 4, through: "echo 'ERROR: no' >&2; exit 73")
    }
  }

  @Test(arguments: [75, 1, 65, 74, 73])
  func `a program that takes nothing in proves nothing`(_ status: Int) throws {
    #expect(throws: Trial.Failure.command("orch add", "the last save could not be taken in")) {
      try account(
        seed: 5, processes: 1,
        through: #"if [ "$1" = init ]; then exec "$ORCH" "$@"; else exit \#(status); fi"#)
    }
  }
}
