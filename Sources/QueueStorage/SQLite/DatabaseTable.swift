import QueueModel
import SQLite

/// What the rules may ask of a database, within one transaction.
///
/// The rules ask without errors. What SQLite refuses is kept in `failure`: then their
/// answer counts for nothing.
final class DatabaseTable: QueueTable {
  private let connection: Connection
  private(set) var failure: SQLiteError?

  init(_ connection: Connection) { self.connection = connection }

  private func asking<Answer>(
    _ fallback: Answer, _ body: () throws(SQLiteError) -> Answer
  ) -> Answer {
    guard failure == nil else { return fallback }
    do { return try body() } catch {
      failure = error
      return fallback
    }
  }

  /// The first row that `sql` gives for `value`.
  private func first<Row>(
    _ sql: String, _ value: String, _ read: (Statement) -> Row
  ) -> Row? {
    asking(nil) { () throws(SQLiteError) in
      let statement = try connection.statement(sql)
      try statement.bind(value)
      return try statement.first(read)
    }
  }

  func item(_ id: String) throws(Refusal) -> QueueItem? {
    let sql = "SELECT \(connection.selection) FROM queue_items WHERE id = ?"
    return try first(sql, id, StoredRow.init)?.changeable()
  }

  func status(of id: String) -> Status? {
    first("SELECT status FROM queue_items WHERE id = ?", id) { Status(rawValue: $0.text(0)) } ?? nil
  }

  func contains(_ id: String) -> Bool {
    first("SELECT 1 FROM queue_items WHERE id = ?", id) { _ in true } ?? false
  }

  /// Walks along the index of `DatabaseSchema`, so that the first row costs the same
  /// whatever the number of rows is.
  func visit(_ status: Status, _ visit: (QueueItem) -> Visit) {
    asking(()) { () throws(SQLiteError) in
      let statement = try connection.statement(Self.walk(connection.selection))
      try statement.bind(status.rawValue)
      while try statement.step() {
        guard let item = StoredItem.read(statement), ItemID.isWellFormed(item.id) else { continue }
        if visit(item) == .enough { return try statement.reset() }
      }
    }
  }

  /// The rows with a status, by priority, then by arrival.
  static func walk(_ selection: String) -> String {
    """
    SELECT \(selection) FROM queue_items WHERE status = ? ORDER BY \(DatabaseSchema.rank), rowid
    """
  }

  func rows(waitingFor id: String) -> [String] {
    asking([]) { () throws(SQLiteError) in
      let statement = try connection.statement(
        "SELECT id, notes FROM queue_items WHERE instr(notes, ?) > 0 ORDER BY rowid")
      try statement.bind(id)
      return try statement.rows { ($0.text(0), Notes($0.text(1)).value(of: .after)) }
        .filter { Dependencies.ids(in: $0.1 ?? "").contains(id) }.map(\.0)
    }
  }

  var highestNumber: Int {
    asking(0) { () throws(SQLiteError) in
      try connection.statement(Self.highest).first { $0.int(0) } ?? 0
    }
  }

  static let highest = """
    SELECT max(\(DatabaseSchema.number)) FROM queue_items WHERE \(DatabaseSchema.isNumbered)
    """

  var hasAfterColumn: Bool { false }
  var hasRecords: Bool { true }

  private(set) lazy var nextClaimNumber: Int = asking(1) { () throws(SQLiteError) in
    try connection.lastClaim() + 1
  }

  func hasDone(idempotencyKey key: String) -> Bool {
    first(Self.doneKey, key) { _ in true } ?? false
  }

  /// A DONE row with a key, here or in the archive.
  static let doneKey = """
    SELECT 1 FROM queue_items WHERE idempotency_key = ?1 AND status = 'DONE'
    UNION ALL SELECT 1 FROM queue_done_keys WHERE key = ?1 LIMIT 1
    """

  /// The keys of DONE rows in the archive; none in a database of an older version.
  var archivedKeys: Set<String> {
    asking([]) { () throws(SQLiteError) in
      Set(try connection.statement("SELECT key FROM queue_done_keys").rows { $0.text(0) })
    }
  }
}
