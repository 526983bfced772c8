package import Model

/// The current row of a query's result. Columns start at 0.
package protocol ResultRow {
  /// The text; empty for NULL.
  func text(_ column: Int) -> String
  func optionalText(_ column: Int) -> String?
  /// The number; 0 for NULL.
  func int(_ column: Int) -> Int
  func optionalInt(_ column: Int) -> Int?
}

extension StoredRow {
  package init(_ row: some ResultRow) {
    self =
      QueueItem(row).map(StoredRow.readable)
      ?? .unreadable(id: row.text(0), status: row.text(1))
  }
}

extension QueueItem {
  /// The columns of an item, in the order in which they are read.
  package static let storedColumns = [
    "id", "status", "priority", "task", "success_criteria", "owner_session", "started_at_kst",
    "due_at_kst", "notes", "lease_owner", "lease_expires_at", "attempt_count", "max_attempts",
    "idempotency_key", "lease_heartbeat", "claim_number", "claim_nonce", "claimed_at",
    "lost_claims", "claim_for_worker", "failure_class", "failure_count",
  ]

  package static let columnDefaults = [
    "attempt_count": "0", "max_attempts": "3", "lease_heartbeat": "1", "lost_claims": "0",
    "claim_for_worker": "0", "failure_count": "0",
  ]

  /// The columns to select if the table has the columns `existing`. A column that an older version
  /// lacks is selected as its default, because a database is read without being migrated.
  package static func selection(from existing: Set<String>) -> String {
    storedColumns.map { existing.contains($0) ? $0 : columnDefaults[$0] ?? "NULL" }
      .joined(separator: ", ")
  }

  /// The item from the current row of `selection`; `nil` if the status is unknown.
  package init?(_ row: some ResultRow) {
    guard let status = Status(rawValue: row.text(1)) else { return nil }
    let notes = Notes(row.text(8) == "-" ? "" : row.text(8))
    self.init(
      id: row.text(0), status: status, priority: Priority(row.text(2)), task: row.cell(3),
      successCriteria: row.cell(4), ownerSession: row.cell(5), startedAt: row.cell(6),
      dueAt: row.cell(7), notes: notes,
      after: notes.after, claim: Claim(row),
      record: QueueItem.Record(
        attemptCount: row.number(11), maxAttempts: row.optionalInt(12),
        idempotencyKey: row.optionalText(13)))
  }
}

extension [QueueItem?] {
  /// The rows of a plan that are not DONE, in the order of `QueueTable`. The array must be sorted
  /// by priority and place.
  package func notDone(ofPlan name: String) -> [QueueItem] {
    let rows = compactMap(\.self).filter { $0.planName == name && ItemID.isWellFormed($0.id) }
    return Status.notDone.flatMap { status in rows.filter { $0.status == status } }
  }
}

extension Claim {
  /// The lease of a row. A lease of the Python tool belongs to a claim without a number.
  fileprivate init?(_ row: some ResultRow) {
    let owner = row.optionalText(9).flatMap { $0.isEmpty ? nil : $0 }
    let lease = owner.map {
      Lease(owner: $0, expiresAt: row.number(10), hasHeartbeat: row.int(14) != 0)
    }
    guard lease != nil || row.optionalInt(15) != nil else { return nil }
    let failure = row.optionalText(20).flatMap(FailureClass.init)
    self.init(
      number: row.int(15), nonce: row.text(16), madeAt: row.number(17), lease: lease,
      streak: failure.map { FailureStreak($0, count: row.number(21)) } ?? .lost(row.number(18)),
      isForWorker: row.int(19) != 0)
  }
}

extension ResultRow {
  /// A count or a time. Other programs may write the column, and numbers are added and subtracted.
  fileprivate func number(_ column: Int) -> Int { min(max(0, int(column)), 1 << 53) }

  /// A cell's text; `nil` if the cell is empty.
  fileprivate func cell(_ column: Int) -> String? {
    let text = text(column)
    return text.isEmpty || text == "-" ? nil : text
  }
}
