import Host
import Model
import SQLite
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// Databases of the Python tool, as its versions made them.
@Suite struct SQLiteMigrationTests {
  /// The columns that later versions of that tool added.
  private static let added = Array(DatabaseSchema.migrations[0].columns.prefix(6))

  /// Makes such a database with one row.
  private static func make(_ scene: DatabaseScene, without missing: Set<String>) throws {
    let columns = added.filter { !missing.contains($0.name) }
      .map { ", \($0.name) \($0.definition)" }.joined()
    let database = try Database(opening: scene.path, for: .creating)
    try database.execute(
      """
      CREATE TABLE queue_items(id TEXT PRIMARY KEY, status TEXT NOT NULL, priority TEXT NOT NULL,
        task TEXT NOT NULL, success_criteria TEXT NOT NULL, owner_session TEXT NOT NULL DEFAULT '-',
        started_at_kst TEXT NOT NULL DEFAULT '-', due_at_kst TEXT NOT NULL DEFAULT '-',
        notes TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL, updated_at TEXT NOT NULL\(columns));
      CREATE TABLE queue_events(event_id INTEGER PRIMARY KEY AUTOINCREMENT, item_id TEXT NOT NULL,
        event_type TEXT NOT NULL, payload_json TEXT NOT NULL, created_at TEXT NOT NULL);
      INSERT INTO queue_items(id, status, priority, task, success_criteria, notes, created_at,
        updated_at) VALUES('A', 'PENDING', 'P1', 't', 'c', 'x | y', '2026-01-01 09:00',
        '2026-01-01 09:00');
      INSERT INTO queue_events VALUES(7, 'A', 'added', '{"priority": "P1"}', '2026-01-01 09:00');
      """)
  }

