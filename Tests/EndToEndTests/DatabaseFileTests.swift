import Foundation
import SQLite
import TestSupport
import Testing

/// Databases that cannot be used: what is said, and that nothing is written.
@Suite struct DatabaseFileTests {
  private struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Makes `q.db`.
    let make: @Sendable (Scene) throws -> Void
    let status: Int32
    /// With `DB` for the database's path.
    let error: String
    /// Whether reading works.
    var isRead = false
    /// What `ops verify` prints before it fails; `nil` where it says the same.
    var verified: String?
  }

  private static let mend =
    "nothing was changed; ops verify lists it all; restore a backup, or make it again with orch "
    + "migrate"

  private static let cases = [
    Case(
      testDescription: "a damaged header",
      make: { scene in
        try scene.makeDatabase()
        try scene.overwrite("q.db", at: 0, count: 16)
      }, status: 65, error: "DB is damaged: file is not a database (\(mend))"),
    Case(
      testDescription: "a damaged page",
      make: { scene in
        try scene.makeDatabase()
        try scene.overwrite("q.db", at: 20 * 4096, count: 4096)
      }, status: 65,
      error: "DB is damaged: Page 21: btreeInitPage() returns error code 11, and 1 more (\(mend))",
      verified: """
        q.db: Page 21: btreeInitPage() returns error code 11 [integrity]
        q.db: database disk image is malformed [integrity]

        """),
    Case(
      testDescription: "no database",
      make: { try $0.write(String(repeating: "text\n", count: 300), to: "q.db") }, status: 65,
      error: "DB is damaged: file is not a database (\(mend))"),
    Case(
      testDescription: "a database of something else",
      make: {
        try $0.execute("CREATE TABLE t(a); INSERT INTO t VALUES (1); PRAGMA user_version = 7")
      },
      status: 65,
      error: "DB is a database, but holds no queue (name the queue's own with --db)"),
    Case(
      testDescription: "an empty file", make: { try $0.write("", to: "q.db") }, status: 65,
      error: "DB is a database, but holds no queue (name the queue's own with --db)"),
    Case(
      testDescription: "a newer version",
      make: { scene in
        try scene.makeDatabase()
        try scene.execute("PRAGMA user_version = 99")
      }, status: 65,
      error:
        "DB has version 99, made by a later orch (nothing was changed; use that version, or "
        + "a later one)"),
    Case(
      testDescription: "nothing", make: { _ in }, status: 66,
      error: "no database at DB (orch migrate makes one from QUEUE.md, orch init --db DB an empty "
        + "one)"),
    Case(
      testDescription: "a file that may not be written, also not by root",
      make: { scene in
        try scene.makeDatabase()
        try #require(chmod(scene.path("q.db"), 0o444) == 0)
      }, status: 77, error: "DB is not writable (chmod u+w DB, or ask its owner)", isRead: true,
      verified: "verify ok DB: 400 rows, 0 events\n"),
  ]

  @Test(arguments: cases)
  private func `what is wrong is said, and nothing is written`(_ test: Case) throws {
    let scene = try Scene()
    try test.make(scene)
    let before = try (try? scene.bytes("q.db"), scene.names())
    let path = scene.path("q.db")
    let failure = Outcome.fails(
      test.status, "ERROR: " + test.error.replacing("DB", with: path))
    try expect(scene.orch("pick", "--db", "q.db", "--no-log"), is: failure)
    let list = try scene.orch("list", "--db", "q.db", "--no-log")
    if test.isRead { #expect(list.status == 0, "\(list)") } else { expect(list, is: failure) }
    let verified = test.verified.map {
      Outcome(
        status: test.isRead ? 0 : 1, output: $0.replacing("DB", with: path), errors: "")
    }
    try expect(scene.ops("verify", "--db", "q.db"), is: verified ?? failure)
    expect(try? scene.bytes("q.db"), is: before.0)
    try expect(scene.names(), is: before.1)
  }

  @Test func `a database that is locked is waited for no longer than the limit`() throws {
    let scene = try Scene()
    try scene.makeDatabase()
    let other = try Database(opening: scene.path("q.db"), for: .readingAndWriting)
    try other.begin(.immediate)
    try expect(
      scene.orch("pick", "--db", "q.db", "--lock-timeout", "0.1"),
      is: .fails(
        75,
        "ERROR: \(scene.path("q.db")) is locked by another program (try again, or wait longer with "
          + "--lock-timeout)"))
    try other.rollback()
    try expect(scene.orch("pick", "--db", "q.db"), is: .prints("R-1\n"))
  }

  @Test(.enabled(if: OtherUser.isThere, OtherUser.reason))
  func `in a folder that may not be written databases are read, not changed`() throws {
    let scene = try Scene()
    try scene.makeFolder("f")
    try scene.execute("PRAGMA journal_mode = WAL", in: "f/q.db", making: true)
    let path = scene.path("f/q.db")
    try scene.give("f/q.db", to: OtherUser.nobody, OtherUser.nobody, mode: 0o644)
    try scene.give("f", to: 0, 0, mode: 0o755)
    try scene.give("", to: 0, 0, mode: 0o755)
    let options = ["--db", "f/q.db", "--no-log"]
    let list = ["list", "--status", "DONE"] + options
    try expect(scene.orch(as: OtherUser.nobody, list), is: .prints(""))
    try scene.write("what the database does not have yet", to: "f/q.db-wal")
    try expect(
      scene.orch(as: OtherUser.nobody, list),
      is: .prints(
        "",
        warning: "WARNING: \(path) is read without its latest changes: its folder is not "
          + "writable\n"))
    try FileManager.default.removeItem(atPath: scene.path("f/q.db-wal"))
    let before = try scene.bytes("f/q.db")
    let pick = try scene.orch(as: OtherUser.nobody, ["pick"] + options)
    #expect(pick.status == 77, "\(pick)")
    #expect(try scene.bytes("f/q.db") == before)
  }

  // MARK: Files beside a database

  @Test func `after a command that only reads the same files are there`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    let made = try scene.bash("$ORCH migrate -q && $ORCH pick && $ORCH pick --db db/queue.db")
    #expect(made.status == 0, "\(made)")
    func files() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: scene.path("db")).sorted()
    }
    let before = try files()
    let bytes = try scene.bytes("db/queue.db")
    for line in [
      "$ORCH list --db db/queue.db", "$ORCH show A --db db/queue.db",
      "$ORCH history --db db/queue.db", "$ORCH prime --db db/queue.db",
      "$OPS status --db db/queue.db", "$OPS why A --db db/queue.db", "$OPS kpi --db db/queue.db",
      "$OPS metrics --db db/queue.db", "$OPS health", "$OPS health --db db/queue.db",
      "$OPS consistency-check --all", "$OPS verify", "$OPS doctor",
      "$OPS gc --older-than 1d "
        + "--dry-run --db db/queue.db", "$OPS backup --to b",
    ] {
      let outcome = try scene.bash(line)
      #expect([0, 1, 10, 20].contains(outcome.status), "\(outcome)")
      #expect(try files() == before, "\(line)")
      #expect(try scene.bytes("db/queue.db") == bytes, "\(line)")
    }
  }
}

