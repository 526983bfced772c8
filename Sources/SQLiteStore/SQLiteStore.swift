public import Host
public import QueueModel
public import QueueStore
import SQLite
import Synchronization

/// The queue in an SQLite database, beside the table or in its place.
///
/// Each transition and its events are one transaction, decided by the rules that every
/// store has. The database stays open from the first use on, and threads take turns at it.
//
// `@unchecked`: what changes, `warnings`, `writing` and `reading`, is used only within `exclusively`.
public final class SQLiteStore: QueueStore, FileBacked, @unchecked Sendable {
  public let path: String
  package let author: Author
  package let clock: Clock
  let lockTimeout: Int
  let notice: WaitNotice
  /// Seconds east of UTC, for the times that the Python tool wrote.
  let offset: Int
  let fileSystem: @Sendable (String) -> FileSystemKind?
  private let lock = Mutex(())
  /// What is to be warned of with the next outcome.
  package var warnings = StoreWarnings()
  var writing: Connection?
  var reading: Connection?

  /// The queue in the file at `path`, which is waited for `lockTimeout` nanoseconds at most.
  ///
  /// - Parameters:
  ///   - path: the database; nothing is opened before the first use.
  ///   - author: who changes the queue, as the event log will say.
  ///   - lockTimeout: in nanoseconds.
  ///   - offset: seconds east of UTC at which times are written.
  ///   - clock: tells how long a wait takes.
  ///   - notice: is told what is waited for, when that takes long.
  ///   - fileSystem: what kind of file system holds a path.
  public init(
    path: String, author: Author, lockTimeout: Int, offset: Int, clock: Clock = .system,
    notice: WaitNotice = .silent,
    fileSystem: @escaping @Sendable (String) -> FileSystemKind? = { try? FileSystemKind(of: $0) }
  ) {
    self.path = path
    self.author = author
    self.lockTimeout = lockTimeout
    self.offset = offset
    self.clock = clock
    self.notice = notice
    self.fileSystem = fileSystem
  }

  public func perform(
    _ transition: Transition, context: TransitionContext
  ) throws(StoreFailure) -> StoreOutcome<Decision> {
    var outcome = try collectingWarnings { () throws(StoreError) in
      let connection = try openForWriting()
      return try changing(connection) { () throws(StoreError) in
        try perform(transition, context, connection)
      }
    }
    outcome.isRecorded = !outcome.value.changes.isEmpty
    return outcome
  }

  public var files: [String] { [path, path + "-wal"] }

  /// Runs `body` while no other thread uses the database. It must not be called within itself.
  package func exclusively<Value>(
    _ body: () throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    var result: Result<Value, StoreError>?
    lock.withLock { _ in result = Result { () throws(StoreError) in try body() } }
    // It was set just now.
    return try result!.get()
  }

  /// The same, with what came up since the last outcome.
  package func collectingWarnings<Value>(
    _ body: () throws(StoreError) -> Value
  ) throws(StoreFailure) -> StoreOutcome<Value> {
    var collected = StoreWarnings()
    do throws(StoreError) {
      let value = try exclusively { () throws(StoreError) in
        defer {
          collected = warnings
          warnings = StoreWarnings()
        }
        return try body()
      }
      return StoreOutcome(value, warnings: collected)
    } catch {
      throw StoreFailure(error, warnings: collected)
    }
  }

  func warn(_ notice: DatabaseNotice) { warnings.notices.append(.database(notice, path: path)) }

  private func perform(
    _ transition: Transition, _ context: TransitionContext, _ connection: Connection
  ) throws(StoreError) -> Decision {
    var context = context
    if let scope = transition.history { context.history = try events(scope, connection) }
    let decision = try asking {
      try transition.decide(in: DatabaseTable(connection: connection), context: context)
        .encoded(for: .columns)
    }
    let writer = ChangeWriter(
      connection: connection, author: author.speaking(for: context), time: context.now,
      policy: context.policy)
    try querying { () throws(SQLiteError) in
      for change in decision.changes { try writer.write(change) }
    }
    return decision
  }

  public func snapshot() throws(StoreFailure) -> StoreOutcome<any QueueSnapshot> {
    try collectingWarnings { () throws(StoreError) in
      let connection = try openForReading()
      return try querying { () throws(SQLiteError) in
        // Databases of older versions lack what the last two are read from.
        ItemSnapshot(
          try connection.rows(), nextClaimNumber: (try? connection.lastClaim() + 1) ?? 1,
          archivedKeys: (try? connection.archivedKeys()) ?? [])
      }
    }
  }

  public func history(of id: String?) throws(StoreError) -> [HistoryEntry] {
    try exclusively { () throws(StoreError) in
      try events(id.map(HistoryScope.row) ?? .everything, openForReading())
    }
  }

  public func latestHistory(_ count: Int) throws(StoreError) -> [HistoryEntry] {
    try exclusively { () throws(StoreError) in
      try Array(events(.recent, openForReading()).suffix(count))
    }
  }

  private func events(
    _ scope: HistoryScope, _ connection: Connection
  ) throws(StoreError) -> [HistoryEntry] {
    let query = scope.eventQuery
    let entries = try querying { () throws(SQLiteError) in
      let statement = try connection.statement(query.sql)
      try statement.bind([query.value])
      return try statement.rows { HistoryEntry($0, offset: self.offset) }
    }
    return entries.filter { !$0.isOfLease }
  }
}

extension HistoryEntry {
  /// Whether no cell changed, although it tells of cells: leases come and go between.
  var isOfLease: Bool {
    before.isEmpty && after.isEmpty && !traceID.isEmpty && judgement == nil
  }
}
