package import Model
package import QueueStore
package import SQLite

/// A connection to a queue's database. It compiles each statement one time, and reads the rows and
/// keys that the rules need. Its methods throw refusals or SQLite errors. A result is valid within
/// one transaction.
package final class Connection {
  package let database: Database
  /// The columns to select when an item is read.
  package let selection: String
  /// Opens the archive; returns `nil` if there is none.
  package var openArchive: () -> Connection? = { nil }
  private var openedArchive: Connection?
  private var archive: Connection? {
    openedArchive = openedArchive ?? openArchive()
    return openedArchive
  }
  private var statements: [String: Statement] = [:]

  /// - Parameter columns: the columns of the table `queue_items`.
  package init(_ database: Database, columns: Set<String>) {
    self.database = database
    selection = QueueItem.selection(from: columns)
  }

  /// Returns the statement for `sql`, compiled at its first use. The caller must bind the
  /// statement's values before the next call.
  package func statement(_ sql: String) throws(SQLiteError) -> Statement {
    if let statement = statements[sql] { return statement }
    let statement = try database.prepare(sql, isPersistent: true)
    statements[sql] = statement
    return statement
  }

  /// Returns the result of `read` for the first row of `sql`, with `value` bound to its parameter.
  package func first<Row>(
    _ sql: String, _ value: (any Bindable)?, _ read: (Statement) -> Row
  ) throws(SQLiteError) -> Row? {
    let statement = try statement(sql)
    try statement.bind(value)
    return try statement.first(read)
  }

  package func exists(_ sql: String, _ value: (any Bindable)?) throws(SQLiteError) -> Bool {
    try first(sql, value) { _ in true } ?? false
  }

  /// Whether the database has the table; databases of older versions may lack it.
  package func hasTable(_ name: String) throws(SQLiteError) -> Bool {
    try exists("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", name)
  }

  // MARK: Rows

  package func row(_ id: String) throws(SQLiteError) -> StoredRow? {
    try first("SELECT \(selection) FROM queue_items WHERE id = ?", id, StoredRow.init)
  }

  /// All rows, in order of arrival.
  package func rows() throws(SQLiteError) -> [StoredRow] {
    try statement("SELECT \(selection) FROM queue_items ORDER BY rowid").rows(StoredRow.init)
  }

  package var ids: [String] {
    get throws(SQLiteError) {
      try statement("SELECT id FROM queue_items ORDER BY rowid").rows { $0.text(0) }
    }
  }

  func lastEvent() throws(SQLiteError) -> Int {
    try statement("SELECT coalesce(max(event_id), 0) FROM queue_events").first { $0.int(0) } ?? 0
  }

  /// The rows that were moved after an event.
  func moved(since event: Int) throws(SQLiteError) -> Set<String> {
    let statement = try statement(
      "SELECT item_id FROM queue_events WHERE event_id > ? AND instr(payload_json, ?) > 0")
    try statement.bind(event, "\"\(RowPlace.name)\"")
    return Set(try statement.rows { $0.text(0) })
  }

  func order() throws(SQLiteError) -> NumberedRows {
    NumberedRows(
      try statement("SELECT id, rowid FROM queue_items ORDER BY rowid").rows {
        ($0.text(0), $0.int(1))
      })
  }

  func set(_ order: NumberedRows) throws(SQLiteError) {
    let (changed, distance) = order.renumbered
    // Two rows may never have the same row id, not even between two statements. So the row ids are
    // first moved out of the way.
    if changed.count > 1 {
      let shift = try statement("UPDATE queue_items SET rowid = rowid + ? WHERE id = ?")
      for row in changed { try shift.run(distance, row.id) }
    }
    let change = try statement("UPDATE queue_items SET rowid = ? WHERE id = ?")
    for row in changed { try change.run(row.number, row.id) }
  }

  package func hasEvents(of id: String) throws(SQLiteError) -> Bool {
    try exists("SELECT 1 FROM queue_events WHERE item_id = ? LIMIT 1", id)
  }

  /// The idempotency keys of DONE rows in the archive.
  func archivedKeys() throws(SQLiteError) -> Set<String> {
    Set(try statement("SELECT key FROM queue_done_keys").rows { $0.text(0) })
  }

  // MARK: Claim numbers

  package func lastClaimNumber() throws(SQLiteError) -> Int {
    // Databases of older versions lack this table until they are first written.
    guard try hasTable("queue_meta") else { return 0 }
    // The value is limited, because another program may have written it, and adding 1 must not
    // overflow.
    return try statement("SELECT min(value, 1 << 61) FROM queue_meta WHERE key = 'last_claim'")
      .first { $0.int(0) } ?? 0
  }

  package func raiseLastClaimNumber(to number: Int) throws(SQLiteError) {
    if try lastClaimNumber() < number {
      try statement("UPDATE queue_meta SET value = ? WHERE key = 'last_claim'").run(number)
    }
  }
}

