import Host
import SQLite
import TestSupport
import Testing

@Suite struct BackupTests {
  /// So many rows that a backup takes many steps of one page.
  static func fill(_ database: Database) throws {
    try database.transaction(.immediate) { () throws(SQLiteError) in
      for index in 0..<500 { try database.add("\(index) " + String(repeating: "x", count: 100)) }
    }
  }

  @Test(arguments: [JournalMode.delete, .wal])
  func `a backup has all rows and settings`(_ journal: JournalMode) throws {
    try withDatabase(journal: journal) { fixture in
      try Self.fill(fixture.database)
      try fixture.database.setUserVersion(3)
      let path = fixture.path + ".backup"
      try fixture.database.backUp(to: path)
      let copy = try Database(opening: path, for: .reading)
      #expect(try copy.names() == fixture.names())
      #expect(try copy.userVersion() == 3)
      #expect(try copy.journalMode() == journal)
      #expect(try copy.checkIntegrity() == [])
      #expect(!fixture.database.isInTransaction)
    }
  }

  @Test func `a database without pages is backed up too`() throws {
    try withTemporaryDirectory { folder in
      let database = try Database(opening: "\(folder)/empty.db", for: .creating)
      try database.backUp(to: "\(folder)/copy.db")
      #expect(try Database(opening: "\(folder)/copy.db", for: .reading).checkIntegrity() == [])
    }
  }

  @Test func `progress is reported step by step`() throws {
    try withDatabase { fixture in
      try Self.fill(fixture.database)
      var steps: [(copied: Int, total: Int)] = []
      try fixture.database.backUp(to: fixture.path + ".backup", pagesPerStep: 10) {
        steps.append(($0, $1))
      }
      let total = try #require(steps.first?.total)
      #expect(total > 20)
      #expect(steps.allSatisfy { $0.total == total })
      #expect(steps.dropLast().map(\.copied) == Array(stride(from: 10, to: total, by: 10)))
      #expect(steps.last?.copied == total)
    }
  }

  @Test func `others write on, and the backup is of its beginning`() throws {
    try withDatabase(journal: .wal) { fixture in
      try Self.fill(fixture.database)
      let before = try fixture.names()
      let writer = try fixture.another()
      var steps = 0
      try fixture.database.backUp(to: fixture.path + ".backup", pagesPerStep: 1) { _, _ in
        steps += 1
        #expect(throws: Never.self) { try writer.add("later \(steps)") }
      }
      #expect(steps > 20)
      let copy = try Database(opening: fixture.path + ".backup", for: .reading)
      #expect(try copy.names() == before)
      #expect(try copy.checkIntegrity() == [])
      #expect(try fixture.names().count == before.count + steps)
    }
  }

  @Test func `without a log, others wait`() throws {
    try withDatabase { fixture in
      try Self.fill(fixture.database)
      let writer = try fixture.another()
      var refusals = 0
      try fixture.database.backUp(to: fixture.path + ".backup", pagesPerStep: 10) { _, _ in
        do throws(SQLiteError) { try writer.add("later") } catch {
          refusals += error.isBusy ? 1 : 0
        }
      }
      #expect(refusals > 2)
      let copy = try Database(opening: fixture.path + ".backup", for: .reading)
      #expect(try copy.names() == fixture.names())
    }
  }

  @Test func `inside a transaction that reads, its state is backed up`() throws {
    try withDatabase(journal: .wal) { fixture in
      try fixture.database.begin(.deferred)
      #expect(try fixture.names() == [])
      try fixture.another().add("later")
      try fixture.database.backUp(to: fixture.path + ".backup")
      #expect(fixture.database.isInTransaction)
      #expect(try Database(opening: fixture.path + ".backup", for: .reading).names() == [])
    }
  }

  @Test func `inside a transaction that writes, there is no backup`() throws {
    try withDatabase { fixture in
      try fixture.database.begin(.immediate)
      try fixture.database.add("a")
      let path = fixture.path + ".backup"
      let error = try refusal { try fixture.database.backUp(to: path) }
      #expect(error.isBusy)
      #expect(error.description == "cannot back up to \(path): database is locked")
    }
  }

  @Test(arguments: ["database", "text"])
  func `what is there is not written over`(_ kind: String) throws {
    try withDatabase { fixture in
      let path = fixture.path + ".backup"
      if kind == "text" {
        try NewFile.create(path, text: String(repeating: "text\n", count: 200))
      } else {
        try fixture.database.backUp(to: path)
      }
      let before = try FileStatus(of: path)
      let error = try refusal { try fixture.database.backUp(to: path) }
      #expect(
        error.description
          == (kind == "text"
            ? "cannot run 'PRAGMA page_count' on \(path): file is not a database"
            : "cannot back up to \(path): there is a database already"))
      #expect(try FileStatus(of: path) == before)
    }
  }

  @Test func `no folder, no backup`() throws {
    try withDatabase { fixture in
      let error = try refusal { try fixture.database.backUp(to: fixture.path + "/none/backup.db") }
      #expect(error.isCannotOpen)
      #expect(!fixture.database.isInTransaction)
    }
  }
}
