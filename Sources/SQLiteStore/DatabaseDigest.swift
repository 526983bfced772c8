import Host
import SQLite

/// What tells whether two databases hold the same rows: of each table, how many there are,
/// and a digest of all that they say, in their order.
struct DatabaseDigest: Equatable {
  struct Table: Equatable {
    fileprivate(set) var rows = 0
    fileprivate var hash = FNV()
  }

  private(set) var tables: [String: Table] = [:]

  /// Reads every row; a transaction makes it one state that is read.
  init(of database: Database) throws(SQLiteError) {
    let names = try database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .rows { $0.text(0) }
    for name in names {
      let quoted = name.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"")
      tables[name] = try Self.table(database.prepare("SELECT * FROM \"\(quoted)\""))
    }
  }

  private static func table(_ rows: Statement) throws(SQLiteError) -> Table {
    var table = Table()
    let columns = rows.columnCount
    while try rows.step() {
      table.rows += 1
      for column in 0..<columns { table.hash.take(rows, column) }
    }
    return table
  }
}

extension FNV {
  /// The text of a column, its length first; NULL is none.
  fileprivate mutating func take(_ row: Statement, _ column: Int) {
    if row.isNull(column) { return withUnsafeBytes(of: UInt8(0xFF)) { take($0) } }
    row.withText(column) { text in
      withUnsafeBytes(of: text.count.littleEndian) { take($0) }
      take(text)
    }
  }
}
