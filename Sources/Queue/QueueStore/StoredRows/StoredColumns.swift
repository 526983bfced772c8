package import Model

extension QueueItem {
  /// The stored text of a column: `-` for an empty cell, but the empty text for empty notes.
  package func stored(_ column: Column) -> String {
    text(of: column) ?? (column == .notes ? "" : "-")
  }
}

extension Event {
  /// The new text of the column `last_error`; `nil` if it does not change.
  package func lastError(_ item: QueueItem) -> String? {
    switch self {
    case .failed: item.notes.text
    case .done, .blocked: ""
    case .added, .edited, .removed, .moved, .picked, .released, .assigned, .retried,
      .leaseAcquired, .leaseRenewed, .leaseReleased, .leaseEnded, .idempotencySkipped, .cancelled,
      .replanned, .undone, .restored,
      .answered, .approvalRequested, .approved, .rejected, .firstSeen, .externalEdit, .migrated,
      .rendered, .archived, .guardrail, .reviewGate, .pullRequest:
      nil
    }
  }
}
