import Host
public import Model
public import QueueStore
import SQLite

extension SQLiteStore: Archiving {
  public var archiving: (any Archiving)? { self }

  public var archiveStore: (any QueueStore)? { get throws(StoreError) { try existingArchive } }

  /// The archive; `nil` if it does not exist yet.
  var existingArchive: SQLiteStore? {
    get throws(StoreError) {
      let archive = try ArchiveOutcome.path(beside: path)
      guard try lifting(FileStatus.ifExists(archive)) != nil else { return nil }
      return SQLiteStore(
        path: archive, lockTimeout: lockTimeout, zone: zone, clock: clock, notice: notice,
        fileSystem: fileSystem)
    }
  }

  /// Moves the rows that `rule` selects, with their events, to the archive, which is a separate
  /// database. A first transaction copies them to the archive, durably. A second one deletes them
  /// in this database, except rows that changed in between. After a crash between the two, the next
  /// run continues.
  ///
  /// Of a moved row, this database keeps the data that the rules need: the idempotency key, if the
  /// row is DONE, and a last event with all cells, from which `restore` can restore the row. The
  /// events of rows that were deleted before the rule's limit are moved, too, as far as no undo
  /// needs them. The time of a row's last change counts as the end of the work on it.
  public func archive(
    _ rule: ArchiveRule, context: TransitionContext, isDryRun: Bool, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<ArchiveOutcome> {
    let outcome = try exclusively(receive) {
      let archive = try ArchiveOutcome.path(beside: path)
      let rows = try ArchivableRows(rule, in: isDryRun ? openForReading() : openForWriting())
      guard !isDryRun, !rows.isEmpty else {
        return ArchiveOutcome(path: archive, ids: rows.finished.map(\.id))
      }
      try prepareArchive(at: archive)
      let move = ArchiveMove(try connection(with: archive), rows)
      try move.copy()
      let moved = try changing(move.connection.database) {
        let now = try ArchivableRows(rule, in: move.connection)
        let writer = ChangeWriter(
          connection: move.connection, author: context.author, time: context.now,
          policy: context.policy)
        return try move.remove(now, writer)
      }
      return ArchiveOutcome(path: archive, ids: moved)
    }
    return StoreOutcome(outcome, isRecorded: !isDryRun && !outcome.ids.isEmpty)
  }

  /// Creates a missing archive with the permissions of this database, and migrates an older one.
  private func prepareArchive(at archive: String) throws {
    if try FileStatus.ifExists(archive) == nil { try create(archive, like: path) }
    let store = SQLiteStore(
      path: archive, lockTimeout: lockTimeout, zone: zone, clock: clock, fileSystem: fileSystem)
    do { _ = try store.openForWriting() } catch { throw store.storeError(error) }
    warnings = warnings.followed(by: store.warnings)
  }

  private func connection(with archive: String) throws(SQLiteError) -> Connection {
    let database = try Database(opening: path, for: .readingAndWriting, busyTimeout: busyTimeout)
    try database.attach(archive, as: "archive")
    try database.execute("PRAGMA main.synchronous = EXTRA; PRAGMA archive.synchronous = EXTRA")
    return Connection(database, columns: try DatabaseSchema.columns(of: database))
  }
}

struct ArchivableRows {
  /// The finished rows, in order of arrival.
  let finished: [QueueItem]
  /// The ids of deleted rows that still have events.
  let deleted: [String]

  init(finished: [QueueItem], deleted: [String] = []) {
    (self.finished, self.deleted) = (finished, deleted)
  }

  init(_ rule: ArchiveRule, in connection: Connection) throws {
    let changed = try connection.statement(
      "SELECT id, updated_at FROM queue_items WHERE status IN ('DONE', 'FAILED') ORDER BY rowid"
    ).rows { ($0.text(0), QueueTime($0.text(1), zone: rule.limit.zone)) }
    // Ids of other programs may be equal texts of different bytes.
    let ends = Dictionary(changed.map { (Array($0.0.utf8), $0.1) }) { $1 }
    let rows = try rule.rows(in: connection) { ends[Array($0.id.utf8)] ?? nil }
    let byID = Dictionary(rows.map { (Array($0.id.utf8), $0) }) { $1 }
    finished = changed.compactMap { byID[Array($0.0.utf8)] }
    deleted = try Self.deleted(before: rule.limitOfDeletedRows, in: connection)
  }

  var isEmpty: Bool { finished.isEmpty && deleted.isEmpty }

  /// The deleted rows whose last event is before `limit`, and no longer needed to undo changes.
  private static func deleted(
    before limit: QueueTime, in connection: Connection
  ) throws(SQLiteError) -> [String] {
    let statement = try connection.statement(
      """
      SELECT item_id, max(created_at) FROM queue_events
      WHERE item_id <> '' AND NOT EXISTS (SELECT 1 FROM queue_items WHERE id = item_id)
      GROUP BY item_id
      HAVING max(event_id) <= (SELECT max(event_id) FROM queue_events) - ?
      """
    )
    try statement.bind(ArchiveRule.retainedEvents)
    let last = try statement.rows { ($0.text(0), QueueTime($0.text(1), zone: limit.zone)) }
    return last.filter { _, time in time.map { $0 < limit } ?? false }.map(\.0)
  }
}

/// Moves rows and events to the archive, which is attached to the connection.
struct ArchiveMove {
  let connection: Connection
  private let rows: ArchivableRows

