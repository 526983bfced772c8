import Glibc
import Host
import SQLite
import TestSupport
import Testing

@Suite struct OpeningTests {
  @Test(arguments: [Database.Mode.reading, .readingUnlocked, .readingAndWriting])
  func `what is missing is only made where that is asked`(_ mode: Database.Mode) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/none.db"
      let error = try refusal { _ = try Database(opening: path, for: mode) }
      #expect(error.isCannotOpen)
      #expect(error.systemCode == ENOENT)
      #expect(error.description == "cannot open \(path): unable to open database file")
      #expect(try Directory.names(in: folder) == [])
    }
  }

  @Test(arguments: ["", "none/queue.db", ":memory:/queue.db"])
  func `no folder, no database`(_ path: String) throws {
    #expect(try refusal { _ = try Database(opening: path, for: .creating) }.isCannotOpen)
  }

  @Test(arguments: ["a b.db", ":memory:", "file:x?mode=memory", "50%?#1.db", "큐.db"])
  func `a path is a file, whatever SQLite would make of it`(_ name: String) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/\(name)"
      do {
        let database = try Database(opening: path, for: .creating)
        try database.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)")
        try database.add("a")
      }
      #expect(try Directory.names(in: folder) == [name])
      for mode in [Database.Mode.reading, .readingUnlocked, .readingAndWriting] {
        #expect(try Database(opening: path, for: mode).names() == ["a"])
      }
    }
  }

  @Test func `a link is followed`() throws {
    try withDatabase { fixture in
      try fixture.database.add("a")
      #expect(symlink("queue.db", fixture.path + ".link") == 0)
      let database = try Database(opening: fixture.path + ".link", for: .readingAndWriting)
      #expect(try database.names() == ["a"])
      #expect(database.path == fixture.path + ".link")
    }
  }

  @Test(arguments: [Database.Mode.reading, .readingUnlocked])
  func `a connection for reading cannot write`(_ mode: Database.Mode) throws {
    try withDatabase { fixture in
      let reader = try fixture.another(mode)
      #expect(reader.isReadOnly)
      #expect(!fixture.database.isReadOnly)
      let error = try refusal { try reader.add("a") }
      #expect(error.isReadOnly)
      #expect(
        error.description == """
          cannot run 'INSERT INTO item (name) VALUES (?)' on \(fixture.path): \
          attempt to write a readonly database
          """)
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may write every file"))
  func `a file that may not be written is opened for reading`() throws {
    try withDatabase { fixture in
      #expect(chmod(fixture.path, 0o444) == 0)
      let database = try fixture.another()
      #expect(database.isReadOnly)
      #expect(try refusal { try database.add("a") }.isReadOnly)
    }
  }

  @Test func `without locks, a log and its files stay alone`() throws {
    try withDatabase(journal: .wal) { fixture in
      try fixture.database.add("a")
      try fixture.database.run("PRAGMA wal_checkpoint(TRUNCATE)")
      try fixture.database.add("b")
      let copy = try fixture.another(.readingUnlocked)
      #expect(try copy.names() == ["a"])
      #expect(try fixture.another(.reading).names() == ["a", "b"])
    }
  }

  @Test(arguments: [Database.Mode.reading, .readingAndWriting, .creating])
  func `what is no database shows at the first statement`(_ mode: Database.Mode) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/QUEUE.md"
      let text = String(repeating: "| id | status |\n", count: 100)
      try NewFile.create(path, text: text)
      let database = try Database(opening: path, for: mode)
      let error = try refusal { _ = try database.userVersion() }
      #expect(error.isCorrupt)
      #expect(
        error.description
          == "cannot run 'PRAGMA user_version' on \(path): file is not a database")
      #expect(try database.checkIntegrity() == ["file is not a database"])
      #expect(try contents(of: path) == text)
    }
  }

  @Test func `a folder is no database`() throws {
    try withTemporaryDirectory { folder in
      let error = try refusal { _ = try Database(opening: folder, for: .creating) }
      #expect(error.isCannotOpen)
      #expect(error.systemCode == EISDIR)
    }
  }

  @Test func `another file is attached by its path`() throws {
    try withDatabase { fixture in
      let path = fixture.path + "'; archive"
      do {
        let archive = try Database(opening: path, for: .creating)
        try archive.execute("CREATE TABLE old (name TEXT)")
      }
      let database = try fixture.another()
      try database.attach(path, as: "the archive")
      try database.run("INSERT INTO \"the archive\".old VALUES ('x')")
      let error = try refusal { try database.attach(fixture.path + ".none", as: "none") }
      #expect(error.isCannotOpen)
      #expect(error.message == "unable to open database: \(fixture.path).none")
    }
  }
}
