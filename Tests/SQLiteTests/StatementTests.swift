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
      #expect(try refusal { try add.run("a") }.primaryCode == 19)
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

@Suite struct BindingTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let value: (any Bindable & Sendable)?
    /// What SQLite says that it has.
    let type: String
    let read: String?

    init(
      _ name: String, _ value: (any Bindable & Sendable)?, _ type: String, _ read: String?
    ) {
      (testDescription, self.value, self.type, self.read) = (name, value, type, read)
    }
  }

  static let long = String(repeating: "가 ", count: 100_000)

  @Test(arguments: [
    Case("nothing", nil, "null", nil),
    Case("an optional without a value", Int?.none, "null", nil),
    Case("an optional with one", Int?.some(7), "integer", "7"),
    Case("zero", 0, "integer", "0"),
    Case("the least integer", Int.min, "integer", "\(Int.min)"),
    Case("the greatest integer", Int.max, "integer", "\(Int.max)"),
    Case("empty text", "", "text", ""),
    Case("text with NULs", "\0a\0b\0", "text", "\0a\0b\0"),
    Case("Korean text and an emoji", "큐 🧵", "text", "큐 🧵"),
    Case("digits as text", "007", "text", "007"),
    Case("long text", long, "text", long),
  ])
  func `what is bound is read again`(_ item: Case) throws {
    try withDatabase { fixture in
      let database = fixture.database
      try database.execute("CREATE TABLE kept (value)")
      try database.run("INSERT INTO kept VALUES (?)", item.value)
      let statement = try database.prepare("SELECT typeof(value), value FROM kept")
      #expect(try statement.step())
      #expect(statement.text(0) == item.type)
      #expect(statement.optionalText(1) == item.read)
      #expect(statement.isNull(1) == (item.read == nil))
      #expect(try !statement.step())
    }
  }

  struct Reading: CustomTestStringConvertible, Sendable {
    let sql: String
    let text: String
    let int: Int
    let bytes: [UInt8]
    var testDescription: String { sql }
  }

  @Test(arguments: [
    Reading(sql: "NULL", text: "", int: 0, bytes: []),
    Reading(
      sql: "'12 months'", text: "12 months", int: 12, bytes: Array("12 months".utf8)),
    Reading(sql: "'x'", text: "x", int: 0, bytes: [120]),
    Reading(sql: "2.75", text: "2.75", int: 2, bytes: Array("2.75".utf8)),
    Reading(sql: "-5", text: "-5", int: -5, bytes: Array("-5".utf8)),
    Reading(sql: "x''", text: "", int: 0, bytes: []),
    Reading(
      sql: "cast(x'61ff62' AS TEXT)", text: "a\u{FFFD}b", int: 0, bytes: [97, 255, 98]),
    Reading(sql: "x'eab0'", text: "\u{FFFD}", int: 0, bytes: [0xEA, 0xB0]),
  ])
  func `a value is read as what is asked for`(_ item: Reading) throws {
    try withDatabase { fixture in
      let sql = "SELECT \(item.sql), \(item.sql)"
      let statement = try fixture.database.prepare(sql)
      #expect(try statement.step())
      #expect(statement.text(0) == item.text)
      #expect(statement.withText(0) { [UInt8]($0) } == item.bytes)
      #expect(statement.int(1) == item.int)
      let isThere = item.sql != "NULL"
      #expect(statement.optionalText(0) == (isThere ? item.text : nil))
      #expect(statement.optionalInt(1) == (isThere ? item.int : nil))
    }
  }

  @Test func `each parameter is bound by its position`() throws {
    try withDatabase { fixture in
      let statement = try fixture.database.prepare("SELECT ?2 || ?1, ?3")
      #expect(statement.parameterCount == 3)
      try statement.bind("a", at: 1)
      try statement.bind("b", at: 2)
      let read = try statement.first { [$0.optionalText(0), $0.optionalText(1)] }
      #expect(read == ["ba", nil])
    }
  }

  @Test func `as many values are bound as there are parameters`() throws {
    try withDatabase { fixture in
      let statement = try fixture.database.prepare("SELECT ?, ?")
      let error = try refusal { try statement.bind(1) }
      #expect(
        error.description
          == "cannot run 'SELECT ?, ?' on \(fixture.path): 1 values for 2 parameters")
      #expect(throws: SQLiteError.self) { try statement.bind(1, at: 3) }
    }
  }

  @Test func `columns have names`() throws {
    try withDatabase { fixture in
      let statement = try fixture.database.prepare("SELECT id, name, 1 AS one FROM item")
      #expect(statement.columnCount == 3)
      #expect(statement.columnNames == ["id", "name", "one"])
    }
  }
}