extension Scene {
  /// Makes `q.db` with 400 rows.
  func makeDatabase() throws {
    try expect(orch("init", "--db", "q.db"), is: .prints("Created \(path("q.db"))\n"))
    try execute(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
      INSERT INTO queue_items(id, status, priority, task, success_criteria, created_at, updated_at)
      SELECT 'R-' || i, 'PENDING', 'P1', hex(zeroblob(100)), 'c', '2026-01-01 09:00',
        '2026-01-01 09:00' FROM n
      """)
  }

  /// Runs statements on a database.
  func execute(_ script: String, in name: String = "q.db", making: Bool = false) throws {
    if making { _ = try orch("init", "--db", name) }
    let database = try Database(opening: path(name), for: .creating)
    try database.execute(script)
  }

  /// What a query says, a text a row, with `|` between the columns.
  func query(_ sql: String, in name: String = "q.db") throws -> [String] {
    let rows = try Database(opening: path(name), for: .readingAndWriting).prepare(sql)
    return try rows.rows { row in (0..<row.columnCount).map { row.text($0) }.joined(separator: "|")
    }
  }

  /// Puts 0xFF over a part of a file.
  func overwrite(_ name: String, at offset: Int, count: Int) throws {
    let file = try FileHandle(forUpdating: URL(filePath: path(name)))
    try file.seek(toOffset: UInt64(offset))
    try file.write(contentsOf: Data(repeating: 0xFF, count: count))
    try file.close()
  }
}
