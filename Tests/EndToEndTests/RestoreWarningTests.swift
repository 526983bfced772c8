import TestSupport
import Testing

/// A row that comes back, of which what it waits for does not.
@Suite struct RestoreWarningTests {
  @Test func `the rows that are missing are named`() throws {
    let scene = try Scene(rows: row("A"), row("B", notes: "after=A,C"), row("C"), row("D"))
    try expect(scene.orch("block", "D", "--notes", "n").status, is: 0)
    try scene.write(queueText(row("C"), row("D", "BLOCKED", notes: "n")))
    try expect(scene.add("--id", "E").status, is: 0)
    let outcome = try scene.orch("restore", "B")
    expect(
      outcome,
      is: .prints(
        "B -> PENDING\n",
        warning: "WARNING: B waits for A, which the queue does not have: orch restore brings back "
          + "what was deleted, else take it out of 'after'\n"))
    try expect(scene.orch("restore", "A"), is: .prints("A -> PENDING\n"))
  }
}
