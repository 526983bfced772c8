import Foundation
import Testing

@Suite struct RenderCommandTests {
  /// A table that was imported, and a database that went on.
  private func scene() throws -> Scene {
    let scene = try Scene(rows: row("A"), row("B"))
    try scene.orch("migrate").check()
    try scene.orch("done", "A", "--notes", "ok", "--db", "db/queue.db").check()
    return scene
  }

  @Test func `while the file is read-only it is written so, and no other way`() throws {
    let scene = try scene()
    let readOnly = ["ORCH_QUEUE_MD_READ_ONLY": "1"]
    let refusal = Outcome.fails(
      1,
      "ERROR: QUEUE.md is read-only (ORCH_QUEUE_MD_READ_ONLY) (change the database with --db "
        + "\(scene.path("db/queue.db")), then run orch render; or unset "
        + "ORCH_QUEUE_MD_READ_ONLY, or queue_md_read_only in orch.json)")
    for line in [
      "$ORCH pick", "$ORCH done B --notes n", "$ORCH fail B --notes n", "$ORCH block B --notes n",
      "$ORCH add --priority P1 --task t --success-criteria c", "$ORCH assign B --owner-session s",
      "$ORCH release B", "$ORCH undo", "$ORCH restore B", "$ORCH fmt", "$OPS cancel B",
      "$OPS replan B --notes n", "$OPS retry B",
    ] {
      let outcome = try scene.bash(line, environment: readOnly)
      #expect(outcome == refusal, "\(line): \(outcome)")
    }
    try expect(scene.text(), is: queueText(row("A"), row("B")))
    try expect(
      scene.orch("render", environment: readOnly),
      is: .prints("rendered 2 rows\nchanged A: status, notes\n"))
    try expect(
      scene.orch("cancel", "B", "--db", "db/queue.db", environment: readOnly),
      is: .prints("B -> BLOCKED\n"))
    try expect(
      scene.ops("cancel", "B", "--db", "db/queue.db", environment: readOnly),
      is: .prints("B -> BLOCKED\n"))
  }

  /// The lines of `docs/storage.md`.
  @Test func `a queue switches to the database and back in five lines`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    let programs = URL(filePath: scene.orchPath).deletingLastPathComponent().path
    let outcome = try scene.bash(
      Self.fiveLines, environment: ["ORCH_OWNER_SESSION": "w1", "PATH": "\(programs):/usr/bin"])
    expect(
      outcome,
      is: .prints(
        """
        Imported 2 rows into \(scene.path("db/queue.db"))
        added A
        added B
        A
        rendered 2 rows
        changed A: status, owner_session, started_at_kst
        A -> DONE

        """))
    try expect(
      scene.text(),
      is: queueText(
        row("A", "DONE", owner: "w1", started: "2026-01-31 18:00", notes: "ok"), row("B")))
  }

  private static let fiveLines = """
    orch migrate                         # the table goes into db/queue.db
    export ORCH_QUEUE_MD_READ_ONLY=1     # from now on the database is the truth
    orch pick --db db/queue.db           # every command says so
    orch render                          # the table, for people; back: once more,
    unset ORCH_QUEUE_MD_READ_ONLY        # and the table is the truth again
    orch done A --notes ok
    """
}
