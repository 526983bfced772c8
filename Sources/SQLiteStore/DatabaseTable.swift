package import QueueModel
package import SQLite

/// What the rules may ask of a database, within one transaction. It throws refusals, and what
/// SQLite fails at.
package struct DatabaseTable: QueueTable {
  let connection: Connection

  package init(connection: Connection) { self.connection = connection }

  /// The first row that `sql` gives for `value`.
  private func first<Row>(
    _ sql: String, _ value: String, _ read: (Statement) -> Row
  ) throws(SQLiteError) -> Row? {
    let statement = try connection.statement(sql)
    try statement.bind(value)
    return try statement.first(read)
  }

  package func item(_ id: String) throws -> QueueItem? { try connection.row(id)?.changeable() }

  package func status(of id: String) throws(SQLiteError) -> Status? {
    try first("SELECT status FROM queue_items WHERE id = ?", id) { Status(rawValue: $0.text(0)) }
      ?? nil
  }

  package func contains(_ id: String) throws(SQLiteError) -> Bool {
    try first("SELECT 1 FROM queue_items WHERE id = ?", id) { _ in true } ?? false
  }

  /// Walks along the index of `DatabaseSchema`, so that the first row costs the same
  /// whatever the number of rows is.
  package func visit(_ status: Status, _ visit: (QueueItem) throws -> Visit) throws {
    let statement = try connection.statement(Self.walk(connection.selection))
    try statement.bind(status.rawValue)
    // A statement that is left at a row keeps its locks.
    defer { try? statement.reset() }
    while try statement.step() {
      guard let item = StoredItem.read(statement), ItemID.isWellFormed(item.id) else { continue }
      if try visit(item) == .enough { return }
    }
  }

  /// The rows with a status, by priority, then by arrival.
  static func walk(_ selection: String) -> String {
    """
    SELECT \(selection) FROM queue_items WHERE status = ? ORDER BY \(DatabaseSchema.rank), rowid
    """
  }

  package func rows(waitingFor id: String) throws(SQLiteError) -> [String] {
    let statement = try connection.statement(
      "SELECT id, notes FROM queue_items WHERE instr(notes, ?) > 0 ORDER BY rowid")
    try statement.bind(id)
    return try statement.rows { ($0.text(0), Notes($0.text(1)).after) }
      .filter { $0.1.contains(id) }.map(\.0)
  }

  package var highestNumber: Int {
    get throws(SQLiteError) { try connection.statement(Self.highest).first { $0.int(0) } ?? 0 }
  }

  static let highest = """
    SELECT max(\(DatabaseSchema.number)) FROM queue_items WHERE \(DatabaseSchema.isNumbered)
    """

  package var nextClaimNumber: Int { get throws(SQLiteError) { try connection.lastClaim() + 1 } }

  package func hasDone(idempotencyKey key: String) throws(SQLiteError) -> Bool {
    try first(Self.doneKey, key) { _ in true } ?? false
  }

  /// A DONE row with a key, here or in the archive.
  static let doneKey = """
    SELECT 1 FROM queue_items WHERE idempotency_key = ?1 AND status = 'DONE'
    UNION ALL SELECT 1 FROM queue_done_keys WHERE key = ?1 LIMIT 1
    """
}

extension Connection {
  /// The keys of DONE rows in the archive.
  func archivedKeys() throws(SQLiteError) -> Set<String> {
    Set(try statement("SELECT key FROM queue_done_keys").rows { $0.text(0) })
  }
}
