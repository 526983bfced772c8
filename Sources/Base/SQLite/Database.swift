import CSQLite

/// A connection to one SQLite database. The connection is closed when nothing refers to it any
/// more.
///
/// Statements refer to their database. A connection and its statements belong to one thread. `init`
/// applies only its parameters: foreign keys stay off, and the journal mode is the one that the
/// file has.
public final class Database {
  /// Whether a connection may write, and whether the file must exist.
  public enum Mode: Sendable {
    /// Reading an existing database. With a write-ahead log, SQLite creates the `-wal` and `-shm`
    /// files even for reading. If the folder is not writable, opening fails as read-only.
    case reading
    /// Reading an existing database with a connection that could write, but refuses statements that
    /// write. If this connection is the last one to be closed, SQLite removes the `-wal` and `-shm`
    /// files. If the file or its folder is not writable, use `reading`.
    case readingTidily
    /// Reading without locks and without files beside the database, for a folder that is not
    /// writable. Changes that are only in the write-ahead log are not visible. If another process
    /// writes at the same time, the rows may be wrong.
    case readingUnlocked
    /// Reading and writing an existing database. A file that is not writable is opened for reading,
    /// and `isReadOnly` is true.
    case readingAndWriting
    /// Like `readingAndWriting`, but a missing database is created, with the permissions that the
    /// process gives to new files.
    case creating
  }

  /// The path as it was given, for messages.
  public let path: String
  let handle: OpaquePointer

  /// How many milliseconds a statement waits for the locks of other connections before it fails as
  /// busy.
  public var busyTimeout: Int32 {
    didSet { sqlite3_busy_timeout(handle, busyTimeout) }
  }

  /// Opens the file at `path`; a link is followed.
  ///
  /// SQLite does not read the file yet. If the file is not a database, only the first statement
  /// fails.
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

  /// Reads a database of a stranger from the bytes of its file. No file is opened, locked or written.
  ///
  /// What a write-ahead log beside the file adds is not in it. The connection refuses to write, and
  /// a statement that takes too long fails as interrupted, whatever the schema contains.
  ///
  /// - Parameters:
  ///   - contents: the bytes. If they are no database, the first statement fails.
  ///   - path: the path for messages.
  public init(reading contents: [UInt8], from path: String) throws(SQLiteError) {
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2(":memory:", &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      defer { sqlite3_close_v2(handle) }
      throw .last(code, of: handle, "open", path)
    }
    (self.path, self.handle, busyTimeout) = (path, handle, 0)
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Self.longestValue)
    sqlite3_progress_handler(handle, Self.mostSteps, { _ in 1 }, nil)
    try fill(with: contents)
    // The functions of a view or an index that the stranger defined are not run.
    try run("PRAGMA trusted_schema = OFF")
    try run("PRAGMA cell_size_check = ON")
  }

  private func fill(with contents: [UInt8]) throws(SQLiteError) {
    guard let copy = sqlite3_malloc64(UInt64(max(contents.count, 1))) else {
      throw .last(SQLITE_NOMEM, of: nil, "open", path)
    }
    contents.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress { copy.copyMemory(from: start, byteCount: bytes.count) }
    }
    let bytes = copy.assumingMemoryBound(to: UInt8.self)
    // A database in memory can't have a write-ahead log: https://www.sqlite.org/fileformat.html.
    for place in Self.placesOfVersions where place < contents.count && bytes[place] == 2 {
      bytes[place] = 1
    }
    let count = Int64(contents.count)
    // SQLite frees the copy, even after an error.
    let flags = UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY)
    try check(sqlite3_deserialize(handle, "main", bytes, count, max(count, 1), flags), "open")
  }

  /// Where the header has the versions for writing and reading; 2 stands for a write-ahead log.
  private static let placesOfVersions = 18...19

  /// How many instructions of SQLite's machine a statement may take: some tenths of a second.
  private static let mostSteps: Int32 = 20_000_000

  deinit { sqlite3_close_v2(handle) }

  /// Whether this connection can't write, because of its mode or the file's permissions.
  public var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

  /// The largest number of bytes in a text, a blob or a row. SQLite refuses longer values as too
  /// big.
  private static let longestValue: Int32 = 64 << 20
}

extension Database {
  /// Makes the tables of another file visible as `name.table`, until the database is closed.
  ///
  /// The file is opened in this connection's mode: only in the mode `creating` a missing file is
  /// created.
  public func attach(_ path: String, as name: String) throws(SQLiteError) {
    try run("ATTACH DATABASE ? AS ?", Mode.fileName(of: path), name)
  }

  /// The name of a table or column as an SQL identifier in double quotes.
  public static func quoted(_ name: String) -> String {
    let parts = name.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"\(parts.joined(separator: "\"\""))\""
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

  /// `path` in a form that SQLite reads as the name of a file. Without this form the empty name and
  /// `:memory:` have special meanings, and in Debian's build of SQLite also names that begin with
  /// `file:`.
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

/// How a database can undo a transaction that was interrupted:
/// https://www.sqlite.org/pragma.html#pragma_journal_mode.
public enum JournalMode: String, Sendable, CaseIterable {
  case delete, truncate, persist, memory, off
  /// A write-ahead log: readers and a writer do not block each other. It needs memory that
  /// processes share, and therefore a local file system. The mode is stored in the file.
  case wal
}

extension Database {
  /// A number in the file that SQLite keeps for the application. It is 0 in a new file.
  /// Applications usually store the version of their schema.
  public func userVersion() throws(SQLiteError) -> Int {
    try prepare("PRAGMA user_version").first { $0.int(0) } ?? 0
  }

  /// Sets the user version. In a transaction this is a part of the transaction.
  public func setUserVersion(_ version: Int32) throws(SQLiteError) {
    try run("PRAGMA user_version = \(version)")
  }

  public func journalMode() throws(SQLiteError) -> JournalMode {
    try readJournalMode("PRAGMA journal_mode")
  }

  /// Asks for a journal mode.
  ///
  /// - Returns: the mode that is now in use. If the file system or the connection does not support
  ///   the requested mode, this is the old mode, and no error is thrown.
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
    /// At its first statement. The lock is for reading until a statement writes. The writing
    /// statement may fail as busy at once, whatever the busy timeout is.
    case deferred
    /// At `begin`, for writing. So only `begin` waits for other connections.
    case immediate
  }

  /// Begins a transaction; transactions do not nest.
  public func begin(_ kind: TransactionKind) throws(SQLiteError) {
    switch kind {
    case .deferred: try run("BEGIN DEFERRED")
    case .immediate: try run("BEGIN IMMEDIATE")
    }
  }

  /// Makes the changes since `begin` durable. If the commit fails as busy, the transaction stays
  /// open.
  public func commit() throws(SQLiteError) { try run("COMMIT") }

  /// Undoes the changes since `begin`. Does nothing if there is no transaction, because SQLite
  /// itself rolls back after some errors, such as a full disk.
  public func rollback() throws(SQLiteError) {
    if isInTransaction { try run("ROLLBACK") }
  }

  public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs `body` in a transaction and commits. If `body` or the commit throws, the transaction is
  /// rolled back.
  public func transaction<Result>(
    _ kind: TransactionKind, _ body: () throws(SQLiteError) -> Result
  ) throws(SQLiteError) -> Result {
    try begin(kind)
    do throws(SQLiteError) {
      let result = try body()
      try commit()
      return result
    } catch {
      // An error of the rollback is ignored, because the first error is the cause. If the rollback
      // fails, closing the connection rolls back.
      try? rollback()
      throw error
    }
  }
}
