import CSQLite

extension Database {
  /// Compiles one statement, for use as often as one likes.
  ///
  /// - Parameters:
  ///   - sql: one statement with `?` or `?1` where values are bound; nothing may follow it.
  ///   - isPersistent: whether it is kept for long, so that SQLite allocates it elsewhere.
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

  /// Runs one statement to its end, with values for its parameters in order; rows that it
  /// gives are dropped.
  public func run(_ sql: String, _ values: (any Bindable)?...) throws(SQLiteError) {
    try prepare(sql).run(values)
  }

  /// Runs a script of any number of statements, stopping at the first that fails. Those
  /// before it stay done, unless a transaction is open.
  public func execute(_ script: String) throws(SQLiteError) {
    var rest = script[...]
    while !rest.isEmpty {
      try compile(&rest, isPersistent: false)?.run([])
    }
  }

  /// Takes the first statement off `rest`; gives `nil` where only blanks and comments, or
  /// a lone semicolon, stand before its end.
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

  /// How many rows the last INSERT, UPDATE or DELETE changed, without those by triggers.
  public var changes: Int { Int(sqlite3_changes64(handle)) }

  /// The row id of the last row that this connection inserted; 0 before the first.
  public var lastInsertRowID: Int { Int(sqlite3_last_insert_rowid(handle)) }
}
