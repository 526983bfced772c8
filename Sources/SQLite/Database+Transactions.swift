import CSQLite

extension Database {
  /// When a transaction takes its lock.
  public enum TransactionKind: Sendable {
    /// With its first statement, and for reading until one writes. It then may fail as busy
    /// at once, however long the busy timeout is.
    case deferred
    /// For writing, now: it waits here or nowhere.
    case immediate
  }

  /// Begins a transaction; there is none inside another.
  public func begin(_ kind: TransactionKind) throws(SQLiteError) {
    switch kind {
    case .deferred: try run("BEGIN DEFERRED")
    case .immediate: try run("BEGIN IMMEDIATE")
    }
  }

  /// Makes durable what was changed since `begin`. When it fails as busy, the transaction
  /// stays open.
  public func commit() throws(SQLiteError) { try run("COMMIT") }

  /// Takes back what was changed since `begin`. Without a transaction it does nothing:
  /// SQLite itself rolls back after some errors, as of a full disk.
  public func rollback() throws(SQLiteError) {
    if isInTransaction { try run("ROLLBACK") }
  }

  /// Whether a transaction has begun and not ended.
  public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs `body` in a transaction and commits; when either throws, all is rolled back.
  public func transaction<Result>(
    _ kind: TransactionKind, _ body: () throws(SQLiteError) -> Result
  ) throws(SQLiteError) -> Result {
    try begin(kind)
    do throws(SQLiteError) {
      let result = try body()
      try commit()
      return result
    } catch {
      // The first error is the cause. What cannot be rolled back here is when the
      // connection closes.
      try? rollback()
      throw error
    }
  }
}
