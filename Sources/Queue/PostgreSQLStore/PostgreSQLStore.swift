import Host
public import Model
import PostgreSQL
public import QueueStore
import Synchronization

/// A queue on a PostgreSQL server, on which several machines work.
///
/// A transition is one transaction that first takes the queue's lock. So the rules see the whole
/// queue, and no other transition runs at the same time. The time is the server's. The connection
/// stays open after its first use, and one thread at a time uses it. No state is kept in the
/// server's session, so a connection pooler may run each transaction in another session.
//
// `@unchecked`: the variables are used only within `exclusively`.
public final class PostgreSQLStore: QueueStore, FigureKeeping, @unchecked Sendable {
  public let address: String
  let server: ServerAddress
  let tables: RowTables
  let stampFile: String
  /// The place of this machine, which its claims record.
  let home: String
  let clock: Clock
  let lockTimeout: Duration
  let notice: WaitNotice
  let zone: QueueZone
  let takesServersTime: Bool
  private let lock = Mutex(())
  /// The connection; `nil` until it is open.
  var connection: Connection?
  /// How far the server's clock was ahead of the machine's clock, and the time of this measurement
  /// on the monotonic clock.
  var measuredOffset: (nanoseconds: Int, at: Duration)?

  /// Creates the store. It connects at its first use.
  ///
  /// - Parameters:
  ///   - server: the address of the server.
  ///   - tables: the rows of the queue, or of its archive.
  ///   - home: the place of this machine, `HOST:FOLDER`, which each of its claims records.
  ///   - stampFile: the file that changes with each change of the queue; empty if there is none.
  ///   - lockTimeout: how long to wait for the server, and for other programs that write.
  ///   - zone: the time zone of the times.
  ///   - takesServersTime: whether the time of a transition is the server's. In tests it is the
  ///     time of the transition's context.
  ///   - clock: the clock that measures waits.
  ///   - notice: the notice that shows long waits.
  init(
    _ server: ServerAddress, _ tables: RowTables, home: String, stampFile: String,
    lockTimeout: Duration, zone: QueueZone, takesServersTime: Bool, clock: Clock, notice: WaitNotice
  ) {
    (self.server, self.tables, address) = (server, tables, server.text)
    self.home = home
    (self.stampFile, self.lockTimeout, self.zone) = (stampFile, lockTimeout, zone)
    (self.takesServersTime, self.clock, self.notice) = (takesServersTime, clock, notice)
  }

  deinit { if let connection { ConnectionPool.give(connection, address) } }

  func locked(_ body: () -> Void) { lock.withLock { _ in body() } }

  public var figureKeeping: (any FigureKeeping)? { self }

  // MARK: Changing

