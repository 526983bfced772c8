import SQLite

/// An open database with its statements, each compiled once.
final class Connection {
  let database: Database
  /// What is selected to read an item.
  let selection: String
  private var statements: [String: Statement] = [:]

  init(_ database: Database, columns: Set<String>) {
    self.database = database
    selection = StoredItem.selection(from: columns)
  }

  /// The statement for `sql`, compiled at its first use; bind values before its next.
  func statement(_ sql: String) throws(SQLiteError) -> Statement {
    if let statement = statements[sql] { return statement }
    let statement = try database.prepare(sql, isPersistent: true)
    statements[sql] = statement
    return statement
  }
}
