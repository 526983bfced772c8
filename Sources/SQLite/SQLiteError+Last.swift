import CSQLite

extension SQLiteError {
  /// What `code`, the result of the last call on `handle`, means; without a handle SQLite
  /// had no memory for one.
  static func last(
    _ code: Int32, of handle: OpaquePointer?, _ action: String, sql: String? = nil,
    _ path: String
  ) -> SQLiteError {
    let isAboutFiles = [SQLITE_CANTOPEN, SQLITE_IOERR].contains(code & 0xFF)
    // SQLite repeats a message of a call before when it has none for this one.
    let isCurrent = sqlite3_extended_errcode(handle) == code
    return SQLiteError(
      extendedCode: code,
      message: String(cString: isCurrent ? sqlite3_errmsg(handle) : sqlite3_errstr(code)),
      action: action, sql: sql, path: path,
      systemCode: isAboutFiles ? sqlite3_system_errno(handle) : 0)
  }
}

extension Database {
  /// Throws what `code`, the result of the last call, means, unless all is well.
  func check(_ code: Int32, _ action: String) throws(SQLiteError) {
    if code != SQLITE_OK { throw .last(code, of: handle, action, path) }
  }
}
