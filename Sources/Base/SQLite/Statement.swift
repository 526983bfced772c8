import CSQLite

/// A compiled statement. A caller binds values to the statement, and then steps it from row to row.
///
/// A statement that was stepped to its end, or failed, can be used again. A statement that stays at
/// a row keeps its locks until `reset()`.
public final class Statement {
  public let database: Database
  let handle: OpaquePointer

  init(_ handle: OpaquePointer, of database: Database) {
    (self.handle, self.database) = (handle, database)
  }

  deinit { sqlite3_finalize(handle) }

  /// The text of the statement, without its values.
  public var sql: String { String(cString: sqlite3_sql(handle)) }

  /// Steps to the first or next row; returns `false` at the end. A call after the end starts again
  /// at the first row, with the same values.
  public func step() throws(SQLiteError) -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE {
      try check(sqlite3_reset(handle))
      return false
    }
    let error = error(code)
    // The result is ignored, because it is the same error again.
    sqlite3_reset(handle)
    throw error
  }

  /// Ends the execution, and clears the values. If no transaction is open, the changes are
  /// committed, and the commit may fail.
  public func reset() throws(SQLiteError) {
    let code = sqlite3_reset(handle)
    let error = code == SQLITE_OK ? nil : error(code)
    sqlite3_clear_bindings(handle)
    if let error { throw error }
  }

  /// Runs the statement to its end with these values. Its rows are dropped.
  public func run(_ values: (any Bindable)?...) throws(SQLiteError) { try run(values) }

  /// Runs the statement to its end with the values of an array. Its rows are dropped.
  public func run(_ values: [(any Bindable)?]) throws(SQLiteError) {
    try bind(values)
    while try step() {}
  }

  /// Steps to the end, and returns the result of `read` for each row.
  public func rows<Row>(_ read: (Statement) -> Row) throws(SQLiteError) -> [Row] {
    var rows: [Row] = []
    while try step() { rows.append(read(self)) }
    return rows
  }

  /// Returns the result of `read` for the first row, or `nil` if there is no row, and resets the
  /// statement.
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

extension Statement {
  public var parameterCount: Int { Int(sqlite3_bind_parameter_count(handle)) }

  /// Resets the statement, and binds a value for each parameter, in order.
  public func bind(_ values: (any Bindable)?...) throws(SQLiteError) { try bind(values) }

  /// Resets the statement, and binds a value of the array for each parameter, in order.
  public func bind(_ values: [(any Bindable)?]) throws(SQLiteError) {
    try check(sqlite3_reset(handle))
    guard values.count == parameterCount else {
      throw SQLiteError(
        misuse: "\(values.count) values for \(parameterCount) parameters", sql: sql,
        path: database.path)
    }
    for (index, value) in values.enumerated() { try bind(value, at: index + 1) }
  }

  /// Binds a copy of the value to one parameter. Parameters are counted from 1. The value stays
  /// bound until another value is bound or the statement is reset.
  ///
  /// - Throws: misuse, if the statement is at a row.
  public func bind(_ value: (any Bindable)?, at position: Int) throws(SQLiteError) {
    let index = Int32(position)
    let code =
      switch value?.databaseValue {
      case nil: sqlite3_bind_null(handle, index)
      case .integer(let number)?: sqlite3_bind_int64(handle, index, Int64(number))
      case .text(let text)?: bind(text, at: index)
      }
    try check(code)
  }

  private func bind(_ text: String, at index: Int32) -> Int32 {
    // The text is passed as a C string. An empty buffer may have no address, and SQLite would read
    // that as NULL.
    let count = UInt64(text.utf8.count)
    return text.withCString {
      sqlite3_bind_text64(handle, index, $0, count, Self.copied, UInt8(SQLITE_UTF8))
    }
  }

  /// `SQLITE_TRANSIENT`, a macro that Swift does not import. It makes SQLite copy the value,
  /// because the pointers are valid only during the call.
  private static var copied: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}

/// The columns of the current row, counted from 0; NULL before the first step and after the end.
///
/// A value of another type is converted by SQLite's rules: NULL becomes 0 or the empty text, a text
/// becomes the number with which it begins, and a number becomes its digits.
extension Statement {
  public var columnCount: Int { Int(sqlite3_column_count(handle)) }

  /// The names of the columns: their aliases or, without an alias, their names in the table.
  public var columnNames: [String] {
    (0..<columnCount).map { column in
      sqlite3_column_name(handle, Int32(column)).map { String(cString: $0) } ?? ""
    }
  }

  public func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
  }

  public func int(_ column: Int) -> Int { Int(sqlite3_column_int64(handle, Int32(column))) }

  /// The text, NULs included; bytes that are not UTF-8 are replaced by U+FFFD.
  public func text(_ column: Int) -> String {
    withText(column) { String(decoding: $0, as: UTF8.self) }
  }

  public func optionalInt(_ column: Int) -> Int? { isNull(column) ? nil : int(column) }

  public func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

  /// Calls `body` with the stored bytes of a text, without copying them. The bytes may be invalid
  /// UTF-8, and may be used only during the call.
  public func withText<Result>(
    _ column: Int, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    let start = sqlite3_column_text(handle, Int32(column))
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    precondition(start != nil || isNull(column), "SQLite is out of memory")
    return body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }
}

extension Database {
  /// Compiles one statement for repeated use.
  ///
  /// - Parameters:
  ///   - sql: one statement, with `?` or `?1` for its parameters. No other statement may follow it.
  ///   - isPersistent: whether the statement is kept for a long time, which is a hint for SQLite's
  ///     allocator.
  public func prepare(
    _ sql: String, isPersistent: Bool = false
  ) throws(SQLiteError) -> Statement {
    var rest = sql[...]
    guard let statement = try compile(&rest, isPersistent: isPersistent) else {
      throw SQLiteError(misuse: "no statement", sql: sql, path: path)
    }
    guard rest.allSatisfy(\.isWhitespace) else {
      throw SQLiteError(misuse: "more than one statement", sql: sql, path: path)
    }
    return statement
  }

  /// Runs one statement to its end, with values for its parameters in order. Its rows are dropped.
  public func run(_ sql: String, _ values: (any Bindable)?...) throws(SQLiteError) {
    try prepare(sql).run(values)
  }

  /// Runs a script of any number of statements, and stops at the first statement that fails. The
  /// statements before it are committed, unless a transaction is open.
  public func execute(_ script: String) throws(SQLiteError) {
    var rest = script[...]
    while !rest.isEmpty {
      try compile(&rest, isPersistent: false)?.run([])
    }
  }

  /// Compiles the first statement of `rest` and removes it from `rest`. Returns `nil` if `rest` has
  /// only blanks and comments.
  private func compile(
    _ rest: inout Substring, isPersistent: Bool
  ) throws(SQLiteError) -> Statement? {
    let text = String(rest)
    guard !text.utf8.contains(0) else {
      throw SQLiteError(misuse: "a NUL, at which SQLite would stop", sql: text, path: path)
    }
    var statement: OpaquePointer?
    let flags = isPersistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
    let (code, count) = text.withCString { start in
      var end: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v3(handle, start, -1, flags, &statement, &end)
      return (code, end.map { $0 - start } ?? text.utf8.count)
    }
    guard code == SQLITE_OK else { throw .last(code, of: handle, "run", sql: text, path) }
    rest = Substring(rest.utf8.dropFirst(count))
    return statement.map { Statement($0, of: self) }
  }

  /// The row id of the last row that this connection inserted; 0 before the first insertion.
  public var lastInsertRowID: Int { Int(sqlite3_last_insert_rowid(handle)) }
}
