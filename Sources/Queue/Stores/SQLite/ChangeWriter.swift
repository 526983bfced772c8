package import Model
import QueueStore
package import SQLite
import Text

package struct ChangeWriter {
  let connection: Connection
  let author: Author
  let time: QueueTime
  let policy: Policy
  /// The time for claims, in nanoseconds since 1970, which can be compared with the times of files.
  /// `nil` if the queue's clock is not the machine's clock.
  var writtenAt: Int?
  /// The places of removed rows while all of them were there, by id.
  private var places: [String: RowPlace] = [:]

  package init(connection: Connection, author: Author, time: QueueTime, policy: Policy) {
    (self.connection, self.author, self.time, self.policy) = (connection, author, time, policy)
  }

  /// Notes the places of rows that are removed together, before the first one goes.
  mutating func notePlaces(of ids: [String]) throws(SQLiteError) {
    for id in ids { places[id] = try place(of: id) }
  }

  /// Writes the row and its events. The finding of the guardrails comes before the change's own
  /// event, and the finding of the reviewer gate after it.
  package func write(_ change: ItemChange) throws(SQLiteError) {
    if let found = change.findings?.guardrail { try write(.guardrail, found.json, of: change) }
    if change.event != .guardrail { try writeRow(change) }
    if let found = change.findings?.verdict { try write(.reviewGate, found.json, of: change) }
  }

  private func write(
    _ event: Event, _ found: JSONObject, of change: ItemChange
  ) throws(SQLiteError) {
    try write(StoredEvent(event, found, of: change.id, author, time))
  }

  private func writeRow(_ change: ItemChange) throws(SQLiteError) {
    var event = StoredEvent(change, author, time)
    if [.picked, .assigned].contains(change.event) { event.writtenAt = writtenAt }
    switch (change.before, change.after) {
    case (let before?, let after?): try update(before, after, change.event)
    case (nil, let after?):
      try insert(after)
      if after.claim != nil {
        var unclaimed = after
        unclaimed.claim = nil
        try update(unclaimed, after, change.event)
      }
      // A row that was restored from the archive has its key itself again.
      if change.event == .restored || change.event == .undone {
        try run("DELETE FROM queue_done_keys WHERE item_id = ?", [after.id])
      }
    case (let before?, nil):
      event.place = places[before.id]
      if event.place == nil { event.place = try place(of: before.id) }
      try connection.recordNumber(of: before.id)
      try run("DELETE FROM queue_items WHERE id = ?", [before.id])
    case (nil, nil): return
    }
    try write(event)
  }

  func write(_ fact: QueueFact) throws(SQLiteError) {
    try write(StoredEvent(fact, author, time))
  }

  func write(_ event: StoredEvent) throws(SQLiteError) {
    try run(
      "INSERT INTO queue_events(item_id, event_type, payload_json, created_at) VALUES(?, ?, ?, ?)",
      [event.itemID, event.type, event.payload, time.text])
  }

  /// Writes the row ids for the new places of moved and restored rows. Before, the restored rows
  /// are the last ones.
  package func move(_ changes: [ItemChange]) throws(SQLiteError) {
    if changes.allSatisfy({ $0.newPlace == nil }) { return }
    var order = try connection.order()
    order.move(changes)
    try connection.set(order)
  }

  // MARK: Updating a row

  private func update(
    _ before: QueueItem, _ after: QueueItem, _ event: Event
  ) throws(SQLiteError) {
    var fields = Column.allCases.filter { before.text(of: $0) != after.text(of: $0) }
      .map { Field($0.name, after.stored($0)) }
    if before.record != after.record { fields += recordFields(after) }
    if before.claim != after.claim { fields += try claimFields(after.claim, before.claim) }
    if let error = event.lastError(after) { fields.append(Field("last_error", error)) }
    fields.append(Field("updated_at", time.text))
    let assignments = fields.map { "\($0.column) = ?" }.joined(separator: ", ")
    try run(
      "UPDATE queue_items SET \(assignments) WHERE id = ?", fields.map(\.value) + [after.id])
  }

  private struct Field {
    let column: String
    let value: (any Bindable)?

    init(_ column: String, _ value: (any Bindable)?) { (self.column, self.value) = (column, value) }
  }

  private func recordFields(_ item: QueueItem) -> [Field] {
    [
      Field("attempt_count", item.attemptCount),
      // A value is always written, because the Python tool's tables declare the column NOT NULL.
      Field("max_attempts", item.maxAttempts ?? policy.maxAttempts),
      Field("idempotency_key", item.idempotencyKey),
    ]
  }

  private func claimFields(_ claim: Claim?, _ before: Claim?) throws(SQLiteError) -> [Field] {
    if let claim, claim.number != before?.number {
      try run(
        "UPDATE queue_meta SET value = max(value, ?) WHERE key = 'last_claim'", [claim.number])
    }
    return zip(Self.claimColumns, Self.claimValues(claim)).map { Field($0, $1) }
  }

  package static let claimColumns = [
    "lease_owner", "lease_expires_at", "lease_heartbeat", "claim_number", "claim_nonce",
    "claimed_at", "lost_claims", "claim_for_worker", "failure_class", "failure_count",
  ]

  package static func claimValues(_ claim: Claim?) -> [(any Bindable)?] {
    let streak = claim?.streak == .lost(claim?.lostCount ?? 0) ? nil : claim?.streak
    return [
      claim?.lease?.owner, claim?.lease?.expiresAt, claim?.lease?.hasHeartbeat == false ? 0 : 1,
      claim?.number, claim?.nonce, claim?.madeAt, claim?.lostCount ?? 0,
      claim?.isForWorker ?? false ? 1 : 0, streak?.failure.rawValue, streak?.count ?? 0,
    ]
  }

  // MARK: Inserting a row

  private func insert(_ item: QueueItem) throws(SQLiteError) {
    var fields = Column.allCases.map { Field($0.name, item.stored($0)) } + recordFields(item)
    fields += [Field("created_at", time.text), Field("updated_at", time.text)]
    try connection.recordNumber(of: item.id)
    let names = fields.map(\.column).joined(separator: ", ")
    let values = fields.map { _ in "?" }.joined(separator: ", ")
    try run("INSERT INTO queue_items(\(names)) VALUES(\(values))", fields.map(\.value))
  }

  private func place(of id: String) throws(SQLiteError) -> RowPlace {
    try connection.first(
      """
      SELECT id FROM queue_items WHERE rowid < (SELECT rowid FROM queue_items WHERE id = ?)
      ORDER BY rowid DESC LIMIT 1
      """, id
    ) { .behind($0.text(0)) } ?? .first
  }

  private func run(_ sql: String, _ values: [(any Bindable)?]) throws(SQLiteError) {
    try connection.statement(sql).run(values)
  }
}
