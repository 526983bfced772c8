package import QueueModel
package import SQLite

/// How a row of the database becomes an item.
///
/// A column that an older version lacks reads as its default: who only reads need not
/// migrate.
package struct StoredItem {
  /// The columns that make an item, in the order in which they are read.
  private static let columns = [
    "id", "status", "priority", "task", "success_criteria", "owner_session", "started_at_kst",
    "due_at_kst", "notes", "lease_owner", "lease_expires_at", "attempt_count", "max_attempts",
    "idempotency_key", "lease_heartbeat", "claim_number", "claim_nonce", "claimed_at",
    "lost_claims", "claim_for_worker",
  ]

  private static let defaults = [
    "attempt_count": "0", "max_attempts": "3", "lease_heartbeat": "1", "lost_claims": "0",
    "claim_for_worker": "0",
  ]

  /// What to select, where the table has the columns `existing`.
  static func selection(from existing: Set<String>) -> String {
    columns.map { existing.contains($0) ? $0 : defaults[$0] ?? "NULL" }.joined(separator: ", ")
  }

  /// The item of the row at which the statement stands; `nil` for a status that nobody
  /// knows.
  package static func read(_ row: Statement) -> QueueItem? {
    guard let status = Status(rawValue: row.text(1)) else { return nil }
    let notes = Notes(row.text(8) == "-" ? "" : row.text(8))
    return QueueItem(
      id: row.text(0), status: status, priority: Priority(row.text(2)), task: row.cell(3),
      successCriteria: row.cell(4), ownerSession: row.cell(5), startedAt: row.cell(6),
      dueAt: row.cell(7), notes: notes,
      after: notes.after, claim: claim(row),
      record: QueueItem.Record(
        attemptCount: row.int(11), maxAttempts: row.optionalInt(12),
        idempotencyKey: row.optionalText(13)))
  }

  /// A lease that the Python tool gave belongs to a claim without number.
  private static func claim(_ row: Statement) -> Claim? {
    let owner = row.optionalText(9).flatMap { $0.isEmpty ? nil : $0 }
    let lease = owner.map {
      Lease(owner: $0, expiresAt: row.int(10), hasHeartbeat: row.int(14) != 0)
    }
    guard lease != nil || !row.isNull(15) else { return nil }
    return Claim(
      number: row.int(15), nonce: row.text(16), madeAt: row.int(17), lease: lease,
      lost: row.int(18), isForWorker: row.int(19) != 0)
  }
}

extension Statement {
  /// A cell's text; `nil` for one that says nothing.
  fileprivate func cell(_ column: Int) -> String? {
    let text = text(column)
    return text.isEmpty || text == "-" ? nil : text
  }
}
