import QueueModel
import SQLite

/// Carries rows and events over to the archive, which is attached to the connection.
struct ArchiveMove {
  let connection: Connection
  private let leaving: LeavingRows

  init(_ connection: Connection, _ leaving: LeavingRows) {
    self.connection = connection
    self.leaving = leaving
  }

  private var database: Database { connection.database }

  // MARK: Into the archive

  /// Copies what leaves. A row that was there, and came back since, is there as it is now.
  func copy() throws(SQLiteError) {
    try database.transaction(.deferred) { () throws(SQLiteError) in
      // Writes first, so that it waits for others here or nowhere.
      try run(
        """
        UPDATE archive.queue_meta SET value = max(value, coalesce(
          (SELECT value FROM main.queue_meta WHERE key = 'last_claim'), 0))
        WHERE key = 'last_claim'
        """)
      let columns = try sharedColumns()
      for row in leaving.rows {
        try run(
          """
          INSERT OR REPLACE INTO archive.queue_items(\(columns))
          SELECT \(columns) FROM main.queue_items WHERE id = ?
          """, row.id)
        try copyEvents(of: row.id)
      }
      for id in leaving.gone { try copyEvents(of: id) }
    }
  }

  /// The columns of the table, each of which the archive gets.
  private func sharedColumns() throws(SQLiteError) -> String {
    let names = try columns(of: "main")
    let known = Set(try columns(of: "archive"))
    for name in names where !known.contains(name) {
      try database.execute("ALTER TABLE archive.queue_items ADD COLUMN \(Self.quoted(name))")
    }
    return names.map(Self.quoted).joined(separator: ", ")
  }

  private func columns(of schema: String) throws(SQLiteError) -> [String] {
    try database.prepare("SELECT name FROM pragma_table_info('queue_items', '\(schema)')")
      .rows { $0.text(0) }
  }

  private static func quoted(_ name: String) -> String {
    let parts = name.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"\(parts.joined(separator: "\"\""))\""
  }

  /// Events keep their numbers, but for those that the archive has for others: a database
  /// that was made again counts from 1 again.
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

  /// The archive's copy of the event `mine`.
  private static let sameEvent = """
    SELECT 1 FROM archive.queue_events AS copy WHERE copy.item_id = mine.item_id
    AND copy.event_type = mine.event_type AND copy.payload_json = mine.payload_json
    AND copy.created_at = mine.created_at
    """

  // MARK: Out of the queue

  /// Removes what left, as far as it may still go, and the archive has all of it.
  ///
  /// - Parameters:
  ///   - now: what may go by now.
  ///   - writer: tells the event log.
  /// - Returns: the ids of the rows that went.
  func remove(
    _ now: LeavingRows, _ writer: ChangeWriter
  ) throws(SQLiteError) -> [String] {
    let copied = Set(leaving.rows.map(\.id))
    let columns = try columns(of: "main").map(Self.quoted)
    var gone: [String] = []
    for row in now.rows where copied.contains(row.id) {
      guard try hasCopy(of: row.id, columns), try hasEvents(of: row.id) else { continue }
      try writer.write(ItemChange(.archived, before: row, after: nil))
      try run(
        "DELETE FROM main.queue_events WHERE item_id = ? AND event_id < ?", row.id,
        database.lastInsertRowID)
      try keepKey(of: row, writer.time)
      gone.append(row.id)
    }
    let before = Set(leaving.gone)
    for id in now.gone where before.contains(id) {
      if try hasEvents(of: id) { try run("DELETE FROM main.queue_events WHERE item_id = ?", id) }
    }
    return gone
  }

  private func hasCopy(of id: String, _ columns: [String]) throws(SQLiteError) -> Bool {
    let same = columns.map { "mine.\($0) IS copy.\($0)" }.joined(separator: " AND ")
    return try exists(
      """
      SELECT 1 FROM main.queue_items AS mine JOIN archive.queue_items AS copy ON copy.id = mine.id
      WHERE mine.id = ? AND \(same)
      """, id)
  }

  private func hasEvents(of id: String) throws(SQLiteError) -> Bool {
    try !exists(
      """
      SELECT 1 FROM main.queue_events AS mine WHERE item_id = ? AND NOT EXISTS (\(Self.sameEvent))
      """, id)
  }

  /// A row with the same key is still a duplicate.
  private func keepKey(of row: QueueItem, _ time: QueueTime) throws(SQLiteError) {
    guard row.status == .done, let key = row.idempotencyKey else { return }
    try run(
      "INSERT OR REPLACE INTO main.queue_done_keys(key, item_id, archived_at) VALUES(?, ?, ?)", key,
      row.id, time.text)
  }

  private func exists(_ sql: String, _ id: String) throws(SQLiteError) -> Bool {
    let statement = try connection.statement(sql)
    try statement.bind(id)
    return try statement.first { _ in true } ?? false
  }

  private func run(_ sql: String, _ values: (any Bindable)?...) throws(SQLiteError) {
    try connection.statement(sql).run(values)
  }
}
