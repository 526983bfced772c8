import Foundation
import Host
import SQLite
import TestSupport
import Testing

/// Databases of strangers, which are read from the bytes of their files.
@Suite struct ForeignContentsTests {
  private static func bytes(of path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path)))
  }

  @Test(arguments: [JournalMode.delete, .wal])
  func `the rows are read, and nothing is written`(_ journal: JournalMode) throws {
    try withDatabase(journal: journal) { fixture in
      try fixture.database.add("a")
      try fixture.database.run("PRAGMA wal_checkpoint(TRUNCATE)")
      try fixture.database.add("b")
      let folder = Path.parent(of: fixture.path)
      let names = try Directory.names(in: folder)
      let contents = try Self.bytes(of: fixture.path)
      let copy = try Database(reading: contents, from: "their.db")
      // What only the log has is not in the file.
      #expect(try copy.names() == (journal == .wal ? ["a"] : ["a", "b"]))
      let error = try refusal { try copy.add("c") }
      #expect(error.isReadOnly)
      #expect(
        error.description == """
          cannot run 'INSERT INTO item (name) VALUES (?)' on their.db: \
          attempt to write a readonly database
          """)
      #expect(try Directory.names(in: folder) == names)
      #expect(try Self.bytes(of: fixture.path) == contents)
    }
  }

  @Test func `an empty file has no tables`() throws {
    #expect(
      try refusal { _ = try Database(reading: [], from: "empty.db").names() }.message
        == "no such table: item")
  }

  @Test func `what is no database, or only a part of one, shows at the first statement`() throws {
    try withDatabase { fixture in
      for number in 0..<100 { try fixture.database.add("\(number)") }
      let whole = try Self.bytes(of: fixture.path)
      for contents in [Array("hello".utf8), Array(whole.prefix(50)), Array(whole.prefix(5000))] {
        let database = try Database(reading: contents, from: "their.db")
        #expect(try refusal { _ = try database.names() }.isCorrupt)
      }
    }
  }

  @Test func `a view without an end is interrupted`() throws {
    try withDatabase { fixture in
      try fixture.database.execute(
        """
        CREATE VIEW endless AS WITH RECURSIVE number(i) AS
          (SELECT 1 UNION ALL SELECT i + 1 FROM number) SELECT i FROM number
        """)
      let database = try Database(reading: Self.bytes(of: fixture.path), from: "their.db")
      let error = try refusal { try database.run("SELECT count(*) FROM endless") }
      #expect(error.message == "interrupted")
    }
  }
}
