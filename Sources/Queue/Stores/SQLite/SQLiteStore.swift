public import Host
public import Model
public import QueueStore
import SQLite
import Synchronization

/// A queue in an SQLite database, which mirrors a table or replaces it.
///
/// Each transition and its events are one transaction. The same rules as in every other store
/// decide it. The database stays open after its first use, and one thread at a time uses it.
//
// `@unchecked`: the variables are used only within `exclusively`.
public final class SQLiteStore: QueueStore, Watchable, FigureKeeping, @unchecked Sendable {
  public let path: String
  package let clock: Clock
  let lockTimeout: Duration
  let notice: WaitNotice
  /// The time zone of the times that the Python tool wrote.
  let zone: QueueZone
  let fileSystem: @Sendable (String) -> FileSystemKind?
  private let lock = Mutex(())
  /// The warnings that have not been passed to a receiver yet.
  package var warnings = StoreWarnings()
  /// The connection for writing; `nil` until it is open.
  var writeConnection: Connection?
  /// The connection for reading; `nil` until it is open.
  var readConnection: Connection?

  /// Creates the store. It opens the database at its first use.
  ///
  /// - Parameters:
  ///   - path: the database.
  ///   - lockTimeout: how long to wait for other programs that write.
  ///   - zone: the time zone of the times in the database.
  ///   - clock: the clock that measures waits.
  ///   - notice: the notice that shows long waits.
  ///   - fileSystem: returns the kind of the file system that holds a path.
  public init(
    path: String, lockTimeout: Duration, zone: QueueZone, clock: Clock = .system,
    notice: WaitNotice = .silent,
    fileSystem: @escaping @Sendable (String) -> FileSystemKind? = { try? FileSystemKind(of: $0) }
  ) {
    self.path = path
    self.lockTimeout = lockTimeout
    self.zone = zone
    self.clock = clock
    self.notice = notice
    self.fileSystem = fileSystem
  }

  public var watchable: (any Watchable)? { self }
  public var figureKeeping: (any FigureKeeping)? { self }

  public var files: [String] { [path, path + "-wal"] }

  public func checkWritable() throws(StoreError) {
    try exclusively(checkMayWrite)
    // The folder must be writable, because each change creates the log in it, unless another
    // program has the database open.
    let folder = Path.parent(of: path)
    guard CurrentProcess.mayCreateFiles(folder) || (try? FileStatus(of: path + "-wal")) != nil
    else {
      throw .notWritable(path: folder)
    }
  }

  /// SQLite writes the log, syncs it, and only then makes the transaction visible to readers. It
  /// does so in memory that processes share, so no file changes at that moment. This method
  /// therefore waits by taking the write lock. A process that may not write can't do that.
  public func awaitWriters() throws(StoreError) {
    try exclusively {
      guard case .readingTidily = readingMode else { return }
      let database = try writeConnection?.database ?? opened(for: .readingAndWriting)
      try begin(database)
      try database.rollback()
    }
  }

  // MARK: Changing

