import CSQLite

/// An error of SQLite: its codes and message, the action that failed, and the database.
public struct SQLiteError: Error, Equatable, Sendable {
  /// SQLite's extended result code, whose lowest byte is the primary one.
  public let extendedCode: Int32
  /// SQLite's message: `UNIQUE constraint failed: queue.id`.
  public let message: String
  /// A verb, to follow "cannot": `open`, `run`, `back up`.
  public let action: String
  /// The statement, with its parameters unbound, if one was involved.
  public let sql: String?
  /// The path by which the database was opened.
  public let path: String
  /// The `errno` of a file that cannot be opened, read or written, else 0. A hint only: SQLite
  /// reports the last one that it saw.
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

  /// A misuse that SQLite itself would accept or misread silently.
  init(misuse message: String, sql: String? = nil, path: String) {
    self.init(
      extendedCode: SQLITE_MISUSE, message: message, action: "run", sql: sql, path: path)
  }
}

extension SQLiteError {
  /// `SQLITE_BUSY`, `SQLITE_FULL` and so on, without their extension.
  public var primaryCode: Int32 { extendedCode & 0xFF }

  /// Another connection held a lock for longer than the busy timeout.
  public var isBusy: Bool { primaryCode == SQLITE_BUSY }
  /// The file, its folder or this connection cannot be written.
  public var isReadOnly: Bool { primaryCode == SQLITE_READONLY }
  /// The file is damaged, or is not a database at all.
  public var isCorrupt: Bool { primaryCode == SQLITE_CORRUPT || primaryCode == SQLITE_NOTADB }
  /// The file is not a database at all, or its first page is gone.
  public var isNoDatabase: Bool { primaryCode == SQLITE_NOTADB }
  /// The disk has no room left.
  public var isFull: Bool { primaryCode == SQLITE_FULL }
  /// The system failed to read, write, lock or sync the file.
  public var isInputOutput: Bool { primaryCode == SQLITE_IOERR }
  /// The system failed to write a part of the file. A commit with this error is rolled back; one
  /// that failed to sync, or to remove the journal, may be committed.
  public var isFailedWrite: Bool { extendedCode == SQLITE_IOERR | 3 << 8 }
  /// The file, or one beside it, is missing, is a folder, or may not be opened: see `systemCode`.
  public var isCannotOpen: Bool { primaryCode == SQLITE_CANTOPEN }
}

extension SQLiteError: CustomStringConvertible {
  /// One line: what could not be done, on which database, and SQLite's reason.
  public var description: String {
    let subject = sql.map { " '\(Self.beginning(of: Self.line($0)))' on" } ?? ""
    return "cannot \(action)\(subject) \(path): \(Self.line(message))"
  }

  private static func beginning(of text: String) -> String {
    text.count <= 120 ? text : "\(text.prefix(119))…"
  }

  /// `text` with each line break, and the indentation behind it, as one space.
  private static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline)
      .map { $0.drop(while: \.isWhitespace) }
      .filter { !$0.isEmpty }
      .joined(separator: " ")
  }
}

extension SQLiteError {
  /// The error of `code`, the result of the last call on `handle`; without a handle SQLite had no
  /// memory for one.
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
  /// Throws the error of `code`, the result of the last call, unless that is `SQLITE_OK`.
  func check(_ code: Int32, _ action: String) throws(SQLiteError) {
    if code != SQLITE_OK { throw .last(code, of: handle, action, path) }
  }
}
