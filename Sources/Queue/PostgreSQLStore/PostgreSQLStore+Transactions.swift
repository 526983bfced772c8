import Host
import Model
import PostgreSQL
import QueueStore

/// A transaction that has the queue's lock, and in which one change after the other is made.
final class Transaction {
  private(set) var table: TransactionTable
  /// The server's time, in seconds since 1970.
  let time: Int
  /// The part of the history that the change reads.
  private(set) var history: [HistoryEntry] = []
  /// The number and the payload of the last event.
  private(set) var lastEvent: (number: Int, payload: String)
  /// How many statements change the queue.
  private(set) var writtenCount = 0
  private var home = ""
  private var statements: [Statement] = []

  /// - Parameter answers: those of the change's first statements.
  init(
    _ connection: Connection, _ change: Change, _ answers: some Collection<Answer>, time: Int,
    lastEvent: Int
  ) {
    table = TransactionTable(connection, change.store.tables)
    (self.time, self.lastEvent) = (time, (lastEvent, ""))
    take(answers, for: change)
  }

  func writer(_ context: TransitionContext) -> ChangeStatements {
    ChangeStatements(
      table, of: home, after: lastEvent.number, author: context.author, time: context.now,
      policy: context.policy)
  }

  /// Takes over the statements that make the change.
  func add(_ changes: ChangeStatements) {
    if changes.statements.isEmpty { return }
    writtenCount += changes.statements.count
    statements += changes.statements
    // Not each statement belongs to an event.
    if changes.lastEvent > lastEvent.number {
      lastEvent = (changes.lastEvent, changes.lastPayload)
    }
  }

  /// The statements that were not sent yet.
  func takeStatements() -> [Statement] {
    defer { statements = [] }
    return statements
  }

  /// Sends the statements together with what another change reads first.
  func go(to change: Change) throws(PostgreSQLError) {
    let connection = table.connection
    let sent = takeStatements()
    let answers = try connection.run(sent + change.firstStatements)
    table = TransactionTable(connection, change.store.tables)
    take(answers.dropFirst(sent.count), for: change)
  }

  private func take(_ answers: some Collection<Answer>, for change: Change) {
    home = change.store.home
    table.take(answers, for: change.hint)
    history =
      change.scope == nil ? [] : answers.suffix(1).first?.entries(change.store.zone) ?? []
  }
}

/// A change of the queue: what it reads first, and the rules that it runs within a transaction.
//
// `@unchecked`: the thread that made it waits while another thread makes the change.
final class Change: @unchecked Sendable {
  let hint: TransactionTable.Hint
  /// The part of the history that the rules read.
  let scope: HistoryScope?
  let store: PostgreSQLStore
  /// Runs the rules, and adds the statements to the transaction. The thread that made the change
  /// sets it to `nil` at the end, when another thread may still have the change.
  var decide: ((Transaction) throws -> Void)?
  /// Why the rules made no change.
  var refusal: (any Error)?

  init(
    of store: PostgreSQLStore, reading hint: TransactionTable.Hint?, _ scope: HistoryScope?,
    _ decide: @escaping (Transaction) throws -> Void
  ) {
    (self.store, self.scope, self.decide) = (store, scope, decide)
    self.hint = hint ?? .init()
  }
}

extension PostgreSQLStore {
  /// Makes a change in a transaction that has the queue's lock. If the connection is lost before
  /// the commit, the function tries one more time with a new connection. If another program has
  /// locked a row, the function tries again until the lock timeout is over.
  func make(_ change: Change, as author: Author) throws {
    let start = clock.monotonic()
    var wasLost = false
    while true {
      do {
        try make([change], as: author)
        if let refusal = change.refusal { throw refusal }
        return
      } catch let error as PostgreSQLError where error.kind == .lost && !wasLost {
        connection = nil
        wasLost = true
      } catch let error as PostgreSQLError where error.state == .lockNotAvailable {
        guard clock.monotonic() - start < lockTimeout else { throw error }
      }
    }
  }

  /// Makes changes in one transaction. Each of them sees the changes before it, and is sent
  /// together with what the next one reads. A change that the rules refuse writes nothing.
  ///
  /// - Throws: if no change was made, or if it is not known whether they were made.
  func make(_ changes: [Change], as author: Author) throws {
    let connection = try opened(as: author)
    let transaction = try begin(connection, changes[0])
    do {
      for (number, change) in changes.enumerated() {
        if number > 0 { try transaction.go(to: change) }
        change.refusal = nil
        do { try change.decide?(transaction) } catch {
          if error is PostgreSQLError { throw error }
          change.refusal = error
        }
      }
      guard transaction.writtenCount > 0 else {
        try connection.run("ROLLBACK")
        return
      }
      try connection.run(transaction.takeStatements() + [Self.notification])
    } catch {
      // An error of the rollback is ignored, because the first error is the cause. If the rollback
      // fails, the server rolls back when the connection ends.
      _ = try? connection.run("ROLLBACK")
      throw error
    }
    do throws(PostgreSQLError) { try connection.run("COMMIT") } catch {
      guard error.kind == .lost else { throw error }
      try checkCommit(of: transaction, error, as: author)
    }
    if transaction.writtenCount >= Self.bulk { analyze() }
  }

  /// The number of statements from which a change gives the server other statistics.
  private static let bulk = 1000

  /// Renews the statistics from which the server plans its statements, which it does by itself only
  /// after a minute or more. Without the right to do so, nothing happens.
  func analyze() { _ = try? connection?.run("ANALYZE queue_items, queue_events") }

