/// The whole data of a database's queue, in the order in which it was written, for a copy to
/// another database. Equal contents mean equal queues.
public struct QueueContents: Equatable, Sendable {
  /// The tables that all databases have.
  public enum Table: CaseIterable, Sendable {
    case items, events, numbers, doneKeys, requests, archivedItems, archivedEvents

    /// The columns. Rows are in the order of `place`, which is a number.
    public var columns: [String] {
      switch self {
      case .items, .archivedItems: Self.itemColumns
      case .events, .archivedEvents:
        ["event_id", "item_id", "event_type", "payload_json", "created_at"]
      case .numbers: ["key", "value"]
      case .doneKeys: ["key", "item_id", "archived_at"]
      case .requests: ["key", "digest", "item_ids"]
      }
    }

    /// The columns that belong to a lease.
    public static let leaseColumns = ["lease_owner", "lease_expires_at", "lease_heartbeat"]

    private static let itemColumns =
      [
        "id", "place", "status", "priority", "task", "success_criteria", "owner_session",
        "started_at_kst", "due_at_kst", "notes", "created_at", "updated_at", "attempt_count",
        "max_attempts", "idempotency_key", "last_error", "claim_number", "claim_nonce",
        "claimed_at", "lost_claims", "claim_for_worker", "failure_class", "failure_count",
      ] + leaseColumns
  }

  /// The rows of each table; numbers are digits, and `nil` is NULL.
  public var rows: [Table: [[String?]]] = [:]

  public init() {}

  public subscript(table: Table) -> [[String?]] {
    get { rows[table] ?? [] }
    set { rows[table] = newValue.isEmpty ? nil : newValue }
  }

  /// Whether all tables except the numbers are equal: a new queue has a number of the last claim,
  /// while an old database may have none.
  public func hasSameRecords(as other: QueueContents) -> Bool {
    Table.allCases.allSatisfy { $0 == .numbers || self[$0] == other[$0] }
  }

  /// Whether the queue has never been used.
  public var isUnused: Bool { self[.items].isEmpty && self[.events].isEmpty }
}

/// A store whose queue can be copied to another one as a whole.
public protocol ContentsCopying {
  /// The contents at one moment.
  func contents() throws(StoreError) -> QueueContents

  /// Fills a queue that was never used, in one transaction.
  ///
  /// - Returns: `false` if the queue was used. In this case nothing is changed.
  func fill(with contents: QueueContents) throws(StoreError) -> Bool
}
