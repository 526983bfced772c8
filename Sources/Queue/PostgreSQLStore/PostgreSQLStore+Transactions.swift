import Host
import Model
import PostgreSQL
import QueueStore

/// A transaction that has the queue's lock.
final class Transaction {
  let table: TransactionTable
  /// The server's time, in seconds since 1970.
  let time: Int
  let history: [HistoryEntry]
  private let lastEvent: Int
  private let home: String
  /// What is written when the transaction ends.
  var pending: ChangeStatements?

  init(
    _ table: TransactionTable, of home: String, time: Int, lastEvent: Int, history: [HistoryEntry]
  ) {
    self.home = home
    (self.table, self.time) = (table, time)
    (self.lastEvent, self.history) = (lastEvent, history)
  }

  func writer(_ context: TransitionContext) -> ChangeStatements {
    ChangeStatements(
      table, of: home, after: lastEvent, author: context.author, time: context.now,
      policy: context.policy)
  }
}

extension PostgreSQLStore {
  /// Runs `body` in a transaction with the queue's lock, and writes what it leaves in `pending`. If
  /// the connection is lost before the commit, a new one is made, once. A row that another program
  /// has locked is waited for as long as the queue's lock.
  func changing<Answer>(
    reading hint: TransactionTable.Hint?, _ scope: HistoryScope?, as author: Author,
    _ body: (Transaction) throws -> Answer
  ) throws -> Answer {
    let start = clock.monotonic()
    var wasLost = false
    while true {
      do {
        return try changeOnce(reading: hint, scope, as: author, body)
      } catch let error as PostgreSQLError where error.kind == .lost && !wasLost {
        connection = nil
        wasLost = true
      } catch let error as PostgreSQLError where error.state == .lockNotAvailable {
        guard clock.monotonic() - start < lockTimeout else { throw error }
      }
    }
  }

  private func changeOnce<Answer>(
    reading hint: TransactionTable.Hint?, _ scope: HistoryScope?, as author: Author,
    _ body: (Transaction) throws -> Answer
  ) throws -> Answer {
    let connection = try opened(as: author)
    let transaction = try begin(connection, hint, scope)
    let answer: Answer
    do {
      answer = try body(transaction)
      guard let statements = transaction.pending?.statements, !statements.isEmpty else {
        try connection.run("ROLLBACK")
        return answer
      }
      try connection.run(statements + [Self.notification])
    } catch {
      // The first error is the cause. If the rollback fails, the end of the connection rolls back.
      _ = try? connection.run("ROLLBACK")
      throw error
    }
    do throws(PostgreSQLError) { try connection.run("COMMIT") } catch {
      guard error.kind == .lost else { throw error }
      try checkCommit(of: transaction.pending, error, as: author)
    }
    return answer
  }

  /// The context with the server's time, if times are the server's.
  func timed(_ context: TransitionContext, by transaction: Transaction) -> TransitionContext {
    var context = context
    if takesServersTime {
      context.now = QueueTime(epochSeconds: transaction.time, zone: context.now.zone)
    }
    return context
  }

  /// Wakes the daemons of all machines.
  static let notification = Statement("SELECT pg_notify('orch', current_schema())")

  // MARK: The beginning

  /// Begins a transaction, waits for the queue's lock, and reads what is most likely needed, in one
  /// round trip.
  private func begin(
    _ connection: Connection, _ hint: TransactionTable.Hint?, _ scope: HistoryScope?
  ) throws -> Transaction {
    let start = clock.monotonic()
    var wait = LongWait(notice.ofLock(on: server.database), since: start)
    while true {
      let left = lockTimeout - (clock.monotonic() - start)
      do {
        return try begin(connection, hint, scope, waiting: min(max(left, .zero), .seconds(1)))
      } catch  where error.state == .lockNotAvailable {
        _ = try? connection.run("ROLLBACK")
        let holder = lockHolder(connection)
        guard clock.monotonic() - start < lockTimeout else {
          throw StoreError.locked(path: address, holder: holder)
        }
        wait.update(at: clock.monotonic(), holder)
      } catch {
        _ = try? connection.run("ROLLBACK")
        throw error
      }
    }
  }

