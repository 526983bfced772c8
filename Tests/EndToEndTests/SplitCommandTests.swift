import TestSupport
import Testing

/// `orch split`.
@Suite struct SplitCommandTests {
  @Test func `a row waits for its steps, which one undo takes back`() throws {
    let scene = try Scene(rows: row("A", "PENDING", "P0", notes: "labels=web"), row("B"))
    let before = try scene.text()
    let outcome = try scene.orch("split", "A", "Write it", "Test | it", "--in-sequence")
    #expect(outcome.output == "Added ORCH-001\nAdded ORCH-002\nA waits for ORCH-001, ORCH-002\n")
    #expect(
      try scene.text()
        == queueText([
          row("A", "PENDING", "P0", notes: "labels=web / after=ORCH-001,ORCH-002"), row("B"),
          row("ORCH-001", "PENDING", "P0", task: "Write it", criteria: "-", notes: "labels=web"),
          row(
            "ORCH-002", "PENDING", "P0", task: "Test / it", criteria: "-",
            notes: "labels=web / after=ORCH-001"),
        ]))
    let waits = try scene.ops("why", "A").output
    #expect(waits.contains("ORCH-001"), "\(waits)")
    try scene.orch("undo").check()
    #expect(try scene.text() == before)
  }

  @Test func `what can't be split says what would work`() throws {
    let scene = try Scene(rows: row("A", "IN_PROGRESS", owner: "w"), row("B", "DONE"))
    let atWork = try scene.orch("split", "A", "one")
    #expect(
      atWork.status == 1 && atWork.errors.contains("orch release --id A --force frees it first"))
    let done = try scene.orch("split", "B", "one")
    #expect(done.status == 1 && done.errors.contains("only unfinished rows can be split"))
    #expect(try scene.orch("split", "A").status == 64)
    #expect(try scene.orch("split", "A", "").status == 64)
    #expect(try scene.orch("split", "X", "one").status == 1)
  }
}