  public func perform(
    _ transition: Transition, context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Decision> {
    let decision = try exclusively(receive) {
      try decided(
        by: TransactionTable.Hint(transition), transition.scope(for: context.caller),
        as: context.author,
        // What happens alongside happens once, even if the transaction of others fails.
        together: context.alongside == nil
      ) { try self.perform(transition, context, $0) }
    }
    return StoreOutcome(decision, isRecorded: !decision.changes.isEmpty)
  }

  private func perform(
    _ transition: Transition, _ given: TransitionContext, _ transaction: Transaction
  ) throws -> Decision {
    var context = timed(given, by: transaction)
    context.history = transaction.history
    let decision = try transition.decide(in: transaction.table, context: context)
      .encoded(for: .columns)
    try context.alongside?(decision)
    var writer = transaction.writer(context)
    let now = clock.now()
    if abs(now / 1_000_000_000 - context.now.epochSeconds) < 60 { writer.writtenAt = now }
    for change in decision.changes { try writer.write(change) }
    try writer.move(decision.changes)
    if let request = transition.request, !decision.changes.isEmpty {
      writer.record(request, adding: decision.changes.map(\.id))
    }
    for fact in decision.facts { writer.write(fact) }
    transaction.add(writer)
    return decision
  }

  // MARK: Reading

  public func snapshot(receive: WarningReceiver) throws(StoreError) -> any QueueSnapshot {
    var warnings = StoreWarnings()
    defer { receive(warnings) }
    let snapshot = try exclusively {
      try reading { connection in
        let table = TransactionTable(connection, tables)
        let answers = try connection.run([
          Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
          Statement(tables.selection("ORDER BY place")), TransactionTable.metaStatement,
          Statement("SELECT key FROM queue_done_keys"), Statement("COMMIT"),
        ])
        table.takeMeta(answers[2])
        let rows = answers[1].rows.map(StoredRow.init)
        return ItemSnapshot(
          rows, nextClaimNumber: table.nextClaimNumber,
          archivedKeys: Set(answers[3].rows.map { $0.text(0) }),
          absences: try table.absences(of: ItemSnapshot.absentRows(rows)))
      }
    }
    warnings.notices = snapshot.notice.map { [.database($0, path: address)] } ?? []
    return snapshot
  }

  public func read<Answer>(
    _ question: (any QueueTable) throws -> Answer, receive: WarningReceiver
  ) throws(StoreError) -> Answer {
    try exclusively(receive) {
      let table = try reading { connection in
        let table = TransactionTable(connection, tables)
        let answers = try connection.run([
          Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
          TransactionTable.metaStatement,
        ])
        table.takeMeta(answers[1])
        return table
      }
      // `question` is called only one time, because it may keep values between calls.
      defer { _ = try? table.connection.run("COMMIT") }
      return try question(table)
    }
  }

  // MARK: The history

  public func history(of id: String?) throws(StoreError) -> [HistoryEntry] {
    try history(id.map(HistoryScope.row) ?? .everything)
  }

  public func history(ofRows ids: Set<String>) throws(StoreError) -> [HistoryEntry] {
    try history(.rows(ids))
  }

  public func latestHistory(_ count: Int) throws(StoreError) -> [HistoryEntry] {
    try Array(history(.recent).suffix(count))
  }

  public func history(since sequence: Int) throws(StoreError) -> [HistoryEntry] {
    let last = try exclusively {
      try reading { try $0.run("SELECT max(event_id) FROM \(tables.events)").first?.optionalInt(0) }
    }
    return try history(last ?? 0 < sequence ? .recent : .since(sequence))
  }

  private func history(_ scope: HistoryScope) throws(StoreError) -> [HistoryEntry] {
    let (condition, value) = scope.condition(in: tables)
    return try events(condition, value.map { [$0] } ?? [])
  }

  private func events(
    _ condition: String, _ values: [(any Parameter)?]
  ) throws(StoreError) -> [HistoryEntry] {
    try exclusively {
      try reading { connection in
        try connection.run([
          Statement(
            "SELECT \(HistoryEntry.eventColumns) FROM \(tables.events) \(condition)", values)
        ])[0].entries(zone)
      }
    }
  }

  public func visitHistory(_ visit: (HistoryEntry) -> Void) throws(StoreError) {
    _ = try visitAll(newest: Self.mostEvents, after: 0, visit)
  }

  public func visitHistory(
    after sequence: Int, from _: QueueTime?, _ visit: (HistoryEntry) -> Void
  ) throws(StoreError) -> Int? {
    try visitAll(newest: nil, after: sequence, visit)
  }

  /// Passes events of the queue and its archive to `visit`, in the order of their numbers. The
  /// queue and the archive share one sequence of numbers.
  private func visitAll(
    newest count: Int?, after sequence: Int, _ visit: (HistoryEntry) -> Void
  ) throws(StoreError) -> Int? {
    let last = try exclusively {
      try reading {
        try $0.run(
          """
          SELECT greatest((SELECT max(event_id) FROM queue_events),
            (SELECT max(event_id) FROM archived_events))
          """
        ).first?.optionalInt(0)
      }
    }
    guard let last else { return nil }
    var wait = LongWait(notice.ofHistory, since: clock.monotonic())
    var position = max(sequence, count.map { last - $0 } ?? sequence)
    while position < last {
      let (entries, end) = try exclusively {
        try reading { connection in
          let answer = try connection.run(Self.batch, position, last, Self.batchCount)
          return (answer.entries(zone), answer.rows.last?.int(0))
        }
      }
      wait.update(at: clock.monotonic())
      for entry in entries { visit(entry) }
      guard let end else { break }
      position = end
    }
    return last
  }

  private static let mostEvents = 100_000
  private static let batchCount = 5000

  private static let batch = """
    SELECT \(HistoryEntry.eventColumns) FROM (
      SELECT * FROM queue_events UNION ALL SELECT * FROM archived_events) AS events
    WHERE event_id > $1 AND event_id <= $2 ORDER BY event_id LIMIT $3
    """

  public func historyID(_ context: TransitionContext) throws(StoreError) -> String {
    try exclusively {
      let id = try reading { connection in
        try connection.run([
          Statement(
            """
            INSERT INTO queue_meta SELECT 'history', (random() * 4611686018427387903)::bigint
            WHERE NOT pg_is_in_recovery() ON CONFLICT (key) DO NOTHING
            """),
          Statement("SELECT value FROM queue_meta WHERE key = 'history'"),
        ])[1].first?.int(0)
      }
      let digits = String(id ?? 0, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
  }

  // MARK: Figures

  public func figures() throws(StoreError) -> StoreFigures {
    try exclusively {
      try reading { connection in
        let answers = try connection.run([
          Statement("SELECT count(*) FROM queue_events WHERE event_type = 'retried'"),
          Statement("SELECT min(created_at) FROM queue_items WHERE status = 'PENDING'"),
        ])
        return StoreFigures(
          retries: answers[0].first?.int(0) ?? 0,
          oldestPending: answers[1].first?.optionalText(0).flatMap { QueueTime($0, zone: zone) })
      }
    }
  }

  public func stopTimes(of ids: [String]) throws(StoreError) -> [String: QueueTime] {
    let entries = try history(ofRows: Set(ids))
    var times: [String: QueueTime] = [:]
    for entry in entries {
      guard let id = entry.id, let status = entry.givenStatus else { continue }
      times[id] = status.isStopped ? QueueTime(iso8601: entry.time) : nil
    }
    // The Python tool logs no events for some changes.
    let others = Set(ids).subtracting(times.keys)
    if others.isEmpty { return times }
    let changes = try exclusively {
      try reading { connection in
        try connection.run(
          "SELECT id, updated_at FROM queue_items WHERE id = ANY($1::text[])",
          others.sorted().arrayLiteral
        ).rows.map { ($0.text(0), QueueTime($0.text(1), zone: zone)) }
      }
    }
    for (id, time) in changes { times[id] = time }
    return times
  }
}

extension Answer {
  func entries(_ zone: QueueZone) -> [HistoryEntry] {
    rows.map { HistoryEntry($0, zone: zone) }.filter { !$0.isOfLease }
  }
}

extension Transition {
  /// The part of the history that the rules read. For the history of one row there is an index.
  fileprivate func scope(for caller: CallerKind) -> HistoryScope? {
    if case .finish(let finish) = self, history != nil { return .row(finish.id) }
    return history(for: caller)
  }
}

extension HistoryScope {
  private static let recentCount = 1000

  func condition(in tables: RowTables) -> (sql: String, value: (any Parameter)?) {
    switch self {
    case .row(let id): ("WHERE item_id = $1 ORDER BY event_id", id)
    case .rows(let ids):
      ("WHERE item_id = ANY($1::text[]) ORDER BY event_id", ids.sorted().arrayLiteral)
    case .everything: ("ORDER BY event_id", nil)
    case .since(let event): ("WHERE event_id > $1 ORDER BY event_id", event)
    case .recent: newest(Self.recentCount, in: tables)
    case .latest(let count): newest(count, in: tables)
    }
  }

  private func newest(
    _ count: Int, in tables: RowTables
  ) -> (sql: String, value: (any Parameter)?) {
    (
      "WHERE event_id > (SELECT coalesce(max(event_id), 0) FROM \(tables.events)) - $1 "
        + "ORDER BY event_id", count
    )
  }
}
