public import Host
public import MarkdownStore
public import QueueModel
public import QueueStore
import SQLite
import SQLiteStore

/// What a database is like, looked at without a change.
public struct DatabaseReport: Sendable {
  /// What is in it.
  public struct Contents: Equatable, Sendable {
    public let version: Int
    /// The version that this program writes.
    public let newest: Int
    public let hasLog: Bool
    public let rows: Int
    public let events: Int
    public let inProgress: [QueueItem]
    /// What SQLite's short check says; none when all is well.
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
  /// `nil` where there is nothing.
  public let status: FileStatus?
  public let contents: Result<Contents, StoreError>
  /// How many bytes of changes wait in the write-ahead log.
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

  /// Looks at the database at `path`.
  ///
  /// - Parameters:
  ///   - path: the database, links followed.
  ///   - offset: seconds east of UTC, of its times.
  ///   - queue: the queue to which it has to belong, if to any.
  public init(of path: String, offset: Int, queue: MarkdownStore? = nil) {
    let author = Author(program: "ops", command: "doctor", traceID: "", actor: "")
    let store = SQLiteStore(path: path, author: author, lockTimeout: 0, offset: offset)
    // Before it is read: the last to close it moves its log into it.
    let logSize = (try? FileStatus(of: path + "-wal"))?.identity.size ?? 0
    self.init(
      path: path, status: try? FileStatus(of: path),
      contents: Result { () throws(StoreError) in try store.contents(queue) },
      logSize: logSize,
      fileSystem: try? FileSystemKind(of: path))
  }
}

extension SQLiteStore {
  fileprivate func contents(
    _ queue: MarkdownStore?
  ) throws(StoreError) -> DatabaseReport.Contents {
    let connection = try openForReading()
    if let queue { try checkBelongs(connection, to: queue) }
    let database = connection.database
    return try querying { () throws(SQLiteError) in
      func count(_ table: String) throws(SQLiteError) -> Int {
        try database.prepare("SELECT count(*) FROM \(table)").first { $0.int(0) } ?? 0
      }
      return DatabaseReport.Contents(
        version: try database.userVersion(), newest: DatabaseSchema.version,
        hasLog: try database.journalMode() == .wal, rows: try count("queue_items"),
        events: try count("queue_events"),
        inProgress: DatabaseTable(connection: connection).inProgress,
        problems: try database.checkIntegrity(.quick))
    }
  }
}

extension DatabaseTable {
  /// As far as they can be read.
  fileprivate var inProgress: [QueueItem] {
    var items: [QueueItem] = []
    try? visit(.inProgress) { item in
      items.append(item)
      return .more
    }
    return items
  }
}
