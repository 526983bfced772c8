import CSQLite

/// Columns are counted from 0. Their values are those of the row at which the statement
/// stands; after its end, and before its beginning, they are NULL.
///
/// Reading NULL, or a value of another type, gives what SQLite makes of it: 0 or the empty
/// text, the number that a text begins with, the digits of a number.
extension Statement {
  public var columnCount: Int { Int(sqlite3_column_count(handle)) }

  /// The names of the columns, as the statement or else the table has them.
  public var columnNames: [String] {
    (0..<columnCount).map { column in
      sqlite3_column_name(handle, Int32(column)).map { String(cString: $0) } ?? ""
    }
  }

  /// A column's value, as what it is stored.
  public func value(_ column: Int) -> DatabaseValue {
    switch sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_INTEGER: .integer(int(column))
    case SQLITE_FLOAT: .real(double(column))
    case SQLITE_TEXT: .text(text(column))
    case SQLITE_BLOB: .blob(blob(column))
    case _: .null
    }
  }

  public func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
  }

  public func int(_ column: Int) -> Int { Int(sqlite3_column_int64(handle, Int32(column))) }

  public func double(_ column: Int) -> Double { sqlite3_column_double(handle, Int32(column)) }

  /// Text with all its NULs; what is not UTF-8 is replaced by U+FFFD.
  public func text(_ column: Int) -> String {
    withText(column) { String(decoding: $0, as: UTF8.self) }
  }

  public func blob(_ column: Int) -> [UInt8] {
    let start = sqlite3_column_blob(handle, Int32(column))
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return [UInt8](UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  public func optionalInt(_ column: Int) -> Int? { isNull(column) ? nil : int(column) }

  public func optionalDouble(_ column: Int) -> Double? { isNull(column) ? nil : double(column) }

  public func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

  /// Lends the bytes of a text as they are stored, well-formed or not, without copying
  /// them. They are gone after `body`.
  public func withText<Result>(
    _ column: Int, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    let start = sqlite3_column_text(handle, Int32(column))
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    precondition(start != nil || isNull(column), "SQLite is out of memory")
    return body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }
}
