import Host
import Model
import SQLite
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// Questions about single rows of a database.
@Suite struct SQLiteReadingTests {
  private let items = [
    QueueItem(id: "A", status: .pending, priority: .p0, task: "a", successCriteria: "a"),
    QueueItem(id: "B", status: .done, priority: .p1, task: "b", successCriteria: "b"),
  ]

  @Test func `a question sees one moment, whatever others write meanwhile`() throws {
    try withDatabase(of: items) { path in
      let store = SQLiteStore(at: path)
      let context = TransitionContext(session: "s1", now: StoreConformance.now)
      // From here on there is a write-ahead log.
      _ = try store.perform(.pick(id: "A"), context: context)
      let other = try Database(opening: path, for: .readingAndWriting)
      let seen = try store.read { table in
        let before = try table.status(of: "A")
        try? other.run("UPDATE queue_items SET status = 'BLOCKED'")
        return [before, try table.status(of: "A"), try table.status(of: "B")]
      }
      #expect(seen == [.inProgress, .inProgress, .done])
      #expect(try store.read { try $0.status(of: "A") } == .blocked)
    }
  }

  @Test func `times and counts can be added and subtracted, whatever the columns have`() throws {
    try withDatabase(of: items) { path in
      let store = SQLiteStore(at: path)
      let context = TransitionContext(session: "s1", now: StoreConformance.now)
      _ = try store.perform(.pick(id: "A"), context: context)
      let other = try Database(opening: path, for: .readingAndWriting)
      for (time, read) in [(Int.min, 0), (.max, 1 << 53), (1_769_850_000, 1_769_850_000)] {
        try other.run(
          """
          UPDATE queue_items SET claimed_at = \(time), lease_expires_at = \(time),
          attempt_count = \(time)
          """)
        let item = try store.read { try $0.item("A") }
        let numbers = [
          item?.claim?.madeAt, item?.claim?.lease?.expiresAt, item?.record?.attemptCount,
        ]
        #expect(numbers == [read, read, read])
      }
    }
  }

  @Test func `a refusal of the question is one of the store`() throws {
    try withDatabase(of: items) { path in
      #expect(throws: StoreError.refused(.notFound("Z"))) {
        try SQLiteStore(at: path).read { table in try table.existing("Z") }
      }
    }
  }

  @Test(arguments: [("the machine's", 0, true), ("another", 3600, false)])
  func `a claim has its time to the nanosecond, where the queue's clock is the machine's`(
    _ clock: String, secondsAhead: Int, isKept: Bool
  ) throws {
    try withDatabase(of: items) { path in
      let time = (StoreConformance.now.epochSeconds + secondsAhead) * 1_000_000_000 + 123_456_789
      let store = SQLiteStore(
        path: path, lockTimeout: .zero, zone: StoreConformance.now.zone,
        clock: Clock(now: { time }, monotonic: Clock.system.monotonic, sleep: { _ in }))
      _ = try store.perform(
        .pick(id: "A"), context: TransitionContext(session: "s1", now: StoreConformance.now))
      #expect(try store.history(of: "A").last?.writtenAt == (isKept ? time : nil))
    }
  }

  @Test func `what a writer has written, and not shown yet, is waited for`() throws {
    try withDatabase(of: items) { path in
      let fake = FakeClock()
      func count() throws -> Int {
        let store = SQLiteStore(
          path: path, lockTimeout: .seconds(1), zone: StoreConformance.now.zone, clock: fake.clock)
        try store.awaitWriters()
        return try store.snapshot().rowCount
      }
      let before = try count()
      let writer = WriterInTransaction(try Database(opening: path, for: .readingAndWriting))
      try writer.database.begin(.immediate)
      try writer.database.run("DELETE FROM queue_items WHERE id = 'A'")
      fake.after(.milliseconds(500)) { try writer.database.commit() }
      #expect(try count() == before - 1)
      #expect(fake.waited >= .milliseconds(500))
      try writer.database.begin(.immediate)
      #expect(throws: StoreError.locked(path: path, holder: "another program")) { try count() }
    }
  }

  /// The action of a test's clock runs on the test's thread.
  private struct WriterInTransaction: @unchecked Sendable {
    let database: Database

    init(_ database: Database) { self.database = database }
  }

  @Test func `what cannot be read is no answer`() throws {
    try withDatabase(of: items) { path in
      try Database(opening: path, for: .readingAndWriting)
        .run("ALTER TABLE queue_meta RENAME COLUMN value TO other")
      let error = #expect(throws: StoreError.self) {
        try SQLiteStore(at: path).read { try $0.nextClaimNumber }
      }
      guard case .database(let reason)? = error else {
        Issue.record("\(String(describing: error)) is not what SQLite says")
        return
      }
      #expect(reason.message.hasSuffix(": no such column: value"))
    }
  }

  @Test func `the next change finds no transaction open`() throws {
    try withDatabase(of: items) { path in
      let store = SQLiteStore(at: path)
      let context = TransitionContext(session: "s1", now: StoreConformance.now)
      _ = try store.perform(.pick(id: "A"), context: context)
      #expect(try store.read { try $0.contains("A") })
      _ = try store.perform(.release(id: "A", force: false), context: context)
      #expect(try store.read { try $0.status(of: "A") } == .pending)
    }
  }
}

