public import Host
public import MarkdownStore
import QueueDocument
public import QueueModel
public import QueueStore
import SQLite
public import SQLiteStore

extension SQLiteStore {
  /// Imports the table into the database, which is made where it is missing, in one
  /// transaction. A second time it changes nothing.
  ///
  /// - Parameters:
  ///   - file: the queue that is imported; it is only read.
  ///   - context: when this happens, and what holds for rows without a limit of their own.
  ///   - force: whether rows become what the table says that the database changed, too.
  ///   - isAdopting: whether a database of another queue becomes this one's.
  ///   - notice: is told when it takes long.
  public func migrate(
    from file: MarkdownStore, context: TransitionContext, force: Bool,
    isAdopting: Bool = false, notice: WaitNotice = .silent
  ) throws(StoreFailure) -> StoreOutcome<MirrorReport> {
    let notice = notice.worded { "importing \($0) rows …" }
    try withoutWarnings { () throws(StoreError) in
      // Without a table there is nothing to make a database for.
      if try !isThere { _ = try file.document() }
    }
    return try importing(file, context, isAdopting: isAdopting) {
      (connection, queue) throws(StoreError) in
      try take(file.reading(), of: file, queue, context, force: force, connection, notice)
    }
  }

  /// Runs `body`, with the id of the queue, in a transaction of the database, which is made
  /// where it is missing, and from then on belongs to the queue.
  func importing(
    _ file: MarkdownStore, _ context: TransitionContext, isAdopting: Bool = false,
    _ body: (Connection, _ queue: String?) throws(StoreError) -> MirrorReport
  ) throws(StoreFailure) -> StoreOutcome<MirrorReport> {
    try collectingWarnings { () throws(StoreError) in
      try importOnce(file, context, isAdopting: isAdopting, body)
    }
  }

  private func importOnce(
    _ file: MarkdownStore, _ context: TransitionContext, isAdopting: Bool,
    _ body: (Connection, _ queue: String?) throws(StoreError) -> MirrorReport
  ) throws(StoreError) -> MirrorReport {
    try createIfMissing(like: file)
    let connection = try openForWriting { (connection) throws(StoreError) in
      if !isAdopting { try checkBelongs(connection, to: file) }
    }
    try restrictPermissions(like: file)
    // With less, what a big import writes goes to the disk more than once.
    try querying { () throws(SQLiteError) in
      try connection.database.execute("PRAGMA cache_size = -65536")
    }
    var given: QueueID?
    let report = try changing(connection) { () throws(StoreError) in
      given = try mark(of: file, isAdopting: isAdopting, connection, at: context.now)
      return try body(connection, given?.id)
    }
    settle(given, in: file, at: context.now)
    return report
  }

  /// Who may not read the queue any more may not read the database either.
  private func restrictPermissions(like file: MarkdownStore) throws(StoreError) {
    try lifting { () throws(SystemError) in
      guard let queue = try FileStatus.ifExists(file.path) else { return }
      for name in [path, path + "-wal", path + "-shm"] {
        try FileDescriptor.restrictPermissions(of: name, to: queue.companionPermissions)
      }
    }
  }

  private var isThere: Bool {
    get throws(StoreError) {
      try lifting { () throws(SystemError) in try FileStatus.ifExists(path) != nil }
    }
  }

  private func createIfMissing(like file: MarkdownStore) throws(StoreError) {
    guard try !isThere else { return }
    do throws(StoreError) { try create(path, like: file.path) } catch {
      // Somebody else may have made it meanwhile.
      guard case .system(let reason) = error, reason.alreadyExists else { throw error }
    }
  }

  /// Imports the whole table, which was read with the database locked: who read it earlier
  /// must not write later.
  ///
  /// - Parameters:
  ///   - queue: the queue's id.
  ///   - removes: whether rows that both had go where the table has them no more.
  func take(
    _ reading: TableReading, of file: MarkdownStore, _ queue: String?,
    _ context: TransitionContext,
    force: Bool = false, removing removes: Bool = false, _ connection: Connection,
    _ notice: WaitNotice = .silent
  ) throws(StoreError) -> MirrorReport {
    warnings.malformedRows = reading.table.malformedRows
    return try querying { () throws(SQLiteError) in
      var migration = try Migration(
        connection, author: author.speaking(for: context), time: context.now,
        policy: context.policy, force: force)
      try take(reading.table, &migration, notice)
      try migration.finish(reading.table, removing: removes)
      try set(reading, of: file, queue, connection)
      return migration.report
    }
  }

  /// Remembers how far the database has come.
  func set(
    _ reading: TableReading, of file: MarkdownStore, _ queue: String?, _ connection: Connection
  ) throws(SQLiteError) {
    try MirrorTable(connection: connection).set(
      MirrorHead(
        file: file.path, database: path, through: reading.through, left: reading.left, queue: queue)
    )
  }

  private func take(
    _ table: MarkdownTable, _ migration: inout Migration, _ notice: WaitNotice
  ) throws(SQLiteError) {
    var wait = LongWait(notice, since: clock.monotonic())
    let rows = table.rowCount
    for row in 0..<rows where table.document.isWhole(at: row) {
      if row % 256 == 0 { wait.update(at: clock.monotonic(), String(rows)) }
      if let item = table.item(at: row) { try migration.take(item) }
    }
  }
}