  public func perform(
    _ transition: Transition, context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Decision> {
    let decision = try exclusively(receive) {
      let connection = try openForWriting()
      return try changing(connection.database) { try perform(transition, context, connection) }
    }
    return StoreOutcome(decision, isRecorded: !decision.changes.isEmpty)
  }

  private func perform(
    _ transition: Transition, _ context: TransitionContext, _ connection: Connection
  ) throws -> Decision {
    var context = context
    if let scope = transition.history(for: context.caller) {
      context.history = try events(scope, connection)
    }
    let decision = try transition.decide(in: connection, context: context).encoded(for: .columns)
    try context.alongside?(decision)
    var writer = ChangeWriter(
      connection: connection, author: context.author, time: context.now, policy: context.policy)
    let now = clock.now()
    // The time is recorded only if the queue's clock agrees with the machine's clock. In tests the
    // queue's clock may be stopped, or run faster.
    if abs(now / 1_000_000_000 - context.now.epochSeconds) < 60 { writer.writtenAt = now }
    try writer.notePlaces(of: decision.changes.filter { $0.after == nil }.map(\.id))
    for change in decision.changes { try writer.write(change) }
    try writer.move(decision.changes)
    if let request = transition.request, !decision.changes.isEmpty {
      try connection.record(request, adding: decision.changes.map(\.id))
    }
    for fact in decision.facts { try writer.write(fact) }
    return decision
  }

  // MARK: Reading

  public func snapshot(receive: WarningReceiver) throws(StoreError) -> any QueueSnapshot {
    try exclusively(receive) {
      let connection = try openForReading()
      // The last two values are read only if their tables exist, because databases of older
      // versions lack them.
      let rows = try connection.rows()
      let snapshot = ItemSnapshot(
        rows, nextClaimNumber: (try? connection.nextClaimNumber) ?? 1,
        archivedKeys: (try? connection.archivedKeys()) ?? [],
        absences: try connection.absences(of: rows))
      if let notice = snapshot.notice { warn(notice) }
      return snapshot
    }
  }

  /// Reads single rows of the database, without reading the others.
  public func read<Answer>(
    _ question: (any QueueTable) throws -> Answer, receive: WarningReceiver
  ) throws(StoreError) -> Answer {
    try exclusively(receive) {
      let connection = try openForReading()
      try connection.database.begin(.deferred)
      // If the rollback fails, closing the connection ends the transaction.
      defer { try? connection.database.rollback() }
      return try question(connection)
    }
  }

  public func history(of id: String?) throws(StoreError) -> [HistoryEntry] {
    try exclusively { try events(id.map(HistoryScope.row) ?? .everything, openForReading()) }
  }

  public func history(ofRows ids: Set<String>) throws(StoreError) -> [HistoryEntry] {
    try exclusively { try events(.rows(ids), openForReading()) }
  }

  public func latestHistory(_ count: Int) throws(StoreError) -> [HistoryEntry] {
    try exclusively { try Array(events(.recent, openForReading()).suffix(count)) }
  }

  private func events(_ scope: HistoryScope, _ connection: Connection) throws -> [HistoryEntry] {
    let query = scope.eventQuery()
    let statement = try connection.statement(query.sql)
    try statement.bind([query.value])
    return try statement.rows { HistoryEntry($0, zone: zone) }.filter { !$0.isOfLease }
  }

  public func history(since sequence: Int) throws(StoreError) -> [HistoryEntry] {
    try exclusively {
      let connection = try openForReading()
      let last =
        try connection.statement("SELECT max(event_id) FROM queue_events")
        .first { $0.optionalInt(0) } ?? nil
      // In a database that was created again, event numbers start at 1.
      return try events(last ?? 0 < sequence ? .recent : .since(sequence), connection)
    }
  }

  public func figures() throws(StoreError) -> StoreFigures {
    try exclusively {
      let connection = try openForReading()
      let retries = try connection.statement(
        "SELECT count(*) FROM queue_events WHERE event_type = 'retried'"
      ).first { $0.int(0) }
      // Times of this form can be sorted as texts. Other texts, which other programs wrote, are
      // skipped.
      let oldest = try connection.statement(
        """
        SELECT min(created_at) FROM queue_items
        WHERE status = 'PENDING' AND created_at GLOB '[0-9][0-9][0-9][0-9]-*'
        """
      ).first { $0.optionalText(0) }
      return StoreFigures(
        retries: retries ?? 0,
        oldestPending: (oldest ?? nil).flatMap { QueueTime($0, zone: zone) })
    }
  }

  public func stopTimes(of ids: [String]) throws(StoreError) -> [String: QueueTime] {
    try exclusively {
      let connection = try openForReading()
      var times: [String: QueueTime] = [:]
      for id in ids {
        let event = try events(.row(id), connection).last { $0.givenStatus != nil }
        // The Python tool logs no events for some changes.
        let stop = event.flatMap { $0.givenStatus?.isStopped ?? false ? $0.time : nil }
        times[id] =
          try stop.flatMap { QueueTime(iso8601: $0) }
          ?? connection.first("SELECT updated_at FROM queue_items WHERE id = ?", id) {
            QueueTime($0.text(0), zone: zone)
          } ?? nil
      }
      return times
    }
  }

  // MARK: Turns and warnings

  /// Runs `body` while no other thread uses the database. An error of `body` is converted by
  /// `storeError` and thrown. Calls must not nest.
  package func exclusively<Value>(_ body: () throws -> Value) throws(StoreError) -> Value {
    var result: Result<Value, StoreError>?
    lock.withLock { _ in
      do { result = .success(try body()) } catch { result = .failure(storeError(error)) }
    }
    // `exclusively` has set the result.
    return try result!.get()
  }

  /// Runs `body` like `exclusively(_:)`. After that, when other threads may use the database again,
  /// passes the warnings since the last call to `receive`.
  package func exclusively<Value>(
    _ receive: WarningReceiver, _ body: () throws -> Value
  ) throws(StoreError) -> Value {
    var collected = StoreWarnings()
    defer { receive(collected) }
    return try exclusively {
      defer {
        collected = warnings
        warnings = StoreWarnings()
      }
      return try body()
    }
  }

  func warn(_ notice: DatabaseNotice) { warnings.notices.append(.database(notice, path: path)) }
}