extension Connection: QueueTable {
  package func item(_ id: String) throws -> QueueItem? { try row(id)?.changeable() }

  package func status(of id: String) throws(SQLiteError) -> Status? {
    try first("SELECT status FROM queue_items WHERE id = ?", id) { Status(rawValue: $0.text(0)) }
      ?? nil
  }

  package func archivedStatus(of id: String) throws(SQLiteError) -> Status? {
    try absence(of: id)?.archivedStatus
  }

  package func wasRemoved(_ id: String) throws(SQLiteError) -> Bool {
    try absence(of: id) == .removed
  }

  /// Reads the absence of a row from its last event. If the events were moved to the archive, it is
  /// read there.
  package func absence(of id: String) throws(SQLiteError) -> Absence? {
    if try hasTable("queue_events") {
      let statement = try statement(
        """
        SELECT \(HistoryEntry.eventColumns) FROM queue_events WHERE item_id = ?
        ORDER BY event_id DESC
        """)
      try statement.bind(id)
      defer { try? statement.reset() }
      while try statement.step() {
        if let absence = Absence(event: statement) { return absence }
      }
    }
    return try archive?.status(of: id).map(Absence.archived)
  }

  /// The absence of each missing row for which other rows wait.
  func absences(of rows: [StoredRow]) throws(SQLiteError) -> [String: Absence] {
    var absences: [String: Absence] = [:]
    for id in ItemSnapshot.absentRows(rows) { absences[id] = try absence(of: id) }
    return absences
  }

  package func contains(_ id: String) throws(SQLiteError) -> Bool {
    try exists("SELECT 1 FROM queue_items WHERE id = ?", id)
  }

  /// Visits the rows by the index that `DatabaseSchema` creates, so the time for the first row does
  /// not depend on the number of rows.
  package func visit(_ status: Status, _ visit: (QueueItem) throws -> Visit) throws {
    let statement = try statement(Self.rowsByStatus(selection))
    try statement.bind(status.rawValue)
    // A statement that stops at a row keeps its locks.
    defer { try? statement.reset() }
    while try statement.step() {
      guard let item = QueueItem(statement), ItemID.isWellFormed(item.id) else { continue }
      if try visit(item) == .enough { return }
    }
  }

  package func mayHave(note: String, _ status: Status) throws(SQLiteError) -> Bool {
    let statement = try statement(
      "SELECT 1 FROM queue_items WHERE status = ?1 AND instr(notes, ?2) > 0 LIMIT 1")
    try statement.bind(status.rawValue, note)
    return try statement.first { _ in true } ?? false
  }

  package func rowsNotDone(ofPlan name: String) throws(SQLiteError) -> [QueueItem] {
    let statement = try statement(
      """
      SELECT \(selection) FROM queue_items WHERE status <> 'DONE' AND instr(notes, ?) > 0
      ORDER BY \(DatabaseSchema.rank), rowid
      """)
    try statement.bind(QueueItem.note(ofPlan: name))
    return try statement.rows { QueueItem($0) }.notDone(ofPlan: name)
  }

  static func rowsByStatus(_ selection: String) -> String {
    """
    SELECT \(selection) FROM queue_items WHERE status = ? ORDER BY \(DatabaseSchema.rank), rowid
    """
  }

  package func rows(waitingFor ids: Set<String>) throws(SQLiteError) -> [String] {
    let statement = try statement(
      "SELECT id, notes FROM queue_items WHERE instr(notes, ?) > 0 ORDER BY rowid")
    try statement.bind(ids.count == 1 ? ids.first : Notes.ControlKey.after.rawValue)
    return try statement.rows { ($0.text(0), Notes($0.text(1)).after) }
      .filter { !ids.isDisjoint(with: $0.1) }.map(\.0)
  }

  package func highestNumber(of prefix: String) throws(SQLiteError) -> Int {
    if let last = try lastNumber(of: prefix) { return max(last, try highestPresent(of: prefix)) }
    return max(try highestRecordedNumber(of: prefix), try highestPresent(of: prefix))
  }

  private func highestPresent(of prefix: String) throws(SQLiteError) -> Int {
    guard prefix == NumberedID.usualPrefix else {
      return try highestNumber(of: prefix, in: "SELECT id FROM queue_items WHERE id GLOB ?")
    }
    return try statement(Self.highestNumberQuery).first { $0.int(0) } ?? 0
  }

