import SQLite

/// The tables of a queue's database, and the migrations of older versions.
///
/// Version 0 is the schema of the Python tool. Its columns keep their names and meanings, and later
/// versions only add tables and columns. Source: `docs/storage.md`, "The database".
package enum DatabaseSchema {
  /// The `PRAGMA user_version` of the databases that this program creates. It is the number of
  /// migrations.
  package static var version: Int { migrations.count }

  /// The migrations in the order of their versions. New ones may only be appended, and existing
  /// ones must never be changed, because databases of each version exist.
  static let migrations = [
    SchemaMigration(
      name: "claims, leases, the mirror and done keys",
      columns: [
        // Later versions of the Python tool added these columns.
        ("lease_owner", "TEXT"), ("lease_expires_at", "INTEGER"),
        ("attempt_count", "INTEGER NOT NULL DEFAULT 0"),
        ("max_attempts", "INTEGER NOT NULL DEFAULT 3"), ("idempotency_key", "TEXT"),
        ("last_error", "TEXT NOT NULL DEFAULT ''"),
        // This program added these columns. The default of `lease_heartbeat` is 1, because leases
        // of the Python tool have heartbeats.
        ("lease_heartbeat", "INTEGER NOT NULL DEFAULT 1"), ("claim_number", "INTEGER"),
        ("claim_nonce", "TEXT"), ("claimed_at", "INTEGER"),
        ("lost_claims", "INTEGER NOT NULL DEFAULT 0"),
      ], statements: "\(doneKeys)\(tables)"),
    // The table of done keys is created here, too, because the first databases of version 1 lack
    // it.
    SchemaMigration(
      name: "claims of workers that orch starts",
      columns: [("claim_for_worker", "INTEGER NOT NULL DEFAULT 0")], statements: doneKeys),
    SchemaMigration(
      name: "streaks of failures by class",
      columns: [
        ("failure_class", "TEXT"), ("failure_count", "INTEGER NOT NULL DEFAULT 0"),
      ], statements: ""),
  ]

  /// The SQL expression for the rank of a priority in the order of picking; its value equals
  /// `Priority.rank`.
  static let rank = """
    CASE priority WHEN 'P0' THEN 0 WHEN 'P1' THEN 1 WHEN 'P2' THEN 2 ELSE 3 END
    """

  /// The condition for rows whose id is `ORCH-` and a number. The plus keeps SQLite from using the
  /// index of the ids, because with it SQLite would visit each of these rows.
  static let isNumbered = """
    +id GLOB 'ORCH-[0-9]*' AND substr(id, 6) NOT GLOB '*[^0-9]*' AND length(id) < 24
    """
  static let number = "CAST(substr(id, 6) AS INTEGER)"

  /// The table of the Python tool's first version.
  private static let items = """
    CREATE TABLE IF NOT EXISTS queue_items (
      id TEXT PRIMARY KEY, status TEXT NOT NULL, priority TEXT NOT NULL, task TEXT NOT NULL,
      success_criteria TEXT NOT NULL, owner_session TEXT NOT NULL DEFAULT '-',
      started_at_kst TEXT NOT NULL DEFAULT '-', due_at_kst TEXT NOT NULL DEFAULT '-',
      notes TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL, updated_at TEXT NOT NULL);
    """

  /// The idempotency keys of DONE rows in the archive.
  private static let doneKeys = """
    CREATE TABLE IF NOT EXISTS queue_done_keys (
      key TEXT PRIMARY KEY, item_id TEXT NOT NULL, archived_at TEXT NOT NULL);
    """

  /// The rows that requests added, by the requests' keys. The first request with a key creates the
  /// table. That is not a migration, and the schema version does not change.
  static let requests = """
    CREATE TABLE IF NOT EXISTS queue_requests (
      key TEXT PRIMARY KEY, digest TEXT NOT NULL, item_ids TEXT NOT NULL);
    """

  /// `queue_mirror` has the state of each row at the last agreement between the file and the
  /// database. `queue_meta` has the number of the last claim.
  private static let tables = """
    CREATE TABLE IF NOT EXISTS queue_events (
      event_id INTEGER PRIMARY KEY AUTOINCREMENT, item_id TEXT NOT NULL,
      event_type TEXT NOT NULL, payload_json TEXT NOT NULL, created_at TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS queue_meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS queue_mirror (item_id TEXT PRIMARY KEY, cells TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS queue_items_order ON queue_items(status, \(rank));
    CREATE INDEX IF NOT EXISTS queue_items_number ON queue_items(\(number)) WHERE \(isNumbered);
    CREATE INDEX IF NOT EXISTS idx_queue_items_updated_at ON queue_items(updated_at);
    CREATE INDEX IF NOT EXISTS idx_queue_items_lease ON queue_items(lease_expires_at);
    CREATE INDEX IF NOT EXISTS idx_queue_items_idempotency ON queue_items(idempotency_key);
    CREATE INDEX IF NOT EXISTS queue_events_item ON queue_events(item_id, event_id);
    INSERT OR IGNORE INTO queue_meta VALUES ('last_claim', 0);
    """

  static func create(in database: Database) throws(SQLiteError) {
    try database.transaction(.immediate) { () throws(SQLiteError) in
      try database.execute(items)
      for _ in migrations { try applyNext(to: database) }
    }
  }

  /// Applies the next missing migration within the open transaction.
  static func applyNext(to database: Database) throws(SQLiteError) {
    // The version is not trusted, because other programs may have set any number.
    let version = max(0, try database.userVersion())
    let migration = migrations[version]
    let columns = try columns(of: database)
    for column in migration.columns where !columns.contains(column.name) {
      try database.execute(
        "ALTER TABLE queue_items ADD COLUMN \(column.name) \(column.definition)")
    }
    try database.execute(migration.statements)
    try database.setUserVersion(Int32(version + 1))
  }

  /// The column names of `queue_items`; empty if there is no such table. A view of this name does
  /// not count as a table, because its query may never end.
  static func columns(of database: Database) throws(SQLiteError) -> Set<String> {
    let isView = "SELECT 1 FROM sqlite_schema WHERE name = 'queue_items' AND type <> 'table'"
    if try database.prepare(isView).first({ _ in true }) == true { return [] }
    // This pragma is faster than the table-valued function `pragma_table_info`.
    return Set(try database.prepare("PRAGMA table_info(queue_items)").rows { $0.text(1) })
  }
}

struct SchemaMigration: Sendable {
  let name: String
  /// The columns that the step adds to `queue_items` if they are missing.
  let columns: [(name: String, definition: String)]
  let statements: String
}