  private static func withDatabase(
    without missing: Set<String> = [], _ body: (DatabaseScene) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      let scene = DatabaseScene(folder: folder)
      try make(scene, without: missing)
      try body(scene)
    }
  }

  @Test(arguments: [
    ("failed", "2026-01-02 09:00", "2026-01-02T09:00:00+09:00"),
    ("lease_ended", "2026-01-02 09:00", "2026-01-03T09:00:00+09:00"),
  ])
  func `a row stopped by its newest event of a status, or its last change`(
    _ event: String, at time: String, stop: String
  ) throws {
    try Self.withDatabase { (scene) throws in
      try scene.open().execute(
        """
        INSERT INTO queue_events VALUES(8, 'A', '\(event)', '{}', '\(time)');
        UPDATE queue_items SET status = 'FAILED', updated_at = '2026-01-03 09:00';
        """)
      func stopTime() throws -> String? { try scene.store().stopTimes(of: ["A"])["A"]?.iso8601 }
      #expect(try stopTime() == stop)
      try scene.perform(.edit(.init(id: "A", [.task: "other"])))
      #expect(try stopTime() == (event == "failed" ? stop : DatabaseScene.now.iso8601))
    }
  }

  @Test(arguments: added.map { [$0.name] } + [[], added.map(\.name)])
  func `what is missing is added, and the database is kept as it was`(_ missing: [String]) throws {
    try Self.withDatabase(without: Set(missing)) { (scene) throws in
      let before = try (scene.bytes(), scene.dump(), scene.names())
      #expect(try scene.store().snapshot().item(at: 0)?.notes.text == "x | y")
      #expect(try scene.store().history(of: nil).map(\.command) == ["added"])
      #expect(try scene.store().read { try $0.nextClaimNumber } == 1)
      if !missing.contains("idempotency_key") {
        #expect(try !scene.store().read { try $0.hasDone(idempotencyKey: "k") })
      }
      #expect(try scene.bytes() == before.0, "reading changes nothing")
      #expect(try scene.names() == before.2)

      let outcome = try scene.perform(.pick(id: nil))
      let kept = scene.path + ".before-v3"
      #expect(
        outcome.warnings.texts == [
          "\(scene.path) was upgraded to version 3; the former one is kept as \(kept)"
        ])
      #expect(try scene.dump(kept) == before.1)
      #expect(try scene.open(kept).checkIntegrity() == [])
      #expect(
        try DatabaseSchema.columns(of: scene.open())
          .isSuperset(of: DatabaseSchema.migrations.flatMap { $0.columns.map(\.name) }))
      #expect(try scene.open().userVersion() == 3)
      #expect(
        try scene.rows("SELECT id, status, notes, max_attempts, created_at FROM queue_items")
          == ["A|IN_PROGRESS|x | y|3|2026-01-01 09:00"])
      #expect(try scene.rows("SELECT event_id FROM queue_events") == ["7", "8"])
      #expect(try scene.perform(.pick(id: nil)).warnings.texts == [])
    }
  }

  @Test func `migrations are only appended`() {
    #expect(
      DatabaseSchema.migrations.map(\.name) == [
        "claims, leases, the mirror and done keys", "claims of workers that orch starts",
        "streaks of failures by class",
      ])
  }

  @Test(arguments: [1, 2, 3])
  func `a database of each version becomes one of the newest`(_ version: Int) throws {
    try Self.withDatabase { (scene) throws in
      let old = try scene.open()
      for _ in 0..<version { try DatabaseSchema.applyNext(to: old) }
      // As the first databases of version 1 were.
      if version == 1 { try old.execute("DROP TABLE queue_done_keys") }
      let outcome = try scene.perform(.pick(id: nil))
      #expect(outcome.warnings.texts.count == (version == 3 ? 0 : 1))
      #expect(try scene.open().userVersion() == 3)
      let fresh = try Database(opening: "\(scene.folder)/fresh.db", for: .creating)
      try DatabaseSchema.create(in: fresh)
      for database in [try scene.open(), fresh] {
        #expect(
          try database.prepare("SELECT name FROM sqlite_schema ORDER BY name").rows { $0.text(0) }
            .filter { !$0.hasPrefix("sqlite_") } == [
              "idx_queue_items_idempotency", "idx_queue_items_lease", "idx_queue_items_updated_at",
              "queue_done_keys", "queue_events", "queue_events_item", "queue_items",
              "queue_items_number", "queue_items_order", "queue_meta", "queue_mirror",
            ])
      }
      #expect(
        try DatabaseSchema.columns(of: fresh) == DatabaseSchema.columns(of: scene.open()))
    }
  }

  @Test func `lost claims of the version before are a streak, and the Python tool goes on`() throws
  {
    try Self.withDatabase { (scene) throws in
      let old = try scene.open()
      for _ in 0..<2 { try DatabaseSchema.applyNext(to: old) }
      try old.execute(
        """
        UPDATE queue_items SET claim_number = 4, claim_nonce = 'abcdef', claimed_at = 5,
          lost_claims = 2
        """)
      func streak() throws -> FailureStreak? {
        try scene.store().snapshot().item(at: 0)?.claim?.streak
      }
      #expect(try streak() == .lost(2))
      try scene.perform(.pick(id: nil))
      #expect(try streak() == .lost(2))
      try scene.perform(.endAttempt(.init(id: "A", failure: .timeout, notes: "timeout")))
      #expect(try streak() == FailureStreak(.timeout, count: 1))
      #expect(
        try scene.rows("SELECT lost_claims, failure_class, failure_count FROM queue_items")
          == ["0|timeout|1"])
      // As the Python tool adds a row and takes one back.
      try scene.open().execute(
        """
        INSERT INTO queue_items(id, status, priority, task, success_criteria, owner_session,
          started_at_kst, due_at_kst, notes, created_at, updated_at, attempt_count, max_attempts)
        VALUES('B', 'PENDING', 'P1', 't', 'c', '-', '-', '-', '', 'x', 'x', 0, 3);
        UPDATE queue_items SET status = 'FAILED', attempt_count = 2 WHERE id = 'A';
        """)
      #expect(try streak() == FailureStreak(.timeout, count: 1))
      #expect(try scene.store().snapshot().item(at: 1)?.claim == nil)
    }
  }

  @Test func `a migration that fails leaves the database as it was`() throws {
    try Self.withDatabase { (scene) throws in
      // A foreign table, in the way of the last statement.
      try scene.open().execute("CREATE TABLE queue_meta(other)")
      let before = try scene.dump()
      for kept in ["queue.db.before-v3", "queue.db.before-v3-2"] {
        let error = #expect(throws: StoreError.self) { try scene.perform(.pick(id: nil)) }
        guard case .database = error else {
          Issue.record("\(String(describing: error))")
          return
        }
        #expect(try scene.dump() == before)
        #expect(try scene.open().userVersion() == 0)
        #expect(try scene.open().journalMode() == .delete)
        #expect(try scene.dump("\(scene.folder)/\(kept)") == before)
      }
    }
  }

  @Test func `where no copy can be made nothing is migrated`() throws {
    try Self.withDatabase { (scene) throws in
      let before = try scene.bytes()
      // A page of the table is damaged: what SQLite says of the copy is said of the database.
      try scene.open().execute(
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
        INSERT INTO queue_events(item_id, event_type, payload_json, created_at)
        SELECT 'A', 'picked', '{"owner_session": "agent:main"}', '2026-01-01 10:00' FROM n
        """)
      let file = try FileDescriptor(opening: scene.path, for: .updating)
      try file.write([UInt8](repeating: 0xFF, count: 4096), at: 5 * 4096)
      let damaged = try scene.bytes()
      #expect(damaged.count > before.count)
      let error = #expect(throws: StoreError.self) { try scene.perform(.pick(id: nil)) }
      guard case .damagedDatabase(scene.path, let problems) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(!problems.isEmpty)
      #expect(try scene.bytes() == damaged)
      #expect(try scene.names() == ["queue.db"])
    }
  }
}