  static let highestNumberQuery = """
    SELECT max(\(DatabaseSchema.number)) FROM queue_items WHERE \(DatabaseSchema.isNumbered)
    """

  /// The highest number of the ids that the query `sql` finds by a pattern and an index.
  private func highestNumber(
    of prefix: String, in sql: String
  ) throws(SQLiteError) -> Int {
    let statement = try statement(sql)
    try statement.bind("\(prefix)-[0-9]*")
    return try statement.rows { NumberedID.number(of: $0.text(0).utf8, prefix: prefix) }
      .compactMap(\.self).max() ?? 0
  }

  // MARK: Numbers of ids

  private static func numberKey(_ prefix: String) -> String { "last_id:\(prefix)" }

  /// The highest number of all ids that were ever added or removed; `nil` if there was no id yet.
  private func lastNumber(of prefix: String) throws(SQLiteError) -> Int? {
    guard try hasTable("queue_meta") else { return nil }
    return try first(
      "SELECT min(value, 1 << 53) FROM queue_meta WHERE key = ?", Self.numberKey(prefix)
    ) { $0.optionalInt(0) } ?? nil
  }

  /// The highest numbers of all ids that were ever added or removed, by prefix.
  package func lastNumbers() throws(SQLiteError) -> [String: Int] {
    guard try hasTable("queue_meta") else { return [:] }
    let key = Self.numberKey("")
    let statement = try statement(
      "SELECT key, min(value, 1 << 53) FROM queue_meta WHERE key GLOB ?")
    try statement.bind(key + "*")
    let numbers = try statement.rows { (String($0.text(0).dropFirst(key.count)), $0.int(1)) }
    return Dictionary(numbers) { max($0, $1) }
  }

  /// The highest number of an id in the event log. The log has the ids of all rows except archived
  /// ones.
  private func highestRecordedNumber(of prefix: String) throws(SQLiteError) -> Int {
    guard try hasTable("queue_events") else { return 0 }
    return try highestNumber(
      of: prefix, in: "SELECT DISTINCT item_id FROM queue_events WHERE item_id GLOB ?")
  }

  /// Records an id that a row gets or had, so that no other row gets the same id.
  package func recordNumber(of id: String) throws(SQLiteError) {
    guard let (prefix, number) = NumberedID.parts(of: id) else { return }
    try raiseNumber(of: prefix, to: number)
  }

  package func raiseNumber(of prefix: String, to number: Int) throws(SQLiteError) {
    var highest = number
    if let last = try lastNumber(of: prefix) {
      if last >= number { return }
    } else {
      highest = max(number, try highestRecordedNumber(of: prefix))
    }
    try statement("INSERT OR REPLACE INTO queue_meta(key, value) VALUES(?, ?)")
      .run([Self.numberKey(prefix), highest])
  }

  package var nextClaimNumber: Int { get throws(SQLiteError) { try lastClaimNumber() + 1 } }

  package func hasDone(idempotencyKey key: String) throws(SQLiteError) -> Bool {
    guard try hasTable("queue_done_keys") else {
      return try exists(
        "SELECT 1 FROM queue_items WHERE idempotency_key = ? AND status = 'DONE' LIMIT 1", key)
    }
    return try exists(Self.doneKeyQuery, key)
  }

  /// A query that finds out whether a key belongs to a DONE row of this database or of the archive.
  static let doneKeyQuery = """
    SELECT 1 FROM queue_items WHERE idempotency_key = ?1 AND status = 'DONE'
    UNION ALL SELECT 1 FROM queue_done_keys WHERE key = ?1 LIMIT 1
    """
}

// MARK: Requests that added rows

extension Connection {
  package func addition(withKey key: RequestKey) throws(SQLiteError) -> RecordedAddition? {
    guard try hasTable("queue_requests") else { return nil }
    return try first("SELECT digest, item_ids FROM queue_requests WHERE key = ?", key.text) { row in
      RecordedAddition(digest: row.text(0), ids: Dependencies.ids(in: row.text(1)))
    }
  }

  /// Records the rows that a request added, in the transaction that adds them. If the request's key
  /// is recorded already, that record stays.
  package func record(_ request: AddRequest, adding ids: [String]) throws(SQLiteError) {
    try database.execute(DatabaseSchema.requests)
    try statement("INSERT OR IGNORE INTO queue_requests(key, digest, item_ids) VALUES(?, ?, ?)")
      .run([request.key.text, request.digest, ids.joined(separator: ",")])
  }
}
