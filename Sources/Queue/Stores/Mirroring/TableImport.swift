import Model
import QueueStore
import SQLite
import Text

/// An import of rows of the table into the database, within one transaction.
struct TableImport {
  private let connection: Connection
  private let policy: Policy
  private let force: Bool
  /// Whether the database has no row yet, and has never agreed with a file.
  let isFresh: Bool
  private let mirror: MirrorTable
  private var writer: ChangeWriter
  private let insertion: RowInsertion
  private(set) var report = MirrorReport()

  init(
    _ connection: Connection, author: Author, time: QueueTime, policy: Policy, force: Bool
  ) throws(SQLiteError) {
    self.connection = connection
    self.policy = policy
    self.force = force
    mirror = MirrorTable(connection: connection)
    writer = ChangeWriter(connection: connection, author: author, time: time, policy: policy)
    insertion = try RowInsertion(connection, author: author, time: time, policy: policy)
    isFresh = try connection.isEmpty()
  }

  // MARK: Rows of the table

  mutating func add(_ item: QueueItem) throws(SQLiteError) {
    let file = ItemFields(item, namesWorkers: policy.namesWorkers)
    if isFresh { return try insert(file, item) }
    let entry = try mirror.entry(item.id, policy)
    let stored = try connection.row(item.id)
    if case .unreadable(let id, _)? = stored { return report.add(.unreadable, id) }
    let database = stored?.item.map { ItemFields($0, like: file, entry, policy) }
    let isNew = entry == nil && database != nil
    let isChanged = isNew ? try connection.hasEvents(of: item.id) : false
    let result = RowImport(
      file, database: database, agreed: entry?.row, isChanged: isChanged, force: force)
    switch (result, stored?.item) {
    case (.agreed, let stored?):
      report.rows += 1
      try agree(file, item, stored, entry)
    case (.changed(let fields), let stored?):
      report.rows += 1
      try update(stored, to: file, fields, item)
    case (.kept(let fields), _):
      report.rows += 1
      report.add(.kept, item.id, fields)
    case (.gone, _): report.add(.gone, item.id)
    case (.added, _), (.agreed, nil), (.changed, nil): try insert(file, item)
    }
  }

  private mutating func insert(_ file: ItemFields, _ item: QueueItem) throws(SQLiteError) {
    try insertion.insert(file, claim: Claim.handedOver(item.claim, to: nil, for: item))
    report.rows += 1
    report.add(.added, item.id)
  }

  private func agree(
    _ file: ItemFields, _ item: QueueItem, _ stored: QueueItem, _ entry: MirrorEntry?
  ) throws(SQLiteError) {
    let agreed = MirrorEntry(file, of: stored)
    if agreed != entry { try mirror.set(agreed) }
    var after = stored
    if item.claim != nil { after.claim = Claim.handedOver(item.claim, to: stored.claim, for: item) }
    if after != stored { try writer.write(ItemChange(.migrated, before: stored, after: after)) }
  }

  private mutating func update(
    _ stored: QueueItem, to file: ItemFields, _ fields: [ItemFields.Field], _ item: QueueItem
  ) throws(SQLiteError) {
    var after = file.databaseRow(from: stored, fields, impliedAttempts: policy.maxAttempts)
    after.claim = Claim.handedOver(item.claim, to: stored.claim, for: after)
    try writer.write(ItemChange(.migrated, before: stored, after: after))
    try mirror.set(MirrorEntry(file, of: after))
    report.add(.changed, item.id, fields)
  }

  // MARK: Rows that the table lacks

  /// Deletes a row that was deleted in the table, unless the database has changed it since.
  mutating func remove(_ id: String) throws(SQLiteError) {
    guard let stored = try connection.row(id)?.item else { return try mirror.remove(id) }
    let entry = try mirror.entry(id, policy)
    guard let entry, entry.row == ItemFields(stored, like: nil, entry, policy) else {
      return report.add(.kept, id)
    }
    try writer.write(ItemChange(.migrated, before: stored, after: nil))
    try mirror.remove(id)
  }

