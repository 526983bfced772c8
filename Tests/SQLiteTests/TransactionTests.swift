import SQLite
import TestSupport
import Testing

@Suite struct TransactionTests {
  @Test func `what the body did is committed`() throws {
    try withDatabase { fixture in
      try fixture.database.transaction(.immediate) { () throws(SQLiteError) in
        #expect(fixture.database.isInTransaction)
        try fixture.database.add("a")
      }
      #expect(!fixture.database.isInTransaction)
      #expect(try fixture.another().names() == ["a"])
    }
  }

  @Test func `a body that throws changes nothing`() throws {
    try withDatabase { fixture in
      let database = fixture.database
      let error = try refusal {
        try database.transaction(.immediate) { () throws(SQLiteError) in
          try database.setUserVersion(9)
          try database.add("a")
          try database.add("a")
        }
      }
      #expect(error.primaryCode == 19)
      #expect(!database.isInTransaction)
      #expect(try database.names() == [])
      #expect(try database.userVersion() == 0)
    }
  }

  @Test func `a commit that fails is rolled back`() throws {
    try withDatabase { fixture in
      let reader = try fixture.another(.reading)
      try reader.begin(.deferred)
      #expect(try reader.names() == [])
      let error = try refusal {
        try fixture.database.transaction(.immediate) { () throws(SQLiteError) in
          try fixture.database.add("a")
        }
      }
      #expect(error.isBusy)
      #expect(error.sql == "COMMIT")
      #expect(!fixture.database.isInTransaction)
      try reader.commit()
      #expect(try reader.names() == [])
    }
  }

  @Test func `by hand, a transaction is begun, committed and rolled back`() throws {
    try withDatabase { fixture in
      let database = fixture.database
      try database.begin(.immediate)
      try database.add("a")
      try database.commit()
      try database.begin(.deferred)
      try database.add("b")
      try database.rollback()
      try database.rollback()
      #expect(try database.names() == ["a"])
      try database.begin(.deferred)
      #expect(throws: SQLiteError.self) { try database.begin(.deferred) }
    }
  }

  @Test func `a transaction that is left open ends with its connection`() throws {
    try withDatabase { fixture in
      do {
        let other = try fixture.another()
        try other.begin(.immediate)
        try other.add("a")
      }
      try fixture.database.add("b")
      #expect(try fixture.names() == ["b"])
    }
  }

  @Test func `of two that write, the second is busy`() throws {
    try withDatabase(journal: .wal) { fixture in
      let other = try fixture.another()
      try fixture.database.begin(.immediate)
      let error = try refusal { try other.begin(.immediate) }
      #expect(error.isBusy)
      #expect(
        error.description
          == "cannot run 'BEGIN IMMEDIATE' on \(fixture.path): database is locked")
      try fixture.database.commit()
      try other.begin(.immediate)
      try other.commit()
    }
  }

  @Test func `a transaction that read what is old cannot write`() throws {
    try withDatabase(journal: .wal) { fixture in
      let other = try fixture.another()
      other.busyTimeout = 600_000
      try other.begin(.deferred)
      #expect(try other.names() == [])
      try fixture.database.add("a")
      let error = try refusal { try other.add("b") }
      #expect(error.isBusy)
      #expect(error.extendedCode == 517)
    }
  }
}
