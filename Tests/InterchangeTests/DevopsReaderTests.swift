import Foundation
import Interchange
import Model
import SQLite
import TestSupport
import Testing
import Text

/// What is read of the database of ai-devops-orchestrator.
@Suite struct DevopsReaderTests {
  /// The tables as that tool makes them, with those of its columns that matter.
  private static let schema = """
    CREATE TABLE tasks (
      id TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT, routing TEXT, prompt TEXT, repo TEXT,
      status TEXT NOT NULL, blocked_reason TEXT, failure_kind TEXT,
      attempt INTEGER NOT NULL DEFAULT 0, max_attempts INTEGER NOT NULL DEFAULT 3,
      created_at INTEGER NOT NULL DEFAULT 1, plan_id TEXT, pr_number INTEGER);
    CREATE TABLE deps (task_id TEXT NOT NULL, depends_on TEXT NOT NULL);
    """

  /// The bytes of a database after a script, in the journal mode of that tool.
  private static func bytes(_ script: String) throws -> [UInt8] {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/orch.db"
      do {
        let database = try Database(opening: path, for: .creating)
        try database.setJournalMode(.wal)
        try database.execute(script)
      }
      return Array(try Data(contentsOf: URL(filePath: path)))
    }
  }

  private static func summary(_ bytes: [UInt8]) -> [String] {
    InterchangeTests.summary(
      of: InterchangeForm.devops.read([ForeignFile(path: "orch.db", bytes: bytes)]))
  }

  @Test func `subtasks are tasks, and plans are their labels`() throws {
    let bytes = try Self.bytes(
      Self.schema + """
        INSERT INTO tasks (id, kind, title, status, plan_id)
          VALUES ('p1', 'plan', 'Add a health check', 'running', 'p1');
        INSERT INTO tasks
            (id, kind, title, routing, prompt, repo, status, blocked_reason, failure_kind, plan_id,
             pr_number)
          VALUES
          ('t1', 'subtask', 'Backend', 'codex-backend', 'Add it.' || char(10) || 'Test it.', 'shop',
           'succeeded', NULL, NULL, 'p1', 7),
          ('t2', 'subtask', NULL, NULL, 'Show it.' || char(10) || 'In green.', NULL, 'running',
           NULL, NULL, 'p1', NULL),
          ('t3', 'subtask', NULL, NULL, 'Ship it.', NULL, 'queued', NULL, NULL, 'p1', NULL),
          ('t4', 'subtask', 'Lint', NULL, '', NULL, 'failed', NULL, 'lint', NULL, NULL),
          ('t5', 'subtask', 'After', NULL, 'x', NULL, 'blocked', 'dependency_failed', NULL, 'p2',
           NULL),
          ('t6', 'subtask', 'Off', NULL, 'x', NULL, 'canceled', NULL, NULL, NULL, NULL),
          ('t7', 'subtask', 'New', NULL, 'x', NULL, 'paused', NULL, NULL, NULL, NULL);
        INSERT INTO deps VALUES ('t2', 't1'), ('t3', 't1'), ('t3', 't2'), ('t3', 't1'),
          ('t5', 't4'), ('t5', 'none');
        """)
    #expect(
      Self.summary(bytes) == [
        "t1: Backend; done; text Add it.\nTest it.; labels p1; plan Add a health check; "
          + "routing codex-backend; repo shop; pr_number 7",
        "t2: Show it.; started; text Show it.\nIn green.; after t1; labels p1; "
          + "plan Add a health check",
        "t3: Ship it.; after t1,t2; labels p1; plan Add a health check",
        #"t4: Lint; blocked("failed"); failure_kind lint"#,
        #"t5: After; blocked("blocked"); text x; after t4,none; labels p2; "#
          + "blocked_reason dependency_failed",
        #"t6: Off; dropped("canceled"); text x"#,
        #"t7: New; blocked("paused"); text x; status paused"#,
        #"t7: unknownWord(field: "status", word: "paused")"#,
      ])
  }

  struct Case: CustomTestStringConvertible {
    let testDescription, script: String
    let sentences: [String]

    init(_ name: String, _ script: String, _ sentences: String...) {
      (testDescription, self.script, self.sentences) = (name, script, sentences)
    }
  }

  private static let endless = """
    WITH RECURSIVE number(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number)
    SELECT i AS id, 'subtask' AS kind, 'x' AS title, 'x' AS prompt, 'queued' AS status FROM number
    """

  @Test(arguments: [
    Case(
      "no tables", "PRAGMA user_version = 1", "orch.db: not read: the database has no table tasks"),
    Case(
      "no dependencies", schema + "DROP TABLE deps",
      "orch.db: not read: the database has no table deps"),
    Case(
      "another table", "CREATE TABLE tasks (id TEXT, status TEXT)",
      "orch.db: not read: the table tasks has no column kind"),
    Case(
      "a computed column",
      "CREATE TABLE tasks (id, kind, title, prompt, status AS (hex(zeroblob(60000000))))",
      "orch.db: not read: the table tasks has no column status"),
    Case(
      "a view without an end", "CREATE VIEW tasks AS \(endless)",
      "orch.db: not read: the database has no table tasks"),
    Case(
      "too many rows",
      schema + """
        INSERT INTO tasks (id, kind, status) SELECT id, kind, status FROM (\(endless) LIMIT 100001)
        """,
      "orch.db: not read: the database has more than 100000 rows, or more than 64 MB of text"),
    Case("no subtask", schema, "orch.db: not read: the file has no task"),
    Case(
      "no text", schema + "INSERT INTO tasks (id, kind, status) VALUES ('a', 'subtask', 'queued')",
      "orch.db: a: not read: 'title' is missing"),
    Case(
      "no id",
      schema + "INSERT INTO tasks (kind, title, status) VALUES ('subtask', 'x', 'queued')",
      "orch.db: not read: 'id' is missing"),
    Case(
      "an empty id",
      schema + "INSERT INTO tasks (id, kind, title, status) VALUES ('', 'subtask', 'x', 'queued')",
      "orch.db: not read: 'id' is missing"),
    Case(
      "an id twice",
      """
      CREATE TABLE tasks (id, kind, title, prompt, status);
      CREATE TABLE deps (task_id, depends_on);
      INSERT INTO tasks VALUES ('a', 'subtask', 'x', 'x', 'queued'), ('a', 'subtask', 'y', 'y', 'q')
      """,
      "orch.db: a: not read: an earlier task has the key a, too"),
  ])
  func `what is not as that tool makes it is named`(one: Case) throws {
    let reading = InterchangeForm.devops.read([
      ForeignFile(path: "orch.db", bytes: try Self.bytes(one.script))
    ])
    #expect(reading.losses.map(\.sentence.english) == one.sentences)
    #expect(reading.tasks.count == (one.testDescription == "an id twice" ? 1 : 0))
  }

  @Test func `what is no database, or only a part of one, is named`() throws {
    #expect(
      Self.summary(Array("# Tasks\n".utf8)) == [
        #"unread(Interchange.UnreadReason.notReadable("file is not a database"))"#
      ])
    let part = Array(try Self.bytes(Self.schema).prefix(5000))
    #expect(
      Self.summary(part) == [
        #"unread(Interchange.UnreadReason.notReadable("database disk image is malformed"))"#
      ])
  }

  @Test func `a damaged database ends`() throws {
    let whole = try Self.bytes(
      Self.schema + """
        INSERT INTO tasks (id, kind, title, prompt, status)
          SELECT i, 'subtask', 'Do it', printf('%.4000c', 'x'), 'queued'
            FROM (\(Self.endless.replacingOccurrences(of: "i AS id", with: "i")) LIMIT 50);
        INSERT INTO deps SELECT id, id - 1 FROM tasks;
        """)
    var random = SeededGenerator(seed: LongTests.seed(named: "devops"))
    for _ in 0..<(LongTests.areWanted ? 2_000 : 100) {
      var bytes = whole
      for _ in 0...Int.random(in: 0..<8, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
      let reading = InterchangeForm.devops.read([ForeignFile(path: "orch.db", bytes: bytes)])
      let keys = reading.tasks.map(\.key)
      #expect(Set(keys).count == keys.count)
      #expect(!reading.tasks.isEmpty || !reading.losses.isEmpty)
    }
  }
}
