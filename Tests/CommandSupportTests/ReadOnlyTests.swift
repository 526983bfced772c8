import TestSupport
import Testing

@testable import CommandSupport

@Suite struct ReadOnlyTests {
  @Test(arguments: ["pick", "done A --notes n", "add --priority P1 --task t --success-criteria c"])
  func `a file that is only rendered is not changed`(_ line: String) throws {
    try withScene([QueueFixture.row("A")]) { scene in
      var scene = scene
      scene.environment["ORCH_QUEUE_MD_READ_ONLY"] = "yes"
      let before = try contents(of: scene.queue)
      #expect(
        scene.run(line)
          == .init(
            status: 1,
            errors: "ERROR: QUEUE.md is read-only (ORCH_QUEUE_MD_READ_ONLY) "
              + "(the database is the truth: change it with --db ~/db/queue.db, then orch render; "
              + "or unset ORCH_QUEUE_MD_READ_ONLY, or queue_md_read_only in orch.json)\n"))
      #expect(try contents(of: scene.queue) == before)
      #expect(scene.run("list") == .init(output: "A\tPENDING\tP1\twork\n"))
    }
  }
}
