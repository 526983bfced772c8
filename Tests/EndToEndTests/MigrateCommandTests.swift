import Testing

@Suite struct MigrateCommandTests {
  private func scene() throws -> Scene { try Scene(rows: row("A"), row("B", "DONE", notes: "ok")) }

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
    try scene.bash(
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
      """
    ).check()
    try scene.write(queueText(row("A"), row("B"), row("C")))
    let outcome = try scene.orch("migrate")
    #expect(outcome.status == 1)
    #expect(
      outcome.output == """
        Imported 3 rows into \(scene.path("db/queue.db"))
        changed A: task, notes
        added B
        kept C: status, task, success_criteria
        the database has changed these rows; use --force to take the table's version

        """)
    #expect(outcome.errors.contains("the former one is kept as "), "\(outcome)")
    try expect(
      scene.bash("sqlite3 db/queue.db.before-v3 'SELECT id, task, notes FROM queue_items'"),
      is: .prints("A|old|a | b\nC|picked|\n"))
    try expect(
      scene.bash("sqlite3 db/queue.db 'SELECT id, task, notes FROM queue_items'"),
      is: .prints("A|work|\nB|work|\nC|picked|\n"))
  }
}
