import Testing

@Suite struct ConsistencyCommandTests {
  /// What a database of the Python tool holds that was never brought up to date.
  private static let database = """
    mkdir -p db; sqlite3 db/queue.db "CREATE TABLE queue_items(id TEXT PRIMARY KEY, status,
      priority, task, success_criteria, owner_session DEFAULT '-', started_at_kst DEFAULT '-',
      due_at_kst DEFAULT '-', notes DEFAULT '', created_at, updated_at);
    INSERT INTO queue_items(id, status, priority, task, success_criteria, owner_session, notes)
      VALUES('A', 'PENDING', 'P1', 'work', 'it works', NULL, 'x | y'),
      ('B', 'DONE', 'P0', 'other', 'it works', 's1', ''), ('D', 'ODD', 'P1', 't', 'c', '-', '')"
    """

  private func scene(_ rows: String...) throws -> Scene {
    let scene = try Scene(file: queueText(rows))
    try scene.bash(Self.database).check()
    return scene
  }

  @Test func `both say the same, and nothing is written`() throws {
    let scene = try scene(
      row("A", notes: "x / y"), row("B", "DONE", "P0", task: "other", owner: "s1"))
    try scene.bash("sqlite3 db/queue.db \"DELETE FROM queue_items WHERE id = 'D'\"").check()
    let before = try (scene.bytes(), scene.bytes("db/queue.db"))
    try expect(scene.ops("consistency-check"), is: .prints("consistency ok total=2\n"))
    try expect(scene.ops("consistency-check", "--all"), is: .prints("consistency ok total=2\n"))
    try expect(
      scene.ops("consistency-check", "--json"),
      is: .prints(
        """
        {"consistent":true,"total":2,"missing_in_db":[],"missing_in_md":[],"mismatches":[],"moved":[]}

        """))
    #expect(try scene.bytes() == before.0 && scene.bytes("db/queue.db") == before.1)
    #expect(!scene.exists(".orch") && !scene.exists("logs"))
  }

  @Test func `each difference is a line`() throws {
    let scene = try scene(
      row("C"), row("A", "DONE", owner: "w", notes: "x / z / y"), row("B", "DONE", "P0"))
    let mismatches = """
      - missing_in_db C
      - missing_in_md D
      - mismatch A:status:md=DONE db=PENDING
      - mismatch A:owner_session:md=w db=-

      """
    try expect(
      scene.ops("consistency-check"),
      is: Outcome(
        status: 1,
        output: "consistency mismatch missing_in_db=1 missing_in_md=1 field_mismatch=3\n"
          + mismatches + "- mismatch B:owner_session:md=- db=s1\n", errors: ""))
    try expect(
      scene.ops("consistency-check", "--all"),
      is: Outcome(
        status: 1,
        output: "consistency mismatch missing_in_db=1 missing_in_md=1 field_mismatch=5\n"
          + mismatches + """
            - mismatch A:notes
            --- md A:notes
            +++ db A:notes
            @@ -1,3 +1,2 @@
             x
            -z
             y
            - mismatch B:owner_session:md=- db=s1
            - mismatch B:task
            --- md B:task
            +++ db B:task
            @@ -1 +1 @@
            -work
            +other

            """, errors: ""))
  }

  @Test func `both are named by options of their own, too`() throws {
    let scene = try scene(row("A", notes: "x"))
    let difference = Outcome(
      status: 1,
      output: "consistency mismatch missing_in_db=0 missing_in_md=2 field_mismatch=0\n"
        + "- missing_in_md B\n- missing_in_md D\n", errors: "")
    try scene.bash("mkdir elsewhere; mv QUEUE.md elsewhere/Q.md; mv db/queue.db elsewhere/q.db")
      .check()
    try expect(
      scene.ops(
        "consistency-check", "--queue-path", "elsewhere/Q.md", "--db-path", "elsewhere/q.db"),
      is: difference)
    try expect(
      scene.ops(
        "consistency-check", "--queue", "elsewhere/Q.md", "--db", "elsewhere/q.db"),
      is: difference)
    try expect(
      scene.ops(
        "consistency-check",
        environment: [
          "ORCH_QUEUE_MD": "elsewhere/Q.md", "ORCH_DB_PATH": "elsewhere/q.db",
        ]), is: difference)
  }

  @Test func `what is missing is an error`() throws {
    let scene = try Scene(rows: row("A"))
    #expect(try scene.ops("consistency-check").status == 66)
    #expect(!scene.exists("db"))
    try scene.bash(Self.database).check()
    #expect(try scene.ops("consistency-check", "--queue-path", "none.md").status == 66)
  }
}
