import Foundation
import Testing

@Suite struct RenderCommandTests {
  /// A table that was imported, and a database that went on.
  private func scene() throws -> Scene {
    let scene = try Scene(rows: row("A"), row("B"))
    _ = try scene.orch("migrate")
    _ = try scene.orch("done", "A", "--notes", "ok", "--db", "db/queue.db")
    return scene
  }

  @Test func `the table becomes what the database says`() throws {
    let scene = try scene()
    try expect(
      scene.orch("render"), is: .prints("rendered 2 rows\nchanged A: status, notes\n"))
    try expect(scene.text(), is: queueText(row("A", "DONE", notes: "ok"), row("B")))
    try expect(scene.orch("render"), is: .prints("rendered 2 rows\n"))
    try expect(scene.ops("consistency-check", "--all"), is: .prints("consistency ok total=2\n"))
  }

  @Test func `what people wrote into the table is taken, or named`() throws {
    let scene = try scene()
    try scene.write(
      queueText(row("A", task: "mine"), row("N", "DONE", owner: "me")))
    try expect(
      scene.orch("render"),
      is: .prints(
        """
        rendered 3 rows
        changed A: status, notes
        took A: task
        took N: new in the table
        not taken N: status, owner_session
        restored B: deleted in the table

        """))
    try expect(
      scene.text(),
      is: queueText(row("A", "DONE", task: "mine", notes: "ok"), row("N"), row("B")))
    try expect(
      scene.orch("render", "--json"),
      is: .prints(#"{"rendered":3,"file":"\#(scene.queue)","rows":[]}"# + "\n"))
    try expect(
      scene.bash("$ORCH history --db db/queue.db | cut -f 2-5 | tail -n 2"),
      is: .prints(
        """
        A\texternal_edit\texternal\ttask work -> mine
        N\texternal_edit\texternal\tstatus PENDING; priority P1; task work; success_criteria \
        it works; attempt_count 0; max_attempts 3

        """))
  }

  @Test func `the first time the table's rows go to the history`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    _ = try scene.orch("init", "--db", "db/queue.db")
    try expect(
      scene.orch("render"), is: .prints("rendered 0 rows\nremoved A\nremoved B\n"))
    try expect(scene.text(), is: queueText())
    try expect(scene.orch("restore", "B"), is: .prints("B -> PENDING\n"))
  }

  @Test func `a missing file is made, beside the database by default`() throws {
    let scene = try Scene()
    _ = try scene.orch("init", "--db", "db/queue.db")
    let addition = ["--priority", "P1", "--task", "t", "--success-criteria", "c"]
    _ = try scene.run(scene.orchPath, ["add", "--db", "db/queue.db"] + addition)
    try expect(
      scene.orch("render", "--db", "db/queue.db"),
      is: .prints("rendered 1 rows\nadded ORCH-001\n"))
    #expect(try scene.text().hasPrefix("# Queue\n\nPeople edit this table"))
    try expect(scene.orch("list"), is: .prints("ORCH-001\tPENDING\tP1\tt\n"))
    try expect(
      scene.orch(
        "render", "--queue", "www/COPY.md", "--db", "db/queue.db",
        environment: ["LANG": "ko_KR.UTF-8"]),
      is: .prints("rendered 1 rows\nadded ORCH-001\n"))
    #expect(try scene.text("www/COPY.md").hasPrefix("# 작업 큐\n"))
  }

  @Test func `while the file is read-only it is written so, and no other way`() throws {
    let scene = try scene()
    let readOnly = ["ORCH_QUEUE_MD_READ_ONLY": "1"]
    let refusal = Outcome.fails(
      1,
      "ERROR: QUEUE.md is read-only (ORCH_QUEUE_MD_READ_ONLY) (the database is the truth: change "
        + "it with --db \(scene.path("db/queue.db")), then orch render; or unset "
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
      scene.orch("cancel", "B", "--db", "db/queue.db", environment: readOnly).status, is: 64)
    try expect(
      scene.ops("cancel", "B", "--db", "db/queue.db", environment: readOnly),
      is: .prints("B -> BLOCKED\n"))
  }

  @Test func `without a database there is nothing to render`() throws {
    let scene = try Scene(rows: row("A"))
    try expect(
      scene.orch("render"),
      is: .fails(
        66,
        "ERROR: no database at \(scene.path("db/queue.db")) (orch migrate makes one from "
          + "QUEUE.md, orch init --db \(scene.path("db/queue.db")) an empty one)"))
    try expect(scene.text(), is: queueText(row("A")))
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
