import Host
package import QueueStore
package import SQLite

extension SQLiteStore {
  /// Runs `body` in one transaction, which is rolled back if `body` throws.
  package func changing<Answer>(_ database: Database, _ body: () throws -> Answer) throws -> Answer
  {
    try begin(database)
    do {
      let answer = try body()
      try commit(database)
      return answer
    } catch {
      // An error of the rollback is ignored, because the first error is the cause. If the rollback
      // fails, closing the connection rolls back.
      try? database.rollback()
      throw error
    }
  }

  /// Begins a write transaction. While another program writes, this waits at most `lockTimeout`,
  /// and reports a long wait.
  ///
  /// The store waits by itself instead of in SQLite, because SQLite does not report waits.
  package func begin(_ database: Database) throws {
    let start = clock.monotonic()
    var wait = LongWait(notice.ofLock(on: Path.name(of: path)), since: start)
    var pause = Duration.milliseconds(1)
    let timeout = database.busyTimeout
    database.busyTimeout = 0
    defer { database.busyTimeout = timeout }
    while try !tryToBegin(database) {
      let now = clock.monotonic()
      let left = lockTimeout - (now - start)
      guard left > .zero else { throw locked }
      wait.update(at: now, Self.unknownHolder)
      clock.sleep(min(pause, left))
      pause = min(pause * 2, Self.longestPause)
    }
  }

  /// - Returns: `false` while another program writes.
  private func tryToBegin(_ database: Database) throws(SQLiteError) -> Bool {
    do throws(SQLiteError) {
      try database.begin(.immediate)
      return true
    } catch {
      guard error.isBusy else { throw error }
      return false
    }
  }

  /// Commits the transaction. If the commit is written but can't be made durable, the transaction
  /// may be committed anyway.
  private func commit(_ database: Database) throws {
    do throws(SQLiteError) { try database.commit() } catch {
      guard error.isInputOutput, !error.isFailedWrite else { throw error }
      throw StoreError.undecided(DatabaseFailure(error))
    }
  }

  private static let longestPause = Duration.milliseconds(20)

  /// The holder in messages, because SQLite does not tell which program holds the lock.
  private static let unknownHolder = "another program"

  // MARK: Errors

  private var locked: StoreError { .locked(path: path, holder: Self.unknownHolder) }

  /// Maps an error of SQLite, the system, the rules, or the store itself to an error of the queue.
  package func storeError(_ error: any Error) -> StoreError {
    switch error {
    case let error as StoreError: error
    case let error as SystemError: .system(error)
    case let error as SQLiteError: storeError(error)
    case _: StoreError(ofRule: error)
    }
  }

  private func storeError(_ error: SQLiteError) -> StoreError {
    if error.isBusy { return locked }
    guard error.isCorrupt else { return .database(DatabaseFailure(error)) }
    let database = try? Database(opening: path, for: readingMode)
    let problems = (try? database?.checkIntegrity()) ?? []
    return .damagedDatabase(path: path, problems.isEmpty ? [error.message] : problems)
  }
}

extension DatabaseFailure {
  package init(_ error: SQLiteError) {
    let reason = error.systemReason
    let cause: Cause =
      if error.isFull {
        .full
      } else if error.isReadOnly {
        .readOnly
      } else if error.isCannotOpen, reason.map(\.isDenied) ?? (error.systemCode == 0) {
        // Without a system error, SQLite itself refused to open the file, most likely because of
        // permissions.
        .denied
      } else if error.isBusy {
        .busy
      } else if error.isInputOutput || error.isCannotOpen {
        .inputOutput
      } else {
        .other
      }
    self.init(cause, error.description + (reason.map { " (\($0.reason))" } ?? ""))
  }
}

extension SQLiteError {
  /// The system's reason, if SQLite passes one on. If SQLite can't create a file, it tries to read
  /// an existing one, so `ENOENT` is not the reason.
  fileprivate var systemReason: SystemError? {
    // The action of this error does not matter, because only its reason is used.
    let error = SystemError(code: systemCode, action: .use, path: path)
    return systemCode == 0 || error.isMissing ? nil : error
  }
}
