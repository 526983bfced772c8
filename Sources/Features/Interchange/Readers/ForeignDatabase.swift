import SQLite
import Text

/// The tables of another tool's database. Only ordinary tables and stored columns are read, in the
/// order of their row ids, so that nothing runs that the file defines.
struct ForeignDatabase {
  private let database: Database
  /// How many rows, and how many bytes of text, may still be read. A damaged file can have more of
  /// both than its own size.
  private var rows = mostRows
  private var bytes = mostBytes

  private static let mostRows = 100_000
  private static let mostBytes = 64 << 20

  init(_ file: ForeignFile) throws(UnreadReason) {
    database = try Self.reading { () throws(SQLiteError) in
      try Database(reading: file.bytes, from: file.path ?? "-")
    }
  }

  /// All rows of a table, with their columns as texts. A column that is NULL is left out.
  ///
  /// - Parameter columns: the columns that the table must have.
  mutating func rows(
    of table: String, having columns: [String]
  ) throws(UnreadReason) -> [JSONObject] {
    let names = try names(in: table)
    if let missing = columns.first(where: { !names.contains($0) }) {
      throw .missingColumn(missing, table: table)
    }
    let list = names.map(Database.quoted).joined(separator: ", ")
    let sql = "SELECT \(list) FROM \(Database.quoted(table)) NOT INDEXED LIMIT \(rows + 1)"
    let statement = try Self.reading { () throws(SQLiteError) in try database.prepare(sql) }
    var found: [JSONObject] = []
    while try Self.reading({ () throws(SQLiteError) in try statement.step() }) {
      rows -= 1
      var members: [JSONObject.Member] = []
      for (column, name) in names.enumerated() {
        guard let text = statement.optionalText(column) else { continue }
        bytes -= text.utf8.count
        members.append((name, .string(text)))
      }
      if rows < 0 || bytes < 0 { throw .tooManyRows(Self.mostRows) }
      found.append(JSONObject(members: members))
    }
    return found
  }

  private func names(in table: String) throws(UnreadReason) -> [String] {
    let names = try Self.reading { () throws(SQLiteError) -> [String]? in
      let tables = try database.prepare(
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ? AND rootpage > 0")
      try tables.bind(table)
      // The list has no generated columns.
      return try tables.step()
        ? try database.prepare("PRAGMA table_info(\(Database.quoted(table)))").rows { $0.text(1) }
        : nil
    }
    guard let names else { throw .missingTable(table) }
    return names
  }

  private static func reading<Result>(
    _ body: () throws(SQLiteError) -> Result
  ) throws(UnreadReason) -> Result {
    do throws(SQLiteError) { return try body() } catch { throw .notReadable(error.message) }
  }
}
