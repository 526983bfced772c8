import CSQLite

/// A connection to one SQLite database, closed when nothing refers to it any more.
///
/// Statements refer to their database. A connection and its statements belong to one thread. `init`
/// sets nothing but its parameters: foreign keys are off, and the journal is as the file has it.
public final class Database {
  /// What a connection may do, and what it needs to find.
  public enum Mode: Sendable {
    /// Reads what exists. With a write-ahead log, SQLite still makes the `-wal` and `-shm` files;
    /// in a folder that is not writable that fails as read-only.
    case reading
    /// Reads what exists with a connection that could write, but refuses statements that do: when
    /// it is closed as the last one, it removes the `-wal` and `-shm` files. If the file or its
    /// folder is not writable, use `reading`.
    case readingTidily
    /// Reading without locks and without any other file, for a folder that is not writable. It
    /// does not see changes that are only in the write-ahead log, and during writes by others the
    /// rows may be wrong.
    case readingUnlocked
    /// Reading and writing what exists. A file that is not writable is opened for
    /// reading anyway, and `isReadOnly` says so.
    case readingAndWriting
    /// `readingAndWriting`, but creates a missing database, with the permissions that the process
    /// gives to new files.
    case creating
  }

  /// The path as it was given, for messages.
  public let path: String
  let handle: OpaquePointer

  /// Milliseconds to wait for the locks of other connections before failing as busy.
  public var busyTimeout: Int32 {
    didSet { sqlite3_busy_timeout(handle, busyTimeout) }
  }

  /// Opens the file at `path`; a link is followed.
  ///
  /// SQLite reads nothing yet: only the first statement shows that a file is not a database.
  public init(
    opening path: String, for mode: Mode, busyTimeout: Int32 = 0
  ) throws(SQLiteError) {
    var handle: OpaquePointer?
    let flags = mode.flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2(mode.name(of: path), &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      defer { sqlite3_close_v2(handle) }
      throw .last(code, of: handle, "open", path)
    }
    self.path = path
    self.handle = handle
    self.busyTimeout = busyTimeout
    sqlite3_busy_timeout(handle, busyTimeout)
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Self.longestValue)
    if case .readingTidily = mode { try run("PRAGMA query_only = ON") }
  }

  deinit { sqlite3_close_v2(handle) }

  /// Whether this connection cannot write: by its mode, or because the file may not be
  /// written.
  public var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

  /// The most bytes of a text, a blob or a row; longer ones are refused as too big.
  private static let longestValue: Int32 = 64 << 20
}

extension Database {
  /// Makes the tables of another file visible as `name.table`, until the database is closed.
  ///
  /// The file is opened in this connection's mode: only `creating` creates a missing one.
  public func attach(_ path: String, as name: String) throws(SQLiteError) {
    try run("ATTACH DATABASE ? AS ?", Mode.fileName(of: path), name)
  }
}

extension Database.Mode {
  fileprivate var flags: Int32 {
    switch self {
    case .reading: SQLITE_OPEN_READONLY
    case .readingUnlocked: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
    case .readingTidily, .readingAndWriting: SQLITE_OPEN_READWRITE
    case .creating: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    }
  }

  fileprivate func name(of path: String) -> String {
    switch self {
    case .reading, .readingTidily, .readingAndWriting, .creating: Self.fileName(of: path)
    case .readingUnlocked: "file:\(Self.escaped(Self.fileName(of: path)))?immutable=1"
    }
  }

  /// `path` as SQLite reads it as a file: the empty name, `:memory:` and, as Debian builds SQLite,
  /// names that begin with `file:` have special meanings.
  fileprivate static func fileName(of path: String) -> String {
    path.hasPrefix("/") ? path : "./\(path)"
  }

  /// `path` as part of a URI: https://www.sqlite.org/uri.html.
  private static func escaped(_ path: String) -> String {
    path.reduce(into: "") { uri, character in
      switch character {
      case "%": uri += "%25"
      case "?": uri += "%3f"
      case "#": uri += "%23"
      case _: uri.append(character)
      }
    }
  }
}

/// How a database protects a transaction that is not finished:
/// https://www.sqlite.org/pragma.html#pragma_journal_mode.
public enum JournalMode: String, Sendable, CaseIterable {
  case delete, truncate, persist, memory, off
  /// A write-ahead log: readers and a writer do not block each other. It needs memory that
  /// processes share, and so a local file system. The mode is stored in the file.
  case wal
}

extension Database {
  /// A number in the file for the application, 0 in a new one: by custom, the version of its
  /// schema.
  public func userVersion() throws(SQLiteError) -> Int {
    try prepare("PRAGMA user_version").first { $0.int(0) } ?? 0
  }

  /// Sets that number, as part of the transaction if there is one.
  public func setUserVersion(_ version: Int32) throws(SQLiteError) {
    try run("PRAGMA user_version = \(version)")
  }

  public func journalMode() throws(SQLiteError) -> JournalMode {
    try readJournalMode("PRAGMA journal_mode")
  }

  /// Asks for a journal mode.
  ///
  /// - Returns: the mode from now on. It may be the old one, without an error, when the file system
  ///   or the connection does not support the new one.
  @discardableResult
  public func setJournalMode(_ mode: JournalMode) throws(SQLiteError) -> JournalMode {
    try readJournalMode("PRAGMA journal_mode = \(mode.rawValue)")
  }

  private func readJournalMode(_ sql: String) throws(SQLiteError) -> JournalMode {
    let name = try prepare(sql).first { $0.text(0) } ?? ""
    guard let mode = JournalMode(rawValue: name) else {
      throw SQLiteError(misuse: "unknown journal mode '\(name)'", sql: sql, path: path)
    }
    return mode
  }
}

extension Database {
  /// When a transaction takes its lock.
  public enum TransactionKind: Sendable {
    /// With its first statement, for reading until a statement writes; that may fail as busy at
    /// once, whatever the busy timeout is.
    case deferred
    /// For writing, at once: only `begin` waits for other connections.
    case immediate
  }

  /// Begins a transaction; transactions do not nest.
  public func begin(_ kind: TransactionKind) throws(SQLiteError) {
    switch kind {
    case .deferred: try run("BEGIN DEFERRED")
    case .immediate: try run("BEGIN IMMEDIATE")
    }
  }

  /// Makes the changes since `begin` durable. When it fails as busy, the transaction stays open.
  public func commit() throws(SQLiteError) { try run("COMMIT") }

  /// Undoes the changes since `begin`. Without a transaction it does nothing: SQLite itself rolls
  /// back after some errors, such as a full disk.
  public func rollback() throws(SQLiteError) {
    if isInTransaction { try run("ROLLBACK") }
  }

  public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs `body` in a transaction and commits; when either throws, all is rolled back.
  public func transaction<Result>(
    _ kind: TransactionKind, _ body: () throws(SQLiteError) -> Result
  ) throws(SQLiteError) -> Result {
    try begin(kind)
    do throws(SQLiteError) {
      let result = try body()
      try commit()
      return result
    } catch {
      // The first error is the cause. When this fails, closing the connection rolls back.
      try? rollback()
      throw error
    }
  }
}
