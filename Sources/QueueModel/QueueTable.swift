/// What the rules must be able to ask of a queue, whatever holds it.
public protocol QueueTable {
  /// The row with `id`, or `nil`; a row that cannot be changed is a refusal.
  func item(_ id: String) throws(Refusal) -> QueueItem?

  /// The status of `id`, or `nil` where there is no such row that can be read.
  func status(of id: String) -> Status?

  /// Whether any row, well-formed or not, has `id`.
  func contains(_ id: String) -> Bool

  /// Shows the PENDING rows that may be started, by priority, then by place,
  /// until `visit` says that it has seen enough.
  func visitPending(_ visit: (QueueItem) -> Visit)

  /// The ids of the rows that wait for `id`, whatever their status.
  func rows(waitingFor id: String) -> [String]

  /// The highest number of an `ORCH-NNN` id, or 0.
  var highestNumber: Int { get }

  /// Whether the owner keeps dependencies in a column of their own.
  var hasAfterColumn: Bool { get }
}

extension QueueTable {
  /// The row with `id`, which has to be there.
  public func existing(_ id: String) throws(Refusal) -> QueueItem {
    guard let item = try item(id) else { throw .notFound(id) }
    return item
  }
}

/// Whether a visitor wants to see more.
public enum Visit: Equatable, Sendable { case more, enough }
