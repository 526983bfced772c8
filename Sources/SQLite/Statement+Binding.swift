import CSQLite

extension Statement {
  /// How many parameters there are.
  public var parameterCount: Int { Int(sqlite3_bind_parameter_count(handle)) }

  /// Starts over with these values: as many as there are parameters, in their order.
  public func bind(_ values: (any Bindable)?...) throws(SQLiteError) { try bind(values) }

  /// The same with values in an array.
  public func bind(_ values: [(any Bindable)?]) throws(SQLiteError) {
    try check(sqlite3_reset(handle))
    guard values.count == parameterCount else {
      throw SQLiteError(
        misuse: "\(values.count) values for \(parameterCount) parameters", sql: sql,
        path: database.path)
    }
    for (index, value) in values.enumerated() { try bind(value, at: index + 1) }
  }

  /// Binds one parameter, counted from 1. It keeps its value, of which SQLite has a copy,
  /// until another is bound or the statement is `reset`.
  ///
  /// - Throws: misuse, while the statement stands at a row.
  public func bind(_ value: (any Bindable)?, at position: Int) throws(SQLiteError) {
    let index = Int32(position)
    let code =
      switch value?.databaseValue ?? .null {
      case .null: sqlite3_bind_null(handle, index)
      case .integer(let number): sqlite3_bind_int64(handle, index, Int64(number))
      case .real(let number): sqlite3_bind_double(handle, index, number)
      case .text(let text): bind(text, at: index)
      case .blob(let bytes): bind(bytes, at: index)
      }
    try check(code)
  }

  private func bind(_ text: String, at index: Int32) -> Int32 {
    // Through a C string, because an empty buffer has no address, and SQLite takes that
    // for NULL.
    let count = UInt64(text.utf8.count)
    return text.withCString {
      sqlite3_bind_text64(handle, index, $0, count, Self.copied, UInt8(SQLITE_UTF8))
    }
  }

  private func bind(_ bytes: [UInt8], at index: Int32) -> Int32 {
    if bytes.isEmpty { return sqlite3_bind_zeroblob(handle, index, 0) }
    return bytes.withUnsafeBytes {
      sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), Self.copied)
    }
  }

  /// `SQLITE_TRANSIENT`, a macro that Swift does not import: SQLite copies what is bound.
  /// The pointers here end with the call.
  private static var copied: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}
