import SQLite
import TestSupport
import Testing

@Suite struct StatementTests {
  @Test func `a statement is used again with other values`() throws {
    try withDatabase { fixture in
      let add = try fixture.database.prepare(
        "INSERT INTO item (name) VALUES (?)", isPersistent: true)
      for name in ["a", "b", "c"] {
        try add.run(name)
        #expect(fixture.database.changes == 1)
      }
      #expect(fixture.database.lastInsertRowID == 3)
      let find = try fixture.database.prepare("SELECT id FROM item WHERE name = ?")
      let found = try ["c", "none", "a"].map { (name) throws in
        try find.bind(name)
        return try find.first { $0.int(0) }
      }
      #expect(found == [3, nil, 1])
    }
  }

  @Test func `a statement that failed is used again`() throws {
    try withDatabase { fixture in
      let add = try fixture.database.prepare("INSERT INTO item (name) VALUES (?)")
      try add.run("a")
      #expect(try refusal { try add.run("a") }.isConstraint)
      try add.run("b")
      #expect(try fixture.names() == ["a", "b"])
    }
  }

  @Test func `after its end a statement begins anew with the same values`() throws {
    try withDatabase { fixture in
      let statement = try fixture.database.prepare("SELECT ?")
      try statement.bind("again")
      #expect(try statement.rows { $0.text(0) } == ["again"])
      #expect(try statement.rows { $0.text(0) } == ["again"])
      try statement.reset()
      #expect(try statement.rows { $0.isNull(0) } == [true])
    }
  }

  @Test func `a statement that is left at a row keeps its lock until reset`() throws {
    try withDatabase { fixture in
      try fixture.database.execute("INSERT INTO item (name) VALUES ('a'), ('b')")
      let reading = try fixture.database.prepare("SELECT name FROM item")
      #expect(try reading.step())
      let other = try fixture.another()
      #expect(try refusal { try other.add("c") }.isBusy)
      try reading.reset()
      try other.add("c")
    }
  }

  @Test func `a statement that is left after its first row still commits at reset`() throws {
    try withDatabase { fixture in
      try fixture.database.execute("INSERT INTO item (name) VALUES ('a')")
      let reading = try fixture.another(.reading).prepare("SELECT name FROM item")
      #expect(try reading.step())
      let change = try fixture.database.prepare("UPDATE item SET name = 'b' RETURNING name")
      #expect(try change.step())
      #expect(try refusal { try change.reset() }.isBusy)
      try reading.reset()
      #expect(try change.first { $0.text(0) } == "b")
      #expect(try fixture.another().names() == ["b"])
    }
  }

  struct Misuse: CustomTestStringConvertible, Sendable {
    let sql: String
    let message: String
    var testDescription: String { sql }
  }

  @Test(arguments: [
    Misuse(sql: "", message: "no statement"),
    Misuse(sql: " -- nothing", message: "no statement"),
    Misuse(sql: "SELECT 1; SELECT 2", message: "more than one statement"),
    Misuse(sql: "SELECT 1\0; SELECT 2", message: "a NUL, at which SQLite would stop"),
    Misuse(sql: "SELECT none", message: "no such column: none"),
    Misuse(sql: "SELEKT 1", message: "near \"SELEKT\": syntax error"),
  ])
  func `what is not one statement is refused`(_ misuse: Misuse) throws {
    try withDatabase { fixture in
      let error = try refusal { _ = try fixture.database.prepare(misuse.sql) }
      #expect(error.message == misuse.message)
      #expect(error.sql == misuse.sql)
    }
  }

  @Test func `blanks and a semicolon may follow`() throws {
    try withDatabase { fixture in
      let statement = try fixture.database.prepare(" SELECT 1 ; \n")
      #expect(statement.sql == " SELECT 1 ;")
      #expect(statement.isReadOnly)
    }
  }

  @Test func `a script is run statement by statement`() throws {
    try withDatabase { fixture in
      try fixture.database.execute(
        """
        ; -- a comment
        INSERT INTO item (name) VALUES ('a;b'); /* another */
        SELECT * FROM item;;
        INSERT INTO item (name) VALUES ('큐')
        -- the end
        """)
      #expect(try fixture.names() == ["a;b", "큐"])
    }
  }

  @Test func `a script ends at what fails, and says at what`() throws {
    try withDatabase { fixture in
      let error = try refusal {
        try fixture.database.execute(
          """
          INSERT INTO item VALUES (1, 'a');
          INSERT INTO item
            VALUES (1, 'b');
          INSERT INTO item VALUES (3, 'c');
          """)
      }
      #expect(
        error.description == """
          cannot run 'INSERT INTO item VALUES (1, 'b');' on \(fixture.path): \
          UNIQUE constraint failed: item.id
          """)
      #expect(try fixture.names() == ["a"])
    }
  }
}
