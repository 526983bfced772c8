import Commands
import Operator
import Programs
import TestSupport
import Testing
import Text

@testable import Runner

@Suite struct TransitionOutputTests {
  private static let item =
    #"{"id":"A","status":"BLOCKED","priority":"P1","task":"work","success_criteria":"it works","#
    + #""owner_session":null,"started_at_kst":null,"due_at_kst":null,"notes":"n","after":[],"#
    + #""attempt_count":0,"max_attempts":null,"idempotency_key":null,"lease_owner":null,"lease_expires_at":null,"line":5}"#

  @Test(arguments: [
    ("block A --notes n", Scene.Ending(output: "A -> BLOCKED\n")),
    (
      "block A --notes n --json",
      .init(output: #"{"id":"A","from":"PENDING","to":"BLOCKED","item":\#(item)}"# + "\n")
    ),
    (
      "block X --notes n",
      .init(status: 1, errors: "ERROR: Row id not found: X (orch list shows the rows)\n")
    ),
    (
      "block X --notes n --json",
      .init(
        status: 1,
        errors: #"{"error":{"code":"not_found","message":"Row id not found: X","#
          + #""hint":"orch list shows the rows"}}"# + "\n")
    ),
  ])
  func `a transition prints the row and its status`(
    _ line: String, ending: Scene.Ending
  ) throws {
    try withScene([QueueFixture.row("A")]) { scene in
      #expect(scene.run(line) == ending)
    }
  }

  @Test func `a command repeated with the same words succeeds again`() throws {
    try withScene([QueueFixture.row("A")]) { scene in
      for _ in 1...2 {
        #expect(scene.run("block A --notes n") == .init(output: "A -> BLOCKED\n"))
      }
    }
  }

  private static let broken = [QueueFixture.row("A"), "| B | PENDING |", "| C | WAITING |"]
  private static let problem = "QUEUE.md:6:16: expected 9 cells, found 2 [cell-count]"
  private static let remedy = "(such rows are left alone; orch lint lists them)\n"

  @Test(arguments: [
    ("list", Orch.program), ("block A --notes n", Orch.program), ("show A", Orch.program),
    ("status", Ops.program),
  ])
  func `malformed rows are reported once`(
    _ line: String, program: Program<SharedOptions>
  ) throws {
    try withScene(Self.broken) { scene in
      let ending = scene.run(line, of: program)
      #expect(
        ending.errors == "WARNING: \(Self.problem), and 1 more \(Self.remedy)")
      #expect(ending.status == 0)
      #expect(scene.run("\(line) --quiet", of: program).errors == "")
    }
    try withScene(Self.broken.dropLast()) { scene in
      #expect(
        scene.run(line, of: program).errors
          == "WARNING: \(Self.problem) \(Self.remedy)")
    }
  }
}