  /// The context, with the server's time if this store takes its times from the server.
  func timed(_ context: TransitionContext, by transaction: Transaction) -> TransitionContext {
    var context = context
    if takesServersTime {
      context.now = QueueTime(epochSeconds: transaction.time, zone: context.now.zone)
    }
    return context
  }

  /// Notifies the daemons of all machines of a change.
  static let notification = Statement("SELECT pg_notify('orch', \(ServerSchema.schema))")

  // MARK: The beginning

  /// Begins a transaction, waits for the queue's lock, and reads the rows and events that are most
  /// likely needed, all in one round trip.
  private func begin(_ connection: Connection, _ change: Change) throws -> Transaction {
    let start = clock.monotonic()
    var wait = LongWait(notice.ofLock(on: server.database), since: start)
    while true {
      let left = lockTimeout - (clock.monotonic() - start)
      do {
        return try begin(connection, change, waiting: min(max(left, .zero), .seconds(1)))
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
    _ connection: Connection, _ change: Change, waiting time: Duration
  ) throws(PostgreSQLError) -> Transaction {
    // The value is at least 1, because a timeout of 0 would mean no limit.
    let milliseconds = max(1, time.nanoseconds / 1_000_000)
    let statements = [
      Statement("BEGIN"),
      // Without statistics of a table that has just been filled, the server would sort all waiting
      // rows to find the first ones, instead of reading their index; and it compiles a plan that
      // looks dear.
      Statement(
        """
        SELECT set_config('lock_timeout', $1, true), set_config('statement_timeout', $2, true),
          set_config('idle_in_transaction_session_timeout', $2, true),
          set_config('enable_sort', 'off', true), set_config('jit', 'off', true)
        """, ["\(milliseconds)", "\(milliseconds + Self.statementTimeout)"]),
      Statement("SELECT pg_advisory_xact_lock(\(ServerSchema.lockKey))"),
      Statement(
        """
        SELECT floor(extract(epoch FROM clock_timestamp()))::bigint, greatest(
          (SELECT max(event_id) FROM queue_events), (SELECT max(event_id) FROM archived_events))
        """),
    ]
    let answers = try connection.run(statements + change.firstStatements)
    return Transaction(
      connection, change, answers.dropFirst(statements.count), time: answers[3].first?.int(0) ?? 0,
      lastEvent: answers[3].first?.int(1) ?? 0)
  }

  /// The time limit in milliseconds for a statement, and for the pause between two statements.
  private static let statementTimeout = 60_000

  /// The program that has the queue's lock: the application name of its connection.
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

  /// Finds out whether a commit succeeded even though the connection was lost. Only the holder of
  /// the lock adds events, and it numbers them without gaps. So the commit succeeded if the last
  /// event's number has the payload of the last change.
  ///
  /// - Throws: the error if the commit failed, and `undecided` if the server does not answer.
  private func checkCommit(
    of transaction: Transaction, _ error: PostgreSQLError, as author: Author
  ) throws {
    connection = nil
    let (number, payload) = transaction.lastEvent
    do {
      let question = Statement(
        """
        SELECT payload_json FROM queue_events WHERE event_id = $1
        UNION ALL SELECT payload_json FROM archived_events WHERE event_id = $1
        """, [number])
      if try answer(to: question, on: opened(as: author)) == payload { return }
    } catch {
      connection = nil
      throw StoreError.server(
        ServerFailure(.undecided(event: number), address, self.message(of: error)))
    }
    throw error
  }

  /// Commits a transaction that has the queue's lock. If the connection is lost meanwhile, the
  /// function asks on another one, after the transaction has ended, whether it was committed.
  ///
  /// - Parameters:
  ///   - statements: what is sent before the commit, together with it.
  ///   - question: a query whose answer is true after the commit, and false before it.
  ///   - connect: opens the other connection.
  func commit(
    _ connection: Connection, _ statements: [Statement] = [], askingIf question: String,
    _ connect: () throws -> Connection
  ) throws {
    do throws(PostgreSQLError) {
      try connection.run(statements + [Statement("COMMIT")])
    } catch {
      guard error.kind == .lost else { throw error }
      self.connection = nil
      let isCommitted = try? answer(to: Statement(question), on: connect()) == "t"
      guard isCommitted == true else { throw error }
    }
  }

  /// The first text of an answer, which is read with the queue's lock, so after the transaction of
  /// a lost connection has ended.
  private func answer(
    to question: Statement, on connection: Connection
  ) throws(PostgreSQLError) -> String? {
    try connection.run([
      Statement("BEGIN"), Statement("SELECT pg_advisory_xact_lock(\(ServerSchema.lockKey))"),
      question, Statement("COMMIT"),
    ])[2].first?.text(0)
  }

  private func message(of error: any Error) -> String {
    switch storeError(error) {
    case .server(let failure): failure.message
    case let other: "\(other)"
    }
  }

  // MARK: Turns and errors

  /// Runs `body` on the connection, or on a new one if the connection was lost.
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
    // `exclusively` has set the result.
    return try result!.get()
  }

  /// Runs `body` like `exclusively(_:)`, for a caller that receives warnings. This store has no
  /// warnings.
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

extension Change {
  /// The statements that read what the change most likely needs.
  fileprivate var firstStatements: [Statement] {
    var statements = TransactionTable.statements(for: hint, store.tables)
    if let scope {
      let (condition, value) = scope.condition(in: store.tables)
      statements.append(
        Statement(
          "SELECT \(HistoryEntry.eventColumns) FROM \(store.tables.events) \(condition)",
          value.map { [$0] } ?? []))
    }
    return statements
  }
}
