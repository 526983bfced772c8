/// What the rules must be able to ask of a queue, whatever holds it.
///
/// A table that is read while the rules ask, like a database, may fail at any question; what it
/// throws then passes through the rules to the store, which knows it. A table in memory answers
/// always: it declares its functions without `throws`.
public protocol QueueTable {
  /// The row with `id`, or `nil`; a row that cannot be changed is a `Refusal`.
  func item(_ id: String) throws -> QueueItem?

  /// The status of `id`, or `nil` where there is no such row that can be read.
  func status(of id: String) throws -> Status?

  /// Whether any row, well-formed or not, has `id`.
  func contains(_ id: String) throws -> Bool

  /// Shows the well-formed rows with `status`, by priority, then by place, until
  /// `visit` says that it has seen enough, or throws.
  func visit(_ status: Status, _ visit: (QueueItem) throws -> Visit) throws

  /// The ids of the rows that wait for `id`, whatever their status.
  func rows(waitingFor id: String) throws -> [String]

  /// The highest number of an `ORCH-NNN` id, or 0.
  var highestNumber: Int { get throws }

  /// The number of the claim that comes next.
  var nextClaimNumber: Int { get throws }

  /// Whether a DONE row has the idempotency key.
  func hasDone(idempotencyKey: String) throws -> Bool
}

extension QueueTable {
  /// The row with `id`, which has to be there.
  public func existing(_ id: String) throws -> QueueItem {
    guard let item = try item(id) else { throw Refusal.notFound(id) }
    return item
  }

  /// All rows that `visit` would show.
  public func items(_ status: Status) throws -> [QueueItem] {
    var items: [QueueItem] = []
    try visit(status) { item in
      items.append(item)
      return .more
    }
    return items
  }

  /// What a row waits for; nothing, where it is not there or cannot be changed.
  func dependencies(of id: String) throws -> [String] {
    do { return try item(id)?.after ?? [] } catch is Refusal { return [] }
  }
}

/// Whether a visitor wants to see more.
public enum Visit: Equatable, Sendable { case more, enough }

/// A row that no command touches until somebody mends it.
public struct MalformedRow: Equatable, Sendable {
  /// `nil` where the row says none.
  public let id: String?
  /// `nil` where the row can't be read as far.
  public let status: Status?
  /// Its line in the Markdown file, counting from 1; `nil` in other stores.
  public let line: Int?
  /// What is wrong with it, as `lint` says it.
  public let problem: String

  public init(id: String?, status: Status?, line: Int?, problem: String) {
    self.id = id
    self.status = status
    self.line = line
    self.problem = problem
  }

  /// Whether it might be one that waits to be started.
  var mayBePending: Bool { status ?? .pending == .pending }
}
