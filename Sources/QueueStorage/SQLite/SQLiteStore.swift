public import Host
public import QueueModel
import SQLite

/// The queue in an SQLite database, beside the table or in its place.
///
/// Each transition and its events are one transaction, decided by the rules that every
/// store has. The database stays open from the first use on.
public final class SQLiteStore: QueueStore {
  public let path: String
  public let told = Told()
  let author: Author
  let clock: Clock
  let lockTimeout: Int
  let notice: WaitNotice
  /// Seconds east of UTC, for the times that the Python tool wrote.
  let offset: Int
  let fileSystem: (String) -> FileSystemKind?
  var notices: [String] = []
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
    fileSystem: @escaping (String) -> FileSystemKind? = { try? FileSystemKind(of: $0) }
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
  ) throws(StoreError) -> StoreOutcome {
    defer { handOverNotices() }
    let connection = try openForWriting()
    let decision = try changing(connection) { () throws(StoreError) in
      try carryOut(transition, context, connection)
    }
    return StoreOutcome(decision: decision, notices: notices)
  }

  public var files: [String] { [path, path + "-wal"] }

  func handOverNotices() {
    told.take(notices, nil)
    notices = []
  }

  private func carryOut(
    _ transition: Transition, _ context: TransitionContext, _ connection: Connection
  ) throws(StoreError) -> Decision {
    var context = context
    if let scope = transition.history { context.history = try events(scope, connection) }
    let table = DatabaseTable(connection)
    let decision: Decision
    do throws(Refusal) { decision = try transition.decide(in: table, context: context) } catch {
      throw .refused(error)
    }
    if let failure = table.failure { throw self.error(failure) }
    let writer = ChangeWriter(
      connection: connection, author: author, time: context.now, policy: context.policy)
    try querying { () throws(SQLiteError) in
      for change in decision.changes { try writer.write(change) }
    }
    return decision
  }

  public func snapshot() throws(StoreError) -> any QueueSnapshot {
    defer { handOverNotices() }
    let connection = try openForReading()
    return try querying { () throws(SQLiteError) in
      return ItemSnapshot(
        try connection.rows(), nextClaimNumber: DatabaseTable(connection).nextClaimNumber,
        archivedKeys: DatabaseTable(connection).archivedKeys)
    }
  }

  public func history(of id: String?) throws(StoreError) -> [HistoryEntry] {
    defer { handOverNotices() }
    return try events(id.map(HistoryScope.row) ?? .everything, openForReading())
  }

  public func latestHistory(_ count: Int) throws(StoreError) -> [HistoryEntry] {
    defer { handOverNotices() }
    return try Array(events(.recent, openForReading()).suffix(count))
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
