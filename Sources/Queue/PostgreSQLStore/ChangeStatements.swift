import Model
import PostgreSQL
import QueueStore
import Text

/// The statements that write the rows and events of a decision of the rules. They are sent
/// together.
struct ChangeStatements {
  private(set) var statements: [Statement] = []
  private let table: TransactionTable
  private let author: Author
  private let time: QueueTime
  private let policy: Policy
  private let tables: RowTables
  /// This machine and its folder, `HOST:FOLDER`, which each claim records.
  private let home: String
  /// The time of a claim, as in `StoredEvent`.
  var writtenAt: Int?
  private(set) var lastEvent: Int
  private(set) var lastPayload = ""

  init(
    _ table: TransactionTable, _ tables: RowTables = .queue, of home: String, after lastEvent: Int,
    author: Author, time: QueueTime, policy: Policy
  ) {
    self.home = home
    (self.table, self.tables, self.lastEvent) = (table, tables, lastEvent)
    (self.author, self.time, self.policy) = (author, time, policy)
  }

  /// Writes the row and its events. The finding of the guardrails comes before the change's own
  /// event, and the finding of the reviewer gate after it.
  mutating func write(_ change: ItemChange) throws(PostgreSQLError) {
    if let found = change.findings?.guardrail { write(.guardrail, found.json, of: change) }
    if change.event != .guardrail { try writeRow(change) }
    if let found = change.findings?.verdict { write(.reviewGate, found.json, of: change) }
  }

  private mutating func write(_ event: Event, _ found: JSONObject, of change: ItemChange) {
    write(StoredEvent(event, found, of: change.id, author, time))
  }

  mutating func write(_ fact: QueueFact) { write(StoredEvent(fact, author, time)) }

  private mutating func write(_ event: StoredEvent) {
    lastEvent += 1
    lastPayload = event.payload
    add(
      "INSERT INTO queue_events VALUES ($1, $2, $3, $4, $5)",
      [lastEvent, event.itemID, event.type, lastPayload, time.text])
  }

  var archivedAt: String { time.text }

  /// Records the rows that a request added. If the request's key is recorded already, that record
  /// stays.
  mutating func record(_ request: AddRequest, adding ids: [String]) {
    add(
      "INSERT INTO queue_requests VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING",
      [request.key.text, request.digest, ids.joined(separator: ",")])
  }

  private mutating func writeRow(_ change: ItemChange) throws(PostgreSQLError) {
    var event = StoredEvent(change, author, time)
    if [.picked, .assigned].contains(change.event) { event.writtenAt = writtenAt }
    if change.event == .picked, let claim = change.after?.claim, claim.isForWorker {
      event.claim = (claim.number, home)
    }
    switch (change.before, change.after) {
    case (let before?, let after?): update(before, after, change.event)
    case (nil, let after?):
      insert(after)
      if after.claim != nil {
        var unclaimed = after
        unclaimed.claim = nil
        update(unclaimed, after, change.event)
      }
      if change.event == .restored || change.event == .undone {
        add("DELETE FROM queue_done_keys WHERE item_id = $1", [after.id])
      }
    case (let before?, nil):
      event.place = try table.place(of: before.id)
      recordNumber(of: before.id)
      add("DELETE FROM queue_items WHERE id = $1", [before.id])
      add("DELETE FROM queue_leases WHERE item_id = $1", [before.id])
    case (nil, nil): return
    }
    write(event)
  }

  /// Writes the numbers of the new places of moved and restored rows. Before the moves, the added
  /// rows are the last ones.
  mutating func move(_ changes: [ItemChange]) throws(PostgreSQLError) {
    if changes.allSatisfy({ $0.newPlace == nil }) { return }
    var rows = try table.connection.run("SELECT id, place FROM \(tables.items) ORDER BY place")
      .rows.map { (id: $0.text(0), number: $0.int(1)) }
    for change in changes where change.before == nil {
      rows.append((change.id, (rows.last?.number ?? 0) + 1))
    }
    var order = NumberedRows(rows)
    order.move(changes)
    let (changed, distance) = order.renumbered
    let ids = changed.map(\.id).arrayLiteral
    // Two rows may never have the same number, not even between two statements. So the numbers are
    // first moved out of the way.
    if changed.count > 1 {
      add(
        "UPDATE \(tables.items) SET place = place + $1 WHERE id = ANY($2::text[])",
        [distance, ids])
    }
    add(
      """
      UPDATE \(tables.items) AS item SET place = new.place
      FROM unnest($1::text[], $2::bigint[]) AS new(id, place) WHERE item.id = new.id
      """, [ids, changed.map { String($0.number) }.arrayLiteral])
  }