/// How SQLite finds what it is asked for: flat over the number of rows.
@Suite struct SQLitePlanTests {
  private struct Query: CustomTestStringConvertible {
    let testDescription: String
    let sql: String
    let plan: [String]

    init(_ description: String, _ sql: String, _ plan: String...) {
      testDescription = description
      (self.sql, self.plan) = (sql, plan)
    }
  }

  private static let queries = [
    Query(
      "pick", Connection.rowsByStatus("*"),
      "SEARCH queue_items USING INDEX queue_items_order (status=?)"),
    Query(
      "a row by its id", "SELECT * FROM queue_items WHERE id = ?",
      "SEARCH queue_items USING INDEX sqlite_autoindex_queue_items_1 (id=?)"),
    Query(
      "whether a key is done", Connection.doneKeyQuery, "COMPOUND QUERY", "LEFT-MOST SUBQUERY",
      "SEARCH queue_items USING INDEX idx_queue_items_idempotency (idempotency_key=?)",
      "UNION ALL",
      "SEARCH queue_done_keys USING COVERING INDEX sqlite_autoindex_queue_done_keys_1 (key=?)"),
    Query(
      "the highest number", Connection.highestNumberQuery,
      "SEARCH queue_items USING INDEX queue_items_number"),
    Query(
      "the history of a row", HistoryScope.row("A").eventQuery().sql,
      "SEARCH queue_events USING INDEX queue_events_item (item_id=?)"),
    Query(
      "recent events", HistoryScope.recent.eventQuery().sql,
      "SEARCH queue_events USING INTEGER PRIMARY KEY (rowid>?)", "SCALAR SUBQUERY 1",
      "SEARCH queue_events"),
    Query("all events", HistoryScope.everything.eventQuery().sql, "SCAN queue_events"),
  ]

  @Test(arguments: queries)
  private func `each query goes along an index and sorts nothing`(_ query: Query) throws {
    try withDatabaseScene { (scene) throws in
      let steps = try scene.rows("EXPLAIN QUERY PLAN \(query.sql)")
      let details = steps.map { step in String(step.split(separator: "|").last ?? "") }
      #expect(details == query.plan)
    }
  }
}

/// A database that another program is writing.
@Suite struct SQLiteWaitingTests {
  private let items = [
    QueueItem(id: "A", status: .pending, priority: .p0, task: "a", successCriteria: "a")
  ]

  /// What a pick shows while another connection writes, which ends after so long; `nil`
  /// for never.
  private func shown(
    whileLockedFor held: Duration?, timeout: Duration, _ path: String
  ) throws -> [String] {
    let fake = FakeClock()
    // It is used by one thread at a time: the clock's events happen while the pick waits.
    nonisolated(unsafe) let other = try Database(opening: path, for: .readingAndWriting)
    try other.begin(.immediate)
    if let held { fake.after(held) { try other.rollback() } }
    let lines = Mutex<[String]>([])
    @Sendable func show(_ line: String) { lines.withLock { $0.append(line) } }
    let store = SQLiteStore(
      path: path, lockTimeout: timeout, zone: StoreConformance.now.zone, clock: fake.clock,
      notice: WaitNotice(show: { show($0) }, clear: { show("over") }))
    let context = TransitionContext(session: "s1", now: StoreConformance.now)
    do throws(StoreError) {
      let outcome = try store.perform(.pick(id: nil), context: context)
      show("picked \(outcome.value.changes.count) after \(fake.waited.nanoseconds / 1_000_000) ms")
    } catch {
      guard case .locked(_, let holder) = error else { throw error }
      show("locked by \(holder) after \(fake.waited.nanoseconds / 1_000_000) ms")
    }
    return lines.withLock(\.self)
  }

