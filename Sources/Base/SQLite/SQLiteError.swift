import CSQLite

/// An error of SQLite: its codes and message, the action that failed, and the database.
public struct SQLiteError: Error, Equatable, Sendable {
  /// SQLite's extended result code. Its lowest byte is the primary result code.
  public let extendedCode: Int32
  /// SQLite's message, such as `UNIQUE constraint failed: queue.id`.
  public let message: String
  /// The action that failed, as a verb that follows "cannot": `open`, `run`, `back up`.
  public let action: String
  /// The text of the statement without its values, if a statement was involved.
  public let sql: String?
  /// The path by which the database was opened.
  public let path: String
  /// The `errno` of a failed call to open, read or write a file, otherwise 0. The value is only a
  /// hint, because SQLite reports the last `errno` that it saw.
  public let systemCode: Int32

  public init(
    extendedCode: Int32, message: String, action: String, sql: String? = nil, path: String,
    systemCode: Int32 = 0
  ) {
    self.extendedCode = extendedCode
    self.message = message
    self.action = action
    self.sql = sql
    self.path = path
    self.systemCode = systemCode
  }

  /// The error for a misuse that SQLite itself would accept or misread silently.
  init(misuse message: String, sql: String? = nil, path: String) {
    self.init(
      extendedCode: SQLITE_MISUSE, message: message, action: "run", sql: sql, path: path)
  }
}

extension SQLiteError {
  /// The primary result code, such as `SQLITE_BUSY` or `SQLITE_FULL`.
  public var primaryCode: Int32 { extendedCode & 0xFF }

  /// Another connection held a lock for longer than the busy timeout.
  public var isBusy: Bool { primaryCode == SQLITE_BUSY }
  /// The file or its folder is not writable, or this connection is read-only.
  public var isReadOnly: Bool { primaryCode == SQLITE_READONLY }
  /// The file is damaged, or is not a database at all.
  public var isCorrupt: Bool { primaryCode == SQLITE_CORRUPT || primaryCode == SQLITE_NOTADB }
  /// The file is not a database, or its first page is damaged.
  public var isNoDatabase: Bool { primaryCode == SQLITE_NOTADB }
  /// The disk has no room left.
  public var isFull: Bool { primaryCode == SQLITE_FULL }
  /// The system failed to read, write, lock or sync the file.
  public var isInputOutput: Bool { primaryCode == SQLITE_IOERR }
  /// The system failed to write a part of the file. A commit with this error was rolled back. A
  /// commit that failed when it synced, or removed the journal, may have succeeded.
  public var isFailedWrite: Bool { extendedCode == SQLITE_IOERR | 3 << 8 }
  /// The file, or a file beside it, is missing, is a folder, or may not be opened. See
  /// `systemCode`.
  public var isCannotOpen: Bool { primaryCode == SQLITE_CANTOPEN }
}

extension SQLiteError: CustomStringConvertible {
  /// One line with the failed action, the database and SQLite's reason.
  public var description: String {
    let subject = sql.map { " '\(Self.beginning(of: Self.line($0)))' on" } ?? ""
    return "cannot \(action)\(subject) \(path): \(Self.line(message))"
  }

  private static func beginning(of text: String) -> String {
    text.count <= 120 ? text : "\(text.prefix(119))…"
  }

  /// `text` on one line: each line break and the indentation after it become one space.
  private static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline)
      .map { $0.drop(while: \.isWhitespace) }
      .filter { !$0.isEmpty }
      .joined(separator: " ")
  }
}

extension SQLiteError {
  /// The error for `code`, the result of the last call on `handle`. A missing handle means that
  /// SQLite was out of memory.
  static func last(
    _ code: Int32, of handle: OpaquePointer?, _ action: String, sql: String? = nil,
    _ path: String
  ) -> SQLiteError {
    let isAboutFiles = [SQLITE_CANTOPEN, SQLITE_IOERR].contains(code & 0xFF)
    // If SQLite has no message for this call, it returns the message of an earlier one.
    let isCurrent = sqlite3_extended_errcode(handle) == code
    return SQLiteError(
      extendedCode: code,
      message: String(cString: isCurrent ? sqlite3_errmsg(handle) : sqlite3_errstr(code)),
      action: action, sql: sql, path: path,
      systemCode: isAboutFiles ? sqlite3_system_errno(handle) : 0)
  }
}

extension Database {
  /// Throws the error for `code`, the result of the last call, unless `code` is `SQLITE_OK`.
  func check(_ code: Int32, _ action: String) throws(SQLiteError) {
    if code != SQLITE_OK { throw .last(code, of: handle, action, path) }
  }
}
