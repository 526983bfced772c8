public import Host
public import Model
public import QueueStore
import SQLite

/// The state of a database, found without changing it.
public struct DatabaseReport: Sendable {
  public struct Contents: Equatable, Sendable {
    public let version: Int
    /// The schema version that this program writes.
    public let newest: Int
    public let hasLog: Bool
    public let rows: Int
    public let events: Int
    public let inProgress: [QueueItem]
    /// The problems that SQLite's quick check finds.
    public let problems: [String]

    public init(
      version: Int, newest: Int, hasLog: Bool, rows: Int, events: Int, inProgress: [QueueItem],
      problems: [String]
    ) {
      self.version = version
      self.newest = newest
      self.hasLog = hasLog
      self.rows = rows
      self.events = events
      self.inProgress = inProgress
      self.problems = problems
    }
  }

  public let path: String
  /// The status of the file; `nil` if it does not exist.
  public let status: FileStatus?
  public let contents: Result<Contents, StoreError>
  /// The size of the write-ahead log in bytes.
  public let logSize: Int
  public let fileSystem: FileSystemKind?

  public init(
    path: String, status: FileStatus?, contents: Result<Contents, StoreError>, logSize: Int = 0,
    fileSystem: FileSystemKind? = nil
  ) {
    self.path = path
    self.status = status
    self.contents = contents
    self.logSize = logSize
    self.fileSystem = fileSystem
  }

  /// Inspects the database at `path`.
  ///
  /// - Parameters:
  ///   - path: the database's path, with links resolved.
  ///   - zone: the time zone of its times.
  ///   - queue: the queue that the database must belong to, if any.
  public init(of path: String, zone: QueueZone, queue: MarkdownStore? = nil) {
    let store = SQLiteStore(path: path, lockTimeout: .zero, zone: zone)
    // The log is measured before the database is read, because SQLite moves the log into the
    // database when the last connection closes.
    let logSize = (try? FileStatus(of: path + "-wal"))?.identity.size ?? 0
    self.init(
      path: path, status: try? FileStatus(of: path),
      contents: Result { () throws(StoreError) in
        try store.exclusively { try store.contents(queue) }
      },
      logSize: logSize,
      fileSystem: try? FileSystemKind(of: path))
  }
}

extension SQLiteStore {
  fileprivate func contents(_ queue: MarkdownStore?) throws -> DatabaseReport.Contents {
    let connection = try openForReading()
    if let queue { try checkBelongs(connection, to: queue) }
    let database = connection.database
    func count(_ table: String) throws(SQLiteError) -> Int {
      try database.prepare("SELECT count(*) FROM \(table)").first { $0.int(0) } ?? 0
    }
    return DatabaseReport.Contents(
      version: try database.userVersion(), newest: DatabaseSchema.version,
      hasLog: try database.journalMode() == .wal, rows: try count("queue_items"),
      events: try count("queue_events"), inProgress: connection.inProgress,
      problems: try database.checkIntegrity(.quick))
  }
}

extension Connection {
  /// The rows that are IN_PROGRESS, up to the first one that cannot be read.
  fileprivate var inProgress: [QueueItem] {
    var items: [QueueItem] = []
    try? visit(.inProgress) { item in
      items.append(item)
      return .more
    }
    return items
  }
}
