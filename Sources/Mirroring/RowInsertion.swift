import JSON
import QueueModel
import QueueStore
import SQLite
import SQLiteStore

/// Rows of the table that come into the database, each with its event and its mirror.
///
/// What `ChangeWriter` does for any change, with statements that are put together once: an
/// import may bring a hundred thousand rows.
struct RowInsertion {
  private let items: Statement
  private let events: Statement
  private let mirror: Statement
  private let time: String
  private let impliedAttempts: Int
  /// The event around the cells of the row.
  private let payload: (before: [UInt8], after: [UInt8])

  init(
    _ connection: Connection, author: Author, time: QueueTime, policy: Policy
  ) throws(SQLiteError) {
    items = try connection.statement(
      """
      INSERT INTO queue_items(id, status, priority, task, success_criteria, owner_session,
        started_at_kst, due_at_kst, notes, created_at, updated_at, attempt_count, max_attempts,
        idempotency_key, lease_owner, lease_expires_at, lease_heartbeat, claim_number,
        claim_nonce, claimed_at, lost_claims, claim_for_worker)
      VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
        ?18, ?19, ?20, ?21)
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
    try items.run(texts(of: row) + numbers(of: row) + fields(of: claim))
    let event = String(decoding: payload.before + cells + payload.after, as: UTF8.self)
    try events.run(row.id, Event.migrated.rawValue, event, time)
    try mirror.run(row.id, text(of: row, cells))
  }

  private func text(of row: ItemFields, _ cells: [UInt8]) -> String {
    var entry = MirrorEntry(row: row, impliedAttempts: nil)
    if row[.maxAttempts] == nil { entry.impliedAttempts = impliedAttempts }
    return entry.text(cells)
  }

  private func texts(of row: ItemFields) -> [(any Bindable)?] {
    Column.allCases.map { column in
      row[ItemFields.Field(column)] ?? (column == .notes ? "" : "-")
    } + [time]
  }

  private func numbers(of row: ItemFields) -> [(any Bindable)?] {
    [
      row[.attemptCount].flatMap { Int($0) } ?? 0,
      row[.maxAttempts].flatMap { Int($0) } ?? impliedAttempts, row[.idempotencyKey],
    ]
  }

  private func fields(of claim: Claim?) -> [(any Bindable)?] {
    [
      claim?.lease?.owner, claim?.lease?.expiresAt, claim?.lease?.hasHeartbeat == false ? 0 : 1,
      claim?.number, claim?.nonce, claim?.madeAt, claim?.lost ?? 0,
      claim?.isForWorker ?? false ? 1 : 0,
    ]
  }
}
