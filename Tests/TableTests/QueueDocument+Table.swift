public import Model
public import Table

/// A document alone as the table of a store: no row has a claim.
extension QueueDocument: QueueTable {
  public var nextClaimNumber: Int { 1 }
  public func archivedStatus(of id: String) -> Status? { nil }
  public func wasRemoved(_ id: String) -> Bool { false }
  public func hasDone(idempotencyKey key: String) -> Bool { idempotencyKeys(.done).contains(key) }
}
