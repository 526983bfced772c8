import Foundation
import Host
import Model
import SQLite
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// Rows of a database that go to its archive.
@Suite struct SQLiteArchiveTests {
  private static let events = "SELECT event_id, item_id, event_type FROM queue_events ORDER BY 1"
  private static let ids = "SELECT id FROM queue_items ORDER BY rowid"

  /// A is DONE, B is FAILED, C waits.
  private func withRows(_ body: (DatabaseScene) throws -> Void) throws {
    try withDatabaseScene { (scene) throws in
      for id in ["A", "B", "C"] { try scene.add(id, key: id == "A" ? "k" : nil) }
      try scene.finish("A")
      try scene.finish("B", .failed(isPermanent: false))
      try body(scene)
    }
  }

  /// The first half of an archiving: what a crash leaves between the two.
  private func copyOnly(_ scene: DatabaseScene) throws {
    let trial = try scene.collect(isDryRun: true)
    try SQLiteStore.create(at: scene.archive)
    let database = try scene.open()
    try database.attach(scene.archive, as: "archive")
    let connection = Connection(database, columns: try DatabaseSchema.columns(of: database))
    let items = try trial.map { try #require(try connection.item($0)) }
    try ArchiveMove(connection, ArchivableRows(finished: items)).copy()
  }

  @Test func `rows whose ids are equal texts of other bytes go, too`() throws {
    try withRows { (scene) throws in
      let ids = ["caf\u{e9}", "cafe\u{301}"]
      for (id, other) in zip(["A", "B"], ids) {
        try scene.open().run("UPDATE queue_items SET id = '\(other)' WHERE id = '\(id)'")
      }
      #expect(try Set(scene.collect()).isSubset(of: ids))
      #expect(try scene.rows(Self.ids).contains("C"))
    }
  }

  @Test func `rows go with their events, and the last event has all that they said`() throws {
    try withRows { (scene) throws in
      let row = "SELECT * FROM queue_items WHERE id = 'A'"
      let before = try scene.rows(row)
      #expect(try scene.collect(isDryRun: true) == ["A", "B"])
      #expect(try !scene.names().contains("queue-archive.db"))
      #expect(try scene.collect() == ["A", "B"])
      #expect(try scene.rows(Self.ids) == ["C"])
      #expect(try scene.rows(Self.ids, in: scene.archive) == ["A", "B"])
      #expect(try scene.rows(row, in: scene.archive) == before)
      #expect(try scene.rows(Self.events) == ["3|C|added", "6|A|archived", "7|B|archived"])
      #expect(
        try scene.rows(Self.events, in: scene.archive)
          == ["1|A|added", "2|B|added", "4|A|done", "5|B|failed"])
      #expect(try scene.collect() == [])
      #expect(try scene.store().verify(receive: { _ in }).problems == [])
    }
  }

  @Test func `facts stay, and those about a row go with it`() throws {
    try withRows { (scene) throws in
      let excess = BudgetExcess(
        use: BudgetUse(key: .usdPerRow, id: "A", limit: 1, spent: 1), worker: "w", reserved: 0,
        needed: 1, end: nil)
      let hook = QueueFact.GivenUpHook(hook: "chat", eventKey: "A/1/done", error: "exit 1")
      let note = Transition.note([.budgetUsedUp(excess), .hookGaveUp(hook)])
      try scene.perform(note, at: DatabaseScene.days(ago: 60))
      func followed() throws -> [String] {
        var keys: [String] = []
        _ = try scene.store().visitHistory(after: 0) { entry in
          if let fact = entry.fact { keys.append(fact.key) }
        }
        return keys
      }
      let facts = ["A/1/budget", "chat/A/1/done/hook_gave_up"]
      #expect(try followed() == facts)
      #expect(try scene.store().verify(receive: { _ in }).problems == [])
      #expect(try scene.collect() == ["A", "B"])
      #expect(try followed() == facts)
      let own = try scene.rows(Self.events)
      #expect(own == ["3|C|added", "7||hook_gave_up", "8|A|archived", "9|B|archived"])
      #expect(try scene.rows(Self.events, in: scene.archive).contains("6|A|budget"))
      #expect(try scene.collect() == [])
    }
  }

  @Test func `an archived row comes back with restore, and goes again when it is old`() throws {
    try withRows { (scene) throws in
      let columns = "SELECT id, status, notes, idempotency_key, attempt_count FROM queue_items"
      let before = try scene.rows(columns)
      try scene.collect()
      for id in ["A", "B"] { try scene.perform(.restore(id: id)) }
      #expect(try scene.rows("\(columns) ORDER BY rowid") == before)
      #expect(try scene.collect() == [])
      let later = DatabaseScene.days(ago: -31)
      #expect(try scene.collect(at: later).sorted() == ["A", "B"])
      #expect(try scene.rows(Self.ids, in: scene.archive).sorted() == ["A", "B"])
      #expect(try scene.rows(Self.ids) == ["C"])
    }
  }

