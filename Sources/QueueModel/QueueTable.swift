/// What the rules must be able to ask of a queue, whatever holds it.
public protocol QueueTable {
  /// The row with `id`, or `nil`; a row that cannot be changed is a refusal.
  func item(_ id: String) throws(Refusal) -> QueueItem?

  /// The status of `id`, or `nil` where there is no such row that can be read.
  func status(of id: String) -> Status?

  /// Whether any row, well-formed or not, has `id`.
  func contains(_ id: String) -> Bool

  /// Shows the well-formed rows with `status`, by priority, then by place, until
  /// `visit` says that it has seen enough.
  func visit(_ status: Status, _ visit: (QueueItem) -> Visit)

  /// The ids of the rows that wait for `id`, whatever their status.
  func rows(waitingFor id: String) -> [String]

  /// The highest number of an `ORCH-NNN` id, or 0.
  var highestNumber: Int { get }

  /// Whether the owner keeps dependencies in a column of their own.
  var hasAfterColumn: Bool { get }

  /// Whether attempts and keys are fields of their own, `QueueItem.Record`, and not notes.
  var hasRecords: Bool { get }

  /// The number of the claim that comes next.
  var nextClaimNumber: Int { get }

  /// Whether a DONE row has the idempotency key.
  func hasDone(idempotencyKey: String) -> Bool
}

extension QueueTable {
  /// The row with `id`, which has to be there.
  public func existing(_ id: String) throws(Refusal) -> QueueItem {
    guard let item = try item(id) else { throw .notFound(id) }
    return item
  }

  /// All rows that `visit` would show.
  public func items(_ status: Status) -> [QueueItem] {
    var items: [QueueItem] = []
    visit(status) { item in
      items.append(item)
      return .more
    }
    return items
  }
}

/// Whether a visitor wants to see more.
public enum Visit: Equatable, Sendable { case more, enough }
