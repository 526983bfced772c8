import CSQLite

/// A compiled statement: values are bound to it, then it is stepped from row to row.
///
/// A statement that was stepped to its end, or failed, is ready for the next use. One that
/// is left at a row keeps its locks until `reset()`.
public final class Statement {
  /// The connection that it belongs to.
  public let database: Database
  let handle: OpaquePointer

  init(_ handle: OpaquePointer, of database: Database) {
    self.handle = handle
    self.database = database
  }

  deinit { sqlite3_finalize(handle) }

  /// The statement as it was written, with its parameters unbound.
  public var sql: String { String(cString: sqlite3_sql(handle)) }

  /// Whether it leaves the database as it is.
  public var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }

  /// Goes on to the next row, or begins; `false` when there is none any more. The next
  /// call then begins anew, with the same values.
  public func step() throws(SQLiteError) -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE {
      try check(sqlite3_reset(handle))
      return false
    }
    let error = error(code)
    // It only repeats the error.
    sqlite3_reset(handle)
    throw error
  }

  /// Ends it where it stands, and forgets its values. What it changed is committed, unless
  /// a transaction is open, and that may fail here.
  public func reset() throws(SQLiteError) {
    let code = sqlite3_reset(handle)
    let error = code == SQLITE_OK ? nil : error(code)
    sqlite3_clear_bindings(handle)
    if let error { throw error }
  }

  /// Runs it to its end with these values; rows that it gives are dropped.
  public func run(_ values: (any Bindable)?...) throws(SQLiteError) { try run(values) }

  /// The same with values in an array.
  public func run(_ values: [(any Bindable)?]) throws(SQLiteError) {
    try bind(values)
    while try step() {}
  }

  /// Steps to the end, and gives what `read` makes of each row.
  public func rows<Row>(_ read: (Statement) -> Row) throws(SQLiteError) -> [Row] {
    var rows: [Row] = []
    while try step() { rows.append(read(self)) }
    return rows
  }

  /// Gives what `read` makes of the first row, and ends there; `nil` when there is none.
  public func first<Row>(_ read: (Statement) -> Row) throws(SQLiteError) -> Row? {
    guard try step() else { return nil }
    let row = read(self)
    try reset()
    return row
  }

  func check(_ code: Int32) throws(SQLiteError) {
    if code != SQLITE_OK { throw error(code) }
  }

  private func error(_ code: Int32) -> SQLiteError {
    .last(code, of: database.handle, "run", sql: sql, database.path)
  }
}
