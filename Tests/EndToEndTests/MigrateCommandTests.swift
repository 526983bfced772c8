import Testing

@Suite struct MigrateCommandTests {
  private func scene() throws -> Scene { try Scene(rows: row("A"), row("B", "DONE", notes: "ok")) }

  @Test func `a table goes into a database that is made for it`() throws {
    let scene = try scene()
    let head = "Imported 2 rows into \(scene.path("db/queue.db"))\n"
    try expect(scene.orch("migrate"), is: .prints(head + "added A\nadded B\n"))
    try expect(scene.orch("migrate"), is: .prints(head))
    try expect(scene.orch("migrate", "--quiet"), is: .prints(head))
    try expect(
      scene.orch("list", "--db", "db/queue.db"),
      is: .prints("A\tPENDING\tP1\twork\nB\tDONE\tP1\twork\n"))
  }

  @Test func `a row that the database changed is kept, with status 1`() throws {
    let scene = try scene()
    _ = try scene.orch("migrate", "--db", "other/q.db")
    _ = try scene.orch("block", "A", "--notes", "why", "--db", "other/q.db")
    try scene.write(queueText(row("A", task: "mine"), row("C")))
    let head = "Imported 2 rows into \(scene.path("other/q.db"))\n"
    let kept = try scene.orch("migrate", "--db", "other/q.db")
    expect(
      kept,
      is: Outcome(
        status: 1,
        output: head + """
          kept A: status, task, notes
          added C
          only in the database: B
          the database goes its own way there; --force takes what the table says

          """, errors: ""))
    try expect(
      scene.orch("migrate", "--db", "other/q.db", "--force", "--json"),
      is: .prints(
        #"{"imported":2,"database":"\#(scene.path("other/q.db"))","rows":["#
          + #"{"id":"A","action":"changed","fields":["status","task","notes"]},"#
          + #"{"id":"B","action":"only_in_database","fields":[]}]}"# + "\n"))
  }

  @Test func `malformed rows are named once, and left out`() throws {
    let scene = try Scene(rows: row("A"), row("B", "WAITING"))
    try expect(
      scene.orch("migrate"),
      is: .prints(
        "Imported 1 rows into \(scene.path("db/queue.db"))\nadded A\n",
        warning: """
          WARNING: QUEUE.md:6:7: unknown status 'WAITING': use PENDING, IN_PROGRESS, DONE, FAILED, \
          BLOCKED [unknown-status] (such rows are left alone; orch lint lists them)

          """))
  }

  @Test func `without a queue there is nothing to import`() throws {
    let scene = try Scene()
    let outcome = try scene.orch("migrate", "--db", "db/queue.db")
    #expect(outcome.status == 66 && !scene.exists("db"), "\(outcome)")
    try expect(
      scene.orch("migrate", "--queue", "none.md"),
      is: .fails(
        66,
        "ERROR: no queue at \(scene.path("none.md")) "
          + "(orch init --queue \(scene.path("none.md")) creates one)"))
  }

  /// What the Python tool's first version made, and its last.
  @Test(arguments: [
    "",
    """
    , lease_owner TEXT, lease_expires_at INTEGER, attempt_count INTEGER NOT NULL DEFAULT 0,
    max_attempts INTEGER NOT NULL DEFAULT 3, idempotency_key TEXT,
    last_error TEXT NOT NULL DEFAULT ''
    """,
  ])
  func `a database of the Python tool is copied, and then brought up to date`(
    _ columns: String
  ) throws {
    let scene = try scene()
    _ = try scene.bash(
      """
      mkdir db; sqlite3 db/queue.db "CREATE TABLE queue_items (id TEXT PRIMARY KEY,
        status TEXT NOT NULL, priority TEXT NOT NULL, task TEXT NOT NULL,
        success_criteria TEXT NOT NULL, owner_session TEXT NOT NULL DEFAULT '-',
        started_at_kst TEXT NOT NULL DEFAULT '-', due_at_kst TEXT NOT NULL DEFAULT '-',
        notes TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL, updated_at TEXT NOT NULL
        \(columns));
      CREATE TABLE queue_events (event_id INTEGER PRIMARY KEY AUTOINCREMENT,
        item_id TEXT NOT NULL, event_type TEXT NOT NULL, payload_json TEXT NOT NULL,
        created_at TEXT NOT NULL);
      INSERT INTO queue_items(id, status, priority, task, success_criteria, notes, created_at,
        updated_at) VALUES('A', 'PENDING', 'P1', 'old', 'it works', 'a | b', '-', '-'),
        ('C', 'DONE', 'P1', 'picked', 'c', '', '-', '-');
      INSERT INTO queue_events(item_id, event_type, payload_json, created_at)
        VALUES('C', 'done', '{}', '-')"
      """)
    try scene.write(queueText(row("A"), row("B"), row("C")))
    let outcome = try scene.orch("migrate")
    #expect(outcome.status == 1)
    #expect(
      outcome.output == """
        Imported 3 rows into \(scene.path("db/queue.db"))
        changed A: task, notes
        added B
        kept C: status, task, success_criteria
        the database goes its own way there; --force takes what the table says

        """)
    #expect(outcome.errors.contains("as it was, it is kept as "), "\(outcome)")
    try expect(
      scene.bash("sqlite3 db/queue.db.before-v3 'SELECT id, task, notes FROM queue_items'"),
      is: .prints("A|old|a | b\nC|picked|\n"))
    try expect(
      scene.bash("sqlite3 db/queue.db 'SELECT id, task, notes FROM queue_items'"),
      is: .prints("A|work|\nC|picked|\nB|work|\n"))
  }
}