  private static let notice = "waiting for another program, which has queue.db …"

  @Test(arguments: [
    ("soon", 900, 10_000, ["picked 1 after 911 ms"]),
    ("late", 1300, 10_000, [notice, "over", "picked 1 after 1311 ms"]),
    ("too late", 1300, 1200, [notice, "over", "locked by another program after 1200 ms"]),
    ("never", nil, 0, ["locked by another program after 0 ms"]),
  ])
  func `a lock is waited for until the deadline, with a notice after a second`(
    _ end: String, held: Int?, timeout: Int, lines: [String]
  ) throws {
    try withDatabase(of: items) { path in
      // With a write-ahead log, only writers wait.
      try Database(opening: path, for: .readingAndWriting).setJournalMode(.wal)
      let shown = try shown(
        whileLockedFor: held.map { .milliseconds($0) }, timeout: .milliseconds(timeout), path)
      #expect(shown == lines, "\(end)")
    }
  }
}

/// A database that others use, or that lies where others do.
@Suite struct SQLiteSharingTests {
  @Test(arguments: [JournalMode.delete, .wal])
  func `another program's write is waited for until the timeout`(_ mode: JournalMode) throws {
    try withDatabaseScene { (scene) throws in
      let other = try scene.open()
      try other.setJournalMode(mode)
      try other.begin(.immediate)
      let start = ContinuousClock.now
      for timeout in [Duration.zero, .milliseconds(300)] {
        #expect(throws: StoreError.locked(path: scene.path, holder: "another program")) {
          try scene.store(timeout: timeout).perform(.pick(id: nil), context: scene.context())
        }
      }
      #expect(ContinuousClock.now - start >= .milliseconds(300))
      #expect(try scene.store().snapshot().rowCount == 0)
      try other.rollback()
      try scene.perform(.pick(id: nil))
    }
  }

  @Test func `a change that fails in the middle leaves nothing of it`() throws {
    try withDatabaseScene { (scene) throws in
      try scene.add("A")
      try scene.open().execute(
        """
        CREATE TRIGGER full BEFORE INSERT ON queue_events
        BEGIN SELECT RAISE(ABORT, 'disk full'); END
        """)
      #expect(throws: StoreError.self) { try scene.perform(.pick(id: nil)) }
      #expect(try scene.store().snapshot().status(at: 0) == .pending)
    }
  }

  @Test func `on a network file system there is no write-ahead log, and a warning`() throws {
    try withDatabaseScene { (scene) throws in
      try scene.open().setJournalMode(.wal)
      let network = FileSystemKind(number: 0x6969)
      let store = scene.store(on: network)
      func notices() throws -> [String] {
        var warnings = StoreWarnings()
        _ = try store.perform(.pick(id: nil), context: scene.context()) { warnings = $0 }
        return warnings.texts
      }
      #expect(
        try notices() == [
          "\(scene.path) is on a network file system (nfs): it is used without a write-ahead log, "
            + "and is only as safe as the locks there"
        ])
      #expect(try scene.open().journalMode() == .delete)
      #expect(try notices() == [])
    }
  }

  @Test func `elsewhere there is one from the first change on`() throws {
    try withDatabaseScene { (scene) throws in
      #expect(try scene.open().journalMode() == .delete)
      #expect(try scene.store().snapshot().rowCount == 0)
      #expect(try scene.open().journalMode() == .delete)
      try scene.perform(.pick(id: nil))
      #expect(try scene.open().journalMode() == .wal)
    }
  }

  @Test func `a folder that is made for a database keeps itself out of git`() throws {
    try withTemporaryDirectory { folder in
      try SQLiteStore.create(at: "\(folder)/a/db/queue.db")
      #expect(try contents(of: "\(folder)/a/db/.gitignore") == "*\n")
      #expect(try Directory.names(in: "\(folder)/a") == ["db"])
      try SQLiteStore.create(at: "\(folder)/a/queue.db")
      #expect(try Directory.names(in: "\(folder)/a").sorted() == ["db", "queue.db"])
    }
  }
}