  // MARK: Rows

  private typealias Field = (column: String, value: (any Parameter)?)

  private mutating func update(_ before: QueueItem, _ after: QueueItem, _ event: Event) {
    var fields: [Field] = Column.allCases.filter { before.text(of: $0) != after.text(of: $0) }
      .map { ($0.name, after.stored($0)) }
    if before.record != after.record { fields += recordFields(after) }
    if let number = after.claim?.number, number != before.claim?.number {
      raise(TransactionTable.lastClaim, to: number)
      fields.append(("claim_home", home))
    }
    let claim = claimFields(after.claim)
    if !claim.elementsEqual(claimFields(before.claim), by: Self.isSame) { fields += claim }
    if before.claim?.lease != after.claim?.lease { write(after.claim?.lease, of: after.id) }
    if let error = event.lastError(after) { fields.append(("last_error", error)) }
    // A heartbeat changes only the table of leases, which has few columns.
    if fields.isEmpty { return }
    fields.append(("updated_at", time.text))
    let assignments = fields.enumerated().map { "\($1.column) = $\($0 + 1)" }
    add(
      """
      UPDATE \(tables.items) SET \(assignments.joined(separator: ", "))
      WHERE id = $\(fields.count + 1)
      """, fields.map(\.value) + [after.id])
  }

  private static func isSame(_ left: Field, _ right: Field) -> Bool {
    left.value?.parameterText == right.value?.parameterText
  }

  private func recordFields(_ item: QueueItem) -> [Field] {
    [
      ("attempt_count", item.attemptCount),
      ("max_attempts", item.maxAttempts ?? policy.maxAttempts),
      ("idempotency_key", item.idempotencyKey),
    ]
  }

  private func claimFields(_ claim: Claim?) -> [Field] {
    let streak = claim?.streak == .lost(claim?.lostCount ?? 0) ? nil : claim?.streak
    return [
      ("claim_number", claim?.number), ("claim_nonce", claim?.nonce), ("claimed_at", claim?.madeAt),
      ("lost_claims", claim?.lostCount ?? 0),
      ("claim_for_worker", claim?.isForWorker ?? false ? 1 : 0),
      ("failure_class", streak?.failure.rawValue), ("failure_count", streak?.count ?? 0),
    ]
  }

  private mutating func write(_ lease: Lease?, of id: String) {
    guard let lease else { return add("DELETE FROM queue_leases WHERE item_id = $1", [id]) }
    add(
      """
      INSERT INTO queue_leases VALUES ($1, $2, $3, $4) ON CONFLICT (item_id) DO UPDATE SET
        lease_owner = excluded.lease_owner, lease_expires_at = excluded.lease_expires_at,
        lease_heartbeat = excluded.lease_heartbeat
      """, [id, lease.owner, lease.expiresAt, lease.hasHeartbeat ? 1 : 0])
  }

  private mutating func insert(_ item: QueueItem) {
    var fields: [Field] = Column.allCases.map { ($0.name, item.stored($0)) } + recordFields(item)
    fields += [("created_at", time.text), ("updated_at", time.text)]
    recordNumber(of: item.id)
    var names = fields.map(\.column)
    var values = fields.indices.map { "$\($0 + 1)" }
    names.append("place")
    values.append("(SELECT coalesce(max(place), 0) + 1 FROM \(tables.items))")
    add(
      """
      INSERT INTO \(tables.items)(\(names.joined(separator: ", ")))
      VALUES (\(values.joined(separator: ", ")))
      """, fields.map(\.value))
  }

  // MARK: Numbers

  /// Records an id that a row gets or had, so that no other row gets the same id.
  mutating func recordNumber(of id: String) {
    guard let (prefix, number) = NumberedID.parts(of: id) else { return }
    raise(TransactionTable.numberKey(prefix), to: number)
  }

  mutating func raise(_ key: String, to number: Int) {
    if let known = table.number(key), known >= number { return }
    add(
      """
      INSERT INTO queue_meta VALUES ($1, $2)
      ON CONFLICT (key) DO UPDATE SET value = greatest(queue_meta.value, excluded.value)
      """, [key, number])
  }

  mutating func add(_ sql: String, _ values: [(any Parameter)?]) {
    statements.append(Statement(sql, values))
  }
}
