import Host
public import QueueModel
public import QueueStore
import SQLite

extension SQLiteStore {
  /// Moves the rows that `rule` lets go to the archive, a database of its own, with their
  /// events: first they stand there durably, then they leave this one in a second
  /// transaction, which a row that was changed meanwhile does not. After a crash between,
  /// the next run does the rest.
  ///
  /// What the rules still ask about such a row stays: the idempotency key of a DONE one, and
  /// as its last event all that it said, by which `restore` brings it back. Events of rows
  /// that went longer ago than the limit go, too.
  ///
  /// - Parameters:
  ///   - rule: which rows may go; the work on one ended when it was last changed.
  ///   - context: who asks, and when.
  ///   - isTrial: only tells which rows would go.
  public func archive(
    _ rule: ArchiveRule, context: TransitionContext, isTrial: Bool
  ) throws(StoreFailure) -> StoreOutcome<ArchiveOutcome> {
    try collectingWarnings { () throws(StoreError) in
      let archive = try ArchiveOutcome.path(beside: path)
      let leaving = try leaving(by: rule, in: isTrial ? openForReading() : openForWriting())
      guard !isTrial, !leaving.isEmpty else {
        return ArchiveOutcome(path: archive, ids: leaving.rows.map(\.id))
      }
      try prepareArchive(at: archive)
      let move = ArchiveMove(try connection(with: archive), leaving)
      try querying { () throws(SQLiteError) in try move.copy() }
      let gone = try changing(move.connection) { () throws(StoreError) in
        let now = try self.leaving(by: rule, in: move.connection)
        let writer = ChangeWriter(
          connection: move.connection, author: author, time: context.now, policy: context.policy)
        return try querying { () throws(SQLiteError) in try move.remove(now, writer) }
      }
      return ArchiveOutcome(path: archive, ids: gone)
    }
  }

  /// What may go, in the order of arrival.
  private func leaving(
    by rule: ArchiveRule, in connection: Connection
  ) throws(StoreError) -> LeavingRows {
    let changed = try querying { () throws(SQLiteError) in
      try connection.statement(
        """
        SELECT id, updated_at FROM queue_items WHERE status IN ('DONE', 'FAILED') ORDER BY rowid
        """
      ).rows { ($0.text(0), QueueTime($0.text(1), offset: rule.limit.offset)) }
    }
    let ends = Dictionary(uniqueKeysWithValues: changed)
    let rows = try asking {
      try rule.rows(in: DatabaseTable(connection: connection)) { ends[$0.id] ?? nil }
    }
    let byID = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0) })
    let gone = try querying { () throws(SQLiteError) in
      try LeavingRows.gone(before: rule.limit, in: connection)
    }
    return LeavingRows(rows: changed.compactMap { byID[$0.0] }, gone: gone)
  }

  /// Makes the archive where there is none, for those who may read this database, and brings
  /// an older one up to date.
  private func prepareArchive(at archive: String) throws(StoreError) {
    let isThere = try lifting { () throws(SystemError) in try FileStatus.ifExists(archive) != nil }
    if !isThere {
      try create(archive, like: path)
    }
    let store = SQLiteStore(
      path: archive, author: author, lockTimeout: lockTimeout, offset: offset, clock: clock,
      fileSystem: fileSystem)
    _ = try store.openForWriting()
    warnings = warnings.followed(by: store.warnings)
  }

  /// This database and the archive, on one connection.
  private func connection(with archive: String) throws(StoreError) -> Connection {
    try querying { () throws(SQLiteError) in
      let database = try Database(
        opening: path, for: .readingAndWriting, busyTimeout: busyTimeout)
      try database.attach(archive, as: "archive")
      try database.execute("PRAGMA main.synchronous = EXTRA; PRAGMA archive.synchronous = EXTRA")
      return Connection(database, columns: try DatabaseSchema.columns(of: database))
    }
  }
}