  /// Reports the rows that only the database has, and removes the mirror entries of rows that
  /// neither side has.
  ///
  /// - Parameter removes: whether rows that both had, and the table lacks now, are deleted.
  mutating func finish(_ table: MarkdownTable, removing removes: Bool) throws(SQLiteError) {
    try connection.raiseLastClaimNumber(to: table.claims.highestNumber)
    if isFresh { return }
    let lacking = try connection.rows().map(\.id).filter { !table.contains($0) }
    var removed: Set<String> = []
    for id in lacking where removes {
      if try mirror.entry(id, policy) != nil { removed.insert(id) }
    }
    try writer.notePlaces(of: lacking.filter(removed.contains))
    for id in lacking {
      if removed.contains(id) { try remove(id) } else { report.add(.onlyInDatabase, id) }
    }
    for id in try mirror.idsOfDeleted() where !table.contains(id) { try mirror.remove(id) }
  }
}

extension Connection {
  /// Whether the database has no row, and has never agreed with a file.
  func isEmpty() throws(SQLiteError) -> Bool {
    try statement("SELECT 1 FROM queue_items UNION ALL SELECT 1 FROM queue_mirror LIMIT 1")
      .first { _ in false } ?? true
  }
}

extension ItemFields {
  /// The fields of a row of the database. If the table has a limit of attempts for the row, the
  /// database's limit is the row's own. Otherwise `mirror` shows whether it is the row's own limit,
  /// or the limit for all rows.
  init(_ item: QueueItem, like file: ItemFields?, _ mirror: MirrorEntry?, _ policy: Policy) {
    let limit = item.maxAttempts.map(String.init)
    let isInFile = limit != nil && file?[.maxAttempts] == limit
    let implied = mirror.map(\.impliedAttempts) ?? policy.maxAttempts
    self.init(
      item, impliedAttempts: isInFile ? nil : implied, namesWorkers: policy.namesWorkers)
  }
}

/// Inserts rows of the table into the database, each with its event and its mirror.
///
/// It has the same effect as `ChangeWriter`, but prepares its statements only one time, because an
/// import may have a hundred thousand rows.
private struct RowInsertion {
  private let items: Statement
  private let events: Statement
  private let mirror: Statement
  private let time: String
  private let impliedAttempts: Int
  /// The event's JSON before the cells of the row, and the JSON after them.
  private let payload: (before: [UInt8], after: [UInt8])

  init(
    _ connection: Connection, author: Author, time: QueueTime, policy: Policy
  ) throws(SQLiteError) {
    items = try connection.statement(
      """
      INSERT INTO queue_items(id, status, priority, task, success_criteria, owner_session,
        started_at_kst, due_at_kst, notes, created_at, updated_at, attempt_count, max_attempts,
        idempotency_key, \(ChangeWriter.claimColumns.joined(separator: ", ")))
      VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
        ?18, ?19, ?20, ?21, ?22, ?23)
      """)
    events = try connection.statement(
      "INSERT INTO queue_events(item_id, event_type, payload_json, created_at) VALUES(?, ?, ?, ?)")
    mirror = try connection.statement("INSERT OR REPLACE INTO queue_mirror VALUES(?, ?)")
    self.time = time.text
    impliedAttempts = policy.maxAttempts
    payload = Self.payload(author, time)
  }

  private static func payload(
    _ author: Author, _ time: QueueTime
  ) -> (before: [UInt8], after: [UInt8]) {
    func json(_ text: String) -> String { JSONValue.string(text).description }
    let before = "{\"actor\":\(json(author.actor)),\"after\":"
    let after =
      ",\"before\":{},\"command\":\(json(author.command)),\"trace_id\":\(json(author.traceID))"
      + ",\"ts\":\(json(time.iso8601))}"
    return (Array(before.utf8), Array(after.utf8))
  }

  func insert(_ row: ItemFields, claim: Claim?) throws(SQLiteError) {
    let cells = row.json
    try items.run(texts(of: row) + numbers(of: row) + ChangeWriter.claimValues(claim))
    let event = String(decoding: payload.before + cells + payload.after, as: UTF8.self)
    try events.run(row.id, Event.migrated.rawValue, event, time)
    let implied = row[.maxAttempts] == nil ? impliedAttempts : nil
    try mirror.run(row.id, MirrorEntry(row: row, impliedAttempts: implied).text(cells))
  }

  private func texts(of row: ItemFields) -> [(any Bindable)?] {
    Column.allCases.map { column in
      row[column: column] ?? (column == .notes ? "" : "-")
    } + [time]
  }

  private func numbers(of row: ItemFields) -> [(any Bindable)?] {
    [
      row[.attemptCount].flatMap { Int($0) } ?? 0,
      row[.maxAttempts].flatMap { Int($0) } ?? impliedAttempts, row[.idempotencyKey],
    ]
  }
}
