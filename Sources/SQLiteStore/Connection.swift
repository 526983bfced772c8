package import SQLite

/// An open database with its statements, each compiled once.
package final class Connection {
  package let database: Database
  /// What is selected to read an item.
  package let selection: String
  private var statements: [String: Statement] = [:]

  package init(_ database: Database, columns: Set<String>) {
    self.database = database
    selection = StoredItem.selection(from: columns)
  }

  /// The statement for `sql`, compiled at its first use; bind values before its next.
  package func statement(_ sql: String) throws(SQLiteError) -> Statement {
    if let statement = statements[sql] { return statement }
    let statement = try database.prepare(sql, isPersistent: true)
    statements[sql] = statement
    return statement
  }
}
