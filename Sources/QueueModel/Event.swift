/// What happens to rows, by the names of the event log. Source: `docs/storage.md`.
public enum Event: String, CaseIterable, Sendable {
  case added, picked, done, failed, blocked, released, assigned, retried
  case leaseAcquired = "lease_acquired"
  case leaseRenewed = "lease_renewed"
  case leaseReleased = "lease_released"
  case leaseEnded = "lease_ended"
  case idempotencySkipped = "idempotency_skipped"
  /// What the guardrails and the reviewer gate found of a report.
  case guardrail
  case reviewGate = "review_gate"
  case cancelled, replanned, undone, restored
  /// What people said to a row that waited for them.
  case answered, approved, rejected
  case firstSeen = "first_seen"
  case externalEdit = "external_edit"
  case migrated, rendered
  /// The row went to the archive, with its events.
  case archived
}