  init(_ connection: Connection, _ rows: ArchivableRows) {
    (self.connection, self.rows) = (connection, rows)
  }

  private var database: Database { connection.database }

  // MARK: Into the archive

  /// Copies rows and events. If a row was archived earlier and then restored, the new copy replaces
  /// the old one.
  func copy() throws(SQLiteError) {
    try database.transaction(.deferred) { () throws(SQLiteError) in
      // The transaction begins with a write, so that only this statement waits for other programs.
      try run(
        """
        UPDATE archive.queue_meta SET value = max(value, coalesce(
          (SELECT value FROM main.queue_meta WHERE key = 'last_claim'), 0))
        WHERE key = 'last_claim'
        """)
      let columns = try sharedColumns()
      for row in rows.finished {
        try run(
          """
          INSERT OR REPLACE INTO archive.queue_items(\(columns))
          SELECT \(columns) FROM main.queue_items WHERE id = ?
          """, row.id)
        try copyEvents(of: row.id)
      }
      for id in rows.deleted { try copyEvents(of: id) }
    }
  }

  /// Returns the columns of `queue_items`. Columns that the archive lacks are added to it first.
  private func sharedColumns() throws(SQLiteError) -> String {
    let names = try columns(of: "main")
    let archived = Set(try columns(of: "archive"))
    for name in names where !archived.contains(name) {
      try database.execute("ALTER TABLE archive.queue_items ADD COLUMN \(Database.quoted(name))")
    }
    return names.map(Database.quoted).joined(separator: ", ")
  }

  private func columns(of schema: String) throws(SQLiteError) -> [String] {
    try database.prepare("SELECT name FROM pragma_table_info('queue_items', '\(schema)')")
      .rows { $0.text(0) }
  }

  /// Events keep their numbers, unless other events in the archive have these numbers. That happens
  /// because a database that was created again numbers events from 1.
  private func copyEvents(of id: String) throws(SQLiteError) {
    try run(
      """
      INSERT INTO archive.queue_events(event_id, item_id, event_type, payload_json, created_at)
      SELECT CASE WHEN EXISTS (SELECT 1 FROM archive.queue_events WHERE event_id = mine.event_id)
        THEN NULL ELSE mine.event_id END, item_id, event_type, payload_json, created_at
      FROM main.queue_events AS mine WHERE item_id = ? AND NOT EXISTS (\(Self.sameEvent))
      ORDER BY mine.event_id
      """, id)
  }

  /// A query for the archive's copy of the event `mine`.
  private static let sameEvent = """
    SELECT 1 FROM archive.queue_events AS copy WHERE copy.item_id = mine.item_id
    AND copy.event_type = mine.event_type AND copy.payload_json = mine.payload_json
    AND copy.created_at = mine.created_at
    """

  // MARK: Out of the queue

  /// Removes the rows and events that may still be moved and whose copies in the archive are
  /// complete.
  ///
  /// - Returns: the ids of the removed rows.
  func remove(
    _ now: ArchivableRows, _ writer: ChangeWriter
  ) throws(SQLiteError) -> [String] {
    let copied = Set(rows.finished.map(\.id))
    let columns = try columns(of: "main").map(Database.quoted)
    var removed: [String] = []
    var writer = writer
    try writer.notePlaces(of: now.finished.map(\.id))
    for row in now.finished where copied.contains(row.id) {
      guard try hasCopy(of: row.id, columns), try hasEvents(of: row.id) else { continue }
      try writer.write(ItemChange(.archived, before: row, after: nil))
      try run(
        "DELETE FROM main.queue_events WHERE item_id = ? AND event_id < ?", row.id,
        database.lastInsertRowID)
      try keepKey(of: row, writer.time)
      removed.append(row.id)
    }
    let deleted = Set(rows.deleted)
    for id in now.deleted where deleted.contains(id) {
      if try hasEvents(of: id) { try run("DELETE FROM main.queue_events WHERE item_id = ?", id) }
    }
    return removed
  }

  private func hasCopy(of id: String, _ columns: [String]) throws(SQLiteError) -> Bool {
    let same = columns.map { "mine.\($0) IS copy.\($0)" }.joined(separator: " AND ")
    return try connection.exists(
      """
      SELECT 1 FROM main.queue_items AS mine JOIN archive.queue_items AS copy ON copy.id = mine.id
      WHERE mine.id = ? AND \(same)
      """, id)
  }

  private func hasEvents(of id: String) throws(SQLiteError) -> Bool {
    try !connection.exists(
      """
      SELECT 1 FROM main.queue_events AS mine WHERE item_id = ? AND NOT EXISTS (\(Self.sameEvent))
      """, id)
  }

  /// Records the key of a DONE row, so that later rows with the same key still count as duplicates.
  private func keepKey(of row: QueueItem, _ time: QueueTime) throws(SQLiteError) {
    guard row.status == .done, let key = row.idempotencyKey else { return }
    try run(
      "INSERT OR REPLACE INTO main.queue_done_keys(key, item_id, archived_at) VALUES(?, ?, ?)", key,
      row.id, time.text)
  }

  private func run(_ sql: String, _ values: (any Bindable)?...) throws(SQLiteError) {
    try connection.statement(sql).run(values)
  }
}