  @Test func `the key of an archived row still counts, until the row is back`() throws {
    try withRows { (scene) throws in
      try scene.collect()
      try scene.add("D", key: "k")
      #expect(try scene.store().snapshot().hasDone(idempotencyKey: "k"))
      for _ in 1...2 { try scene.perform(.pick(id: nil)) }
      #expect(
        try scene.rows("SELECT status, notes FROM queue_items WHERE id = 'D'")
          == ["DONE|Skipped duplicate by idempotency_key"])
      try scene.perform(.restore(id: "A"))
      #expect(try scene.rows("SELECT key FROM queue_done_keys") == [])
    }
  }

  @Test func `after a crash between copying and removing the next run does the rest`() throws {
    try withRows { (scene) throws in
      try copyOnly(scene)
      #expect(try scene.rows(Self.ids) == ["A", "B", "C"])
      let archive = try scene.dump(scene.archive)
      #expect(try scene.collect() == ["A", "B"])
      #expect(try scene.dump(scene.archive) == archive)
      #expect(try scene.rows("SELECT count(*) FROM queue_events", in: scene.archive) == ["4"])
    }
  }

  @Test func `the history has archived rows first, and each event once`() throws {
    func visited(_ scene: DatabaseScene) throws -> [String] {
      var found: [String] = []
      try scene.store().visitHistory {
        found.append("\($0.id ?? "-") \($0.after["status"] ?? "-")")
      }
      return found
    }
    try withRows { (scene) throws in
      let ended = ["A PENDING", "B PENDING", "A DONE", "B FAILED"]
      try copyOnly(scene)
      #expect(try visited(scene) == ended + ["C PENDING"])
      try scene.collect()
      try scene.perform(.restore(id: "A"))
      #expect(try visited(scene) == ended + ["C PENDING", "A -", "B -", "A DONE"])
      try Data("no database".utf8).write(to: URL(filePath: scene.archive))
      #expect(try visited(scene) == ["C PENDING", "A -", "B -", "A DONE"])
    }
  }

  @Test func `a row that was changed after it was copied stays, and goes as it is then`() throws {
    try withRows { (scene) throws in
      try copyOnly(scene)
      try scene.perform(
        .finish(.init(id: "A", as: .done, notes: "better", force: true)))
      #expect(try scene.collect() == ["B"])
      #expect(try scene.rows(Self.ids) == ["A", "C"])
      #expect(try scene.collect(at: DatabaseScene.days(ago: -31)) == ["A"])
      let notes = "SELECT notes FROM queue_items WHERE id = 'A'"
      #expect(try scene.rows(notes, in: scene.archive) == ["better"])
    }
  }

  @Test func `events of another database with the same numbers are kept beside`() throws {
    try withRows { (scene) throws in
      try scene.collect()
      for suffix in ["", "-wal", "-shm"] { try? Directory.remove(scene.path + suffix) }
      try SQLiteStore.create(at: scene.path)
      try scene.add("N")
      try scene.finish("N")
      #expect(try scene.collect() == ["N"])
      #expect(
        try scene.rows(Self.events, in: scene.archive).map {
          $0.split(separator: "|", maxSplits: 1)[1]
        }
          == ["A|added", "B|added", "A|done", "B|failed", "N|added", "N|done"])
    }
  }

  @Test func `events of rows that went long ago follow them`() throws {
    try withRows { (scene) throws in
      try scene.collect()
      let before = try scene.rows(Self.events)
      #expect(try scene.collect(at: DatabaseScene.days(ago: -31)) == [])
      // An undo reaches 200 changes back.
      #expect(try scene.rows(Self.events) == before)
      try scene.add("N")
      try scene.open().execute(
        "UPDATE queue_events SET event_id = event_id + 600 WHERE item_id = 'N'")
      #expect(try scene.collect(at: DatabaseScene.days(ago: -31)) == [])
      let left = try scene.rows(Self.events).map { $0.drop { $0 != "|" } }
      #expect(left == ["|C|added", "|N|added"])
      #expect(try scene.rows("SELECT count(*) FROM queue_events", in: scene.archive) == ["6"])
      #expect(try SQLiteStore(at: scene.archive).verify(receive: { _ in }).problems == [])
      #expect(throws: StoreError.refused(.neverDeleted("A"))) {
        try scene.perform(.restore(id: "A"))
      }
    }
  }

  @Test func `columns of other programs are moved, too`() throws {
    try withRows { (scene) throws in
      try scene.collect()
      try scene.open().execute(
        "ALTER TABLE queue_items ADD COLUMN \"my \"\"own\" TEXT; UPDATE queue_items SET status = "
          + "'DONE', \"my \"\"own\" = 'x'")
      #expect(try scene.collect() == ["C"])
      #expect(
        try scene.rows("SELECT id, \"my \"\"own\" FROM queue_items", in: scene.archive)
          == ["A|", "B|", "C|x"])
    }
  }

  @Test func `an archive has the permissions of its queue`() throws {
    try withRows { (scene) throws in
      try FileDescriptor(opening: scene.path, for: .updating)
        .share(permissions: 0o600, group: FileStatus(of: scene.path).group)
      try scene.collect()
      #expect(try FileStatus(of: scene.archive).permissions == 0o600)
    }
  }
}
