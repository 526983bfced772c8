import SQLite
import TestSupport
import Testing

@Suite struct BindingTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let value: (any Bindable & Sendable)?
    /// What SQLite says that it has.
    let type: String
    let read: DatabaseValue

    init(
      _ name: String, _ value: (any Bindable & Sendable)?, _ type: String, _ read: DatabaseValue
    ) {
      (testDescription, self.value, self.type, self.read) = (name, value, type, read)
    }
  }

  static let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
  static let long = String(repeating: "가 ", count: 100_000)

  @Test(arguments: [
    Case("nothing", nil, "null", .null),
    Case("an optional without a value", Int?.none, "null", .null),
    Case("an optional with one", Int?.some(7), "integer", .integer(7)),
    Case("zero", 0, "integer", .integer(0)),
    Case("the least integer", Int.min, "integer", .integer(.min)),
    Case("the greatest integer", Int.max, "integer", .integer(.max)),
    Case("a fraction", 0.1, "real", .real(0.1)),
    Case("not a number", Double.nan, "null", .null),
    Case("empty text", "", "text", .text("")),
    Case("text with NULs", "\0a\0b\0", "text", .text("\0a\0b\0")),
    Case("Korean text and an emoji", "큐 🧵", "text", .text("큐 🧵")),
    Case("digits as text", "007", "text", .text("007")),
    Case("long text", long, "text", .text(long)),
    Case("no bytes", [UInt8](), "blob", .blob([])),
    Case("bytes with zeros", [UInt8]([0, 255, 0]), "blob", .blob([0, 255, 0])),
    Case("many bytes", bytes, "blob", .blob(bytes)),
    Case("a value that was read", DatabaseValue.text("x"), "text", .text("x")),
  ])
  func `what is bound is read again`(_ item: Case) throws {
    try withDatabase { fixture in
      let database = fixture.database
      try database.execute("CREATE TABLE kept (value)")
      try database.run("INSERT INTO kept VALUES (?)", item.value)
      let statement = try database.prepare("SELECT typeof(value), value FROM kept")
      #expect(try statement.step())
      #expect(statement.text(0) == item.type)
      #expect(statement.value(1) == item.read)
      #expect(statement.isNull(1) == (item.read == .null))
      #expect(try !statement.step())
    }
  }

  struct Reading: CustomTestStringConvertible, Sendable {
    let sql: String
    let text: String
    let int: Int
    let double: Double
    let blob: [UInt8]
    var testDescription: String { sql }
  }

  @Test(arguments: [
    Reading(sql: "NULL", text: "", int: 0, double: 0, blob: []),
    Reading(
      sql: "'12 months'", text: "12 months", int: 12, double: 12, blob: Array("12 months".utf8)),
    Reading(sql: "'x'", text: "x", int: 0, double: 0, blob: [120]),
    Reading(sql: "2.75", text: "2.75", int: 2, double: 2.75, blob: Array("2.75".utf8)),
    Reading(sql: "-5", text: "-5", int: -5, double: -5, blob: Array("-5".utf8)),
    Reading(sql: "x''", text: "", int: 0, double: 0, blob: []),
    Reading(
      sql: "cast(x'61ff62' AS TEXT)", text: "a\u{FFFD}b", int: 0, double: 0, blob: [97, 255, 98]),
    Reading(sql: "x'eab0'", text: "\u{FFFD}", int: 0, double: 0, blob: [0xEA, 0xB0]),
  ])
  func `a value is read as what is asked for`(_ item: Reading) throws {
    try withDatabase { fixture in
      let sql = "SELECT \(item.sql), \(item.sql), \(item.sql), \(item.sql)"
      let statement = try fixture.database.prepare(sql)
      #expect(try statement.step())
      #expect(statement.text(0) == item.text)
      #expect(statement.withText(0) { [UInt8]($0) } == item.blob)
      #expect(statement.int(1) == item.int)
      #expect(statement.double(2) == item.double)
      #expect(statement.blob(3) == item.blob)
      let isThere = item.sql != "NULL"
      #expect(statement.optionalText(0) == (isThere ? item.text : nil))
      #expect(statement.optionalInt(1) == (isThere ? item.int : nil))
      #expect(statement.optionalDouble(2) == (isThere ? item.double : nil))
    }
  }

  @Test func `each parameter is bound by its position`() throws {
    try withDatabase { fixture in
      let statement = try fixture.database.prepare("SELECT ?2 || ?1, ?3")
      #expect(statement.parameterCount == 3)
      try statement.bind("a", at: 1)
      try statement.bind("b", at: 2)
      let read = try statement.first { [$0.value(0), $0.value(1)] }
      #expect(read == [.text("ba"), .null])
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
