import Host
import SQLite

/// The store of a soak's queue.
enum SoakStore: Equatable, Sendable {
  /// `QUEUE.md` in the home of the queue.
  case table
  /// An SQLite database in the home of the queue.
  case database
  /// A queue on a PostgreSQL server, by its address. The database must not have a queue yet.
  case server(String)

  /// - Parameter text: `table`, `sqlite`, or an address.
  init?(_ text: String) {
    switch text {
    case "table": self = .table
    case "sqlite": self = .database
    case _ where text.hasPrefix("postgresql://") || text.hasPrefix("postgres://"):
      self = .server(text)
    case _: return nil
    }
  }

  /// The name of the store in reports; an address may have a password.
  var name: String {
    switch self {
    case .table: "table"
    case .database: "SQLite"
    case .server: "PostgreSQL"
    }
  }

  /// The options with which a command finds the queue.
  func options(in folder: SoakFolder) -> [String] {
    switch self {
    case .table: ["--queue", folder.table]
    case .database: ["--db", folder.database]
    case .server(let address): ["--db", address]
    }
  }

  /// Whether one process can lock the whole queue.
  var hasLock: Bool { if case .server = self { false } else { true } }

  /// Runs `body` while the queue is locked.
  func locked<Value>(in folder: SoakFolder, _ body: () -> Value) throws -> Value {
    switch self {
    case .table:
      let lock = try LockFile(
        at: Path.join(folder.home, ".orch/lock"), permissions: 0o644, timeout: .seconds(60),
        holder: "another process", clock: .system)
      defer { withExtendedLifetime(lock) {} }
      return body()
    case .database:
      let other = try Database(
        opening: folder.database, for: .readingAndWriting, busyTimeout: 60_000)
      try other.begin(.immediate)
      let value = body()
      try other.rollback()
      return value
    case .server: return body()
    }
  }
}
