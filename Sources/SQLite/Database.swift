import CSQLite

/// A connection to one SQLite database, closed when nothing refers to it any more.
///
/// Statements refer to their database. A connection and its statements belong to one
/// thread. Nothing is set but what `init` says: foreign keys are off, and the journal is
/// as the file has it.
public final class Database {
  /// What a connection may do, and what it needs to find.
  public enum Mode: Sendable {
    /// Reading what exists. Where there is a write-ahead log, SQLite still makes the `-wal`
    /// and `-shm` files; in a folder that may not be written that fails as read-only.
    case reading
    /// Reading what exists by a connection that could write, but refuses statements that
    /// do: as the last that is closed it removes the `-wal` and `-shm` files again. Where the
    /// file or its folder may not be written, use `reading`.
    case readingTidily
    /// Reading what nobody writes, without locks and without any other file: for such a
    /// folder. What only the log has is not seen, and when somebody does write, the rows
    /// may be wrong.
    case readingUnlocked
    /// Reading and writing what exists. A file that may not be written is opened for
    /// reading all the same, and `isReadOnly` says so.
    case readingAndWriting
    /// The same, and a missing database is made, with the permissions that the process
    /// gives to new files.
    case creating
  }

  /// The path as it was given, for messages.
  public let path: String
  let handle: OpaquePointer

  /// How many milliseconds to wait for the locks of others before failing as busy.
  public var busyTimeout: Int32 {
    didSet { sqlite3_busy_timeout(handle, busyTimeout) }
  }

  /// Opens the file at `path`; a link is followed.
  ///
  /// SQLite reads nothing yet: that a file is no database shows at the first statement.
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

  /// Bytes of a text, a blob or a row: what is longer is refused as too big.
  private static let longestValue: Int32 = 64 << 20

  /// The version of the SQLite that is linked: `3.40.1`.
  public static var libraryVersion: String { String(cString: sqlite3_libversion()) }
}

extension Database {
  /// Makes the tables of another file visible as `name.table`, until the database is closed.
  ///
  /// It is opened in this connection's mode: only `creating` makes what is missing.
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

  /// `path` so that SQLite takes it for a file: it has meanings of its own for the empty
  /// name, for `:memory:` and, as Debian builds it, for what begins with `file:`.
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
