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

/// FNV-1a with 64 bits: http://www.isthe.com/chongo/tech/comp/fnv.
private struct FNV: Equatable {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The text of a column, its length first; NULL is none.
  mutating func take(_ row: Statement, _ column: Int) {
    if row.isNull(column) { return take(0xFF) }
    row.withText(column) { text in
      withUnsafeBytes(of: text.count.littleEndian) { for byte in $0 { take(byte) } }
      for byte in text { take(byte) }
    }
  }

  private mutating func take(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x100_0000_01B3
  }
}
