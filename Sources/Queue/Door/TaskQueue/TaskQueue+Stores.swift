import Host
public import Model
public import QueueStore
public import Stores
import Workers

// The stores of a command, and reads from these stores.

extension TaskQueue {
  /// The store of the queue: the database that `--db` names, else the file.
  public func store() throws(Problem) -> any QueueStore & Watchable {
    let lockTimeout = try value(Settings.lockTimeout)
    if let server = try server() { return try serverStore(at: server, lockTimeout: lockTimeout) }
    if let chosenDatabase {
      return try databaseStore(at: chosenDatabase, lockTimeout: lockTimeout)
    }
    return try fileStore(lockTimeout: lockTimeout)
  }

  /// The queue file, for operations that only a file supports.
  ///
  /// - Throws: a usage error with `--db`.
  public func fileStore() throws(Problem) -> MarkdownStore {
    try refuseDatabase(for: .queueFile)
    return try fileStore(lockTimeout: value(Settings.lockTimeout))
  }

  /// Throws a usage error with `--db`, for operations that only a file supports.
  public func refuseDatabase(for use: FileUse) throws(Problem) {
    guard chosenDatabase != nil else { return }
    throw Problem.fileOnly(command: opening.command ?? opening.program, use)
  }

  package func fileStore(lockTimeout: Duration) throws(Problem) -> MarkdownStore {
    let (path, environment) = (try tablePath(), opening.environment)
    return MarkdownStore(
      path: path, within: location?.searchedFolder, lockTimeout: lockTimeout,
      clock: waited.counting(opening.clock), notice: waitNotice,
      // This decides only what readers show. A change reports that the setting can't be read.
      isReadOnly: (try? value(Settings.queueReadOnly)) ?? false,
      // If the setting can't be read, a person is asked.
      holdsPulledRows: (try? value(Settings.approvePulledRows)) ?? true, environment: environment
    ) {
      Self.mayKeepPreviews(in: Path.parent(of: path), environment)
    }
  }

  /// Whether a reader may write files beside the queue. A reader may not do so in a folder with an
  /// `orch.json` that no person has ever trusted.
  private static func mayKeepPreviews(in home: String, _ environment: Environment) -> Bool {
    let settings = Path.join(home, "orch.json")
    if ((try? FileStatus.ifExists(settings)) ?? nil) == nil { return true }
    return ((try? TrustStore(environment: environment)?.files(of: home)) ?? nil) != nil
  }

  /// A table other than the table of this command.
  package func fileStore(at path: String, lockTimeout: Duration) throws(Problem) -> MarkdownStore {
    MarkdownStore(
      path: path, lockTimeout: lockTimeout, clock: waited.counting(opening.clock),
      notice: waitNotice, environment: opening.environment)
  }

  /// The queue file; `nil` if it is missing.
  public var existingFileStore: MarkdownStore? {
    guard let store = try? fileStore(), (try? FileStatus(of: store.path)) != nil else { return nil }
    return store
  }

  /// The database at a path relative to the current folder.
  public func database(at path: String) throws(Problem) -> SQLiteStore {
    if ServerPlace.isAddress(path) { return try databaseStore(at: path, lockTimeout: .zero) }
    let path = Path.join(opening.folder, path)
    return try databaseStore(
      at: Path.resolved(path) ?? path, lockTimeout: value(Settings.lockTimeout))
  }

  package func databaseStore(at path: String, lockTimeout: Duration) throws(Problem) -> SQLiteStore
  {
    guard !ServerPlace.isAddress(path) else {
      throw Problem.fileOnly(command: opening.command ?? opening.program, .fileOrSQLite)
    }
    return SQLiteStore(
      path: path, lockTimeout: lockTimeout, zone: try zone(),
      clock: waited.counting(opening.clock), notice: waitNotice)
  }
}

// MARK: Reading

extension TaskQueue {
  /// Reads rows by their ids, and warns about rows that can't be read.
  public func read<Answer>(
    _ question: (any QueueTable) throws -> Answer
  ) throws(Problem) -> Answer {
    try asking { try store().read(question, receive: show) }
  }

  /// The current queue; warns about rows that can't be read.
  public func snapshot() throws(Problem) -> any QueueSnapshot { try snapshot(of: store()) }

  public func snapshot(of store: any QueueStore) throws(Problem) -> any QueueSnapshot {
    try asking { try store.snapshot(receive: show) }
  }

  /// The number of unread conflicts between edits and changes.
  public func unreadConflicts() throws(Problem) -> Int {
    try asking { try store().externalEdits?.unreadConflicts() ?? 0 }
  }
}