  private func begin(
    _ connection: Connection, _ hint: TransactionTable.Hint?, _ scope: HistoryScope?,
    waiting time: Duration
  ) throws(PostgreSQLError) -> Transaction {
    let table = TransactionTable(connection, tables)
    // A timeout of 0 would mean to wait without end.
    let milliseconds = max(1, time.nanoseconds / 1_000_000)
    var statements = [
      Statement("BEGIN"),
      Statement(
        """
        SELECT set_config('lock_timeout', $1, true), set_config('statement_timeout', $2, true),
          set_config('idle_in_transaction_session_timeout', $2, true)
        """, ["\(milliseconds)", "\(milliseconds + Self.statementTimeout)"]),
      Statement("SELECT pg_advisory_xact_lock(\(ServerSchema.lockKey))"),
      Statement(
        """
        SELECT floor(extract(epoch FROM clock_timestamp()))::bigint, greatest(
          (SELECT max(event_id) FROM queue_events), (SELECT max(event_id) FROM archived_events))
        """),
    ]
    let first = statements.count
    statements += table.statements(for: hint ?? .init())
    if let scope {
      let (condition, value) = scope.condition(in: tables)
      statements.append(
        Statement(
          "SELECT \(HistoryEntry.eventColumns) FROM \(tables.events) \(condition)",
          value.map { [$0] } ?? []))
    }
    let answers = try connection.run(statements)
    table.take(answers[first...], for: hint ?? .init())
    return Transaction(
      table, of: home, time: answers[3].first?.int(0) ?? 0,
      lastEvent: answers[3].first?.int(1) ?? 0,
      history: scope == nil ? [] : answers.last?.entries(zone) ?? [])
  }

  /// The limit for a statement, and for the time between two, in milliseconds.
  private static let statementTimeout = 60_000

  /// The program that has the queue's lock, by the name of its connection.
  private func lockHolder(_ connection: Connection) -> String {
    let name = try? connection.run(
      """
      SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE locktype = 'advisory' AND granted AND objsubid = 1
        AND (classid::bigint << 32 | objid::bigint) = \(ServerSchema.lockKey) LIMIT 1
      """
    ).first?.optionalText(0)
    return name.flatMap { $0.isEmpty ? nil : $0 } ?? Self.unknownHolder
  }

  private static let unknownHolder = "another program"

  // MARK: The end

  /// Finds out whether a commit succeeded whose connection was lost: the holder of the lock numbers
  /// events without gaps, so the last event's number and payload show it.
  ///
  /// - Throws: the error if the commit failed, and `undecided` if the server cannot be asked.
  private func checkCommit(
    of changes: ChangeStatements?, _ error: PostgreSQLError, as author: Author
  ) throws {
    guard let changes else { return }
    connection = nil
    do {
      let found = try opened(as: author)
      let answers = try found.run([
        Statement("BEGIN"), Statement("SELECT pg_advisory_xact_lock(\(ServerSchema.lockKey))"),
        Statement(
          """
          SELECT payload_json FROM queue_events WHERE event_id = $1
          UNION ALL SELECT payload_json FROM archived_events WHERE event_id = $1
          """, [changes.lastEvent]),
        Statement("COMMIT"),
      ])
      if answers[2].first?.text(0) == changes.lastPayload { return }
    } catch {
      connection = nil
      throw StoreError.server(
        ServerFailure(.undecided(event: changes.lastEvent), address, self.message(of: error)))
    }
    throw error
  }

  private func message(of error: any Error) -> String {
    switch storeError(error) {
    case .server(let failure): failure.message
    case let other: "\(other)"
    }
  }

  // MARK: Turns and errors

  /// Runs `body` on the connection, or on a new one if that was lost.
  func reading<Answer>(_ body: (Connection) throws -> Answer) throws -> Answer {
    do { return try body(opened(as: nil)) } catch let error as PostgreSQLError
      where error.kind == .lost
    {
      connection = nil
      return try body(opened(as: nil))
    }
  }

  /// Runs `body` while no other thread uses the connection, and throws its error as a store error.
  /// Calls must not nest.
  func exclusively<Value>(_ body: () throws -> Value) throws(StoreError) -> Value {
    var result: Result<Value, StoreError>?
    locked {
      do { result = .success(try body()) } catch {
        if (error as? PostgreSQLError)?.kind == .lost { connection = nil }
        result = .failure(storeError(error))
      }
    }
    // `exclusively` has set it.
    return try result!.get()
  }

  /// Runs `body` like `exclusively(_:)` for a caller that gets warnings; there are none.
  func exclusively<Value>(
    _ receive: WarningReceiver, _ body: () throws -> Value
  ) throws(StoreError) -> Value {
    defer { receive(StoreWarnings()) }
    return try exclusively(body)
  }

  func storeError(_ error: any Error) -> StoreError {
    switch error {
    case let error as StoreError: error
    case let error as PostgreSQLError where error.state == .lockNotAvailable:
      .locked(path: address, holder: Self.unknownHolder)
    case let error as PostgreSQLError:
      .server(ServerFailure(cause(of: error), address, error.message))
    case _: StoreError(ofRule: error)
    }
  }

  private func cause(of error: PostgreSQLError) -> ServerFailure.Cause {
    guard let state = error.state else { return error.kind == .misuse ? .other : .unreachable }
    return switch state {
    case .insufficientPrivilege: .lacksRights
    case .unknownDatabase: .noDatabase
    case .unknownTable, .unknownSchema: .noQueue
    case .diskFull: .full
    case .readOnlyTransaction: .replica
    case let state where state.isDenied: .denied
    case let state where state.isTransient: .unreachable
    case _: .other
    }
  }
}
