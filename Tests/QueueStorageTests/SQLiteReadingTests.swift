import QueueModel
import SQLite
import StoreTestSupport
import TestSupport
import Testing

@testable import QueueStore
@testable import SQLiteStore

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
      #expect(seen.value == [.inProgress, .inProgress, .done])
      #expect(try store.read { try $0.status(of: "A") }.value == .blocked)
    }
  }

  @Test func `a refusal of the question is one of the store`() throws {
    try withDatabase(of: items) { path in
      #expect(throws: StoreError.refused(.notFound("Z"))) {
        try bare(SQLiteStore(at: path).read { table in try table.existing("Z") })
      }
    }
  }

  @Test func `what cannot be read is no answer`() throws {
    try withDatabase(of: items) { path in
      try Database(opening: path, for: .readingAndWriting).run("DROP TABLE queue_meta")
      let error = #expect(throws: StoreError.self) {
        try bare(SQLiteStore(at: path).read { try $0.nextClaimNumber })
      }
      guard case .database(let reason)? = error else {
        Issue.record("\(String(describing: error)) is not what SQLite says")
        return
      }
      #expect(reason.message == "no such table: queue_meta")
    }
  }

  @Test func `the next change finds no transaction open`() throws {
    try withDatabase(of: items) { path in
      let store = SQLiteStore(at: path)
      let context = TransitionContext(session: "s1", now: StoreConformance.now)
      _ = try store.perform(.pick(id: "A"), context: context)
      #expect(try store.read { try $0.contains("A") }.value)
      _ = try store.perform(.release(id: "A", force: false), context: context)
      #expect(try store.read { try $0.status(of: "A") }.value == .pending)
    }
  }
}
