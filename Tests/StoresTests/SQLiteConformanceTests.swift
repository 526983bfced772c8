import Door
import Model
import Runner
import SQLite
import StoreTestSupport
import Stores
import TestSupport
import Testing
import Text

@Suite struct SQLiteConformanceTests {
  @Test(arguments: StoreConformance.cases + StoreConformance.recordedAttempts)
  func `the SQLite store behaves like all stores`(_ test: StoreConformance.Case) throws {
    try withDatabase(of: test.items) { path in
      try test.run(wording: \.sentence.english) { SQLiteStore(at: path) }
    }
  }
}

/// A database that holds these rows.
func withDatabase(of items: [QueueItem], _ body: (String) throws -> Void) throws {
  try withTemporaryDirectory { folder in
    let path = "\(folder)/queue.db"
    try SQLiteStore.create(at: path)
    let database = try Database(opening: path, for: .readingAndWriting)
    for item in items {
      let cells: [(any Bindable)?] = Column.allCases.map {
        item.text(of: $0) ?? ($0 == .notes ? "" : "-")
      }
      try database.prepare(
        """
        INSERT INTO queue_items(id, status, priority, task, success_criteria, owner_session,
          started_at_kst, due_at_kst, notes, attempt_count, max_attempts, idempotency_key,
          created_at, updated_at)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '2026-01-01 00:00', '2026-01-01 00:00')
        """
      ).run(cells + [item.attemptCount, item.maxAttempts ?? 3, item.idempotencyKey])
    }
    try body(path)
  }
}

extension SQLiteStore {
  convenience init(at path: String) {
    self.init(path: path, lockTimeout: .seconds(1_000_000), zone: StoreConformance.now.zone)
  }
}
