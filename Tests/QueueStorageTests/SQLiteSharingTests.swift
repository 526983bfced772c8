import Host
import QueueModel
import SQLite
import StoreTestSupport
import TestSupport
import Testing

@testable import QueueStore
@testable import SQLiteStore

/// A database that others use, or that lies where others do.
@Suite struct SQLiteSharingTests {
  @Test(arguments: [JournalMode.delete, .wal])
  func `what somebody else writes to is waited for as long as said`(_ mode: JournalMode) throws {
    try withDatabaseScene { (scene) throws in
      let other = try scene.open()
      try other.setJournalMode(mode)
      try other.begin(.immediate)
      let start = ContinuousClock.now
      for timeout in [0, .milliseconds(300)] {
        #expect(throws: StoreError.locked(path: scene.path, holder: "another program")) {
          try bare(
            scene.store(timeout: timeout).perform(.pick(id: nil), context: scene.context()))
        }
      }
      #expect(ContinuousClock.now - start >= .milliseconds(300))
      #expect(try scene.store().snapshot().value.rowCount == 0)
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
      #expect(try scene.store().snapshot().value.status(at: 0) == .pending)
    }
  }

  @Test func `on a network file system there is no write-ahead log, and a warning`() throws {
    try withDatabaseScene { (scene) throws in
      try scene.open().setJournalMode(.wal)
      let network = FileSystemKind(number: 0x6969)
      let store = scene.store(on: network)
      let outcome = try store.perform(.pick(id: nil), context: scene.context())
      #expect(
        outcome.warnings.texts == [
          "\(scene.path) is on a network file system (nfs): it is used without a write-ahead log, "
            + "and is only as safe as the locks there"
        ])
      #expect(try scene.open().journalMode() == .delete)
      #expect(try store.perform(.pick(id: nil), context: scene.context()).warnings.texts == [])
    }
  }

  @Test func `elsewhere there is one from the first change on`() throws {
    try withDatabaseScene { (scene) throws in
      #expect(try scene.open().journalMode() == .delete)
      #expect(try scene.store().snapshot().value.rowCount == 0)
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
