/// What the rules ask of a queue, in whatever store.
///
/// A table that is read while the rules ask, like a database, may fail at any question; its error
/// passes through the rules to the store. A table in memory declares its functions without
/// `throws`.
public protocol QueueTable {
  /// The row with `id`, or `nil`; a row that cannot be changed is a `Refusal`.
  func item(_ id: String) throws -> QueueItem?

  /// The status of `id`, or `nil` where there is no such row that can be read.
  func status(of id: String) throws -> Status?

  /// Whether any row, well-formed or not, has `id`.
  func contains(_ id: String) throws -> Bool

  /// Visits the well-formed rows with `status`, by priority, then by place, until `body` returns
  /// `.enough` or throws.
  func visit(_ status: Status, _ body: (QueueItem) throws -> Visit) throws

  /// Visits the same rows, and makes an item only of those that `body` asks for.
  ///
  /// - Parameters:
  ///   - status: that of the rows.
  ///   - body: gets the row's bytes where these say enough, and what makes its item.
  func scan(
    _ status: Status, _ body: (PlainRow?, _ item: () -> QueueItem?) throws -> Visit) throws

  /// The well-formed PENDING rows that have a lease, in the order of `visit`. They are few.
  var leasedPending: [QueueItem] { get throws }

  /// The number of well-formed rows with `status`.
  func count(_ status: Status) throws -> Int

  /// Whether a row with the status may have this segment in its notes; `false` is certain. It costs
  /// less than to visit the rows.
  func mayHave(note: String, _ status: Status) throws -> Bool

  /// The status with which a row was archived that is not there; `nil` where it was not.
  func archivedStatus(of id: String) throws -> Status?

  /// Whether a row was removed that is not there, as far as the queue has a record of it.
  func wasRemoved(_ id: String) throws -> Bool

  /// The ids of the rows that wait for any of `ids`, whatever their status.
  func rows(waitingFor ids: Set<String>) throws -> [String]

  /// The well-formed rows of a plan that are not DONE: those at work, those that stopped, and then
  /// those that are PENDING, each by priority and by place.
  func rowsNotDone(ofPlan name: String) throws -> [QueueItem]

  /// The highest number of an id `PREFIX-NNN` that a row has or had, as far as the queue has a
  /// record of it; 0 for none.
  func highestNumber(of prefix: String) throws -> Int

  /// The number of the claim that comes next.
  var nextClaimNumber: Int { get throws }

  /// Whether a DONE row has the idempotency key.
  func hasDone(idempotencyKey: String) throws -> Bool

  /// What a request with the key added, also where those rows are gone; `nil` where none did. Rows
  /// that were read away from their store have no such record.
  func addition(withKey: RequestKey) throws -> RecordedAddition?
}

extension QueueTable {
  /// The row with `id`, which has to be there.
  public func existing(_ id: String) throws -> QueueItem {
    guard let item = try item(id) else { throw Refusal.notFound(id) }
    return item
  }

  public func scan(
    _ status: Status, _ body: (PlainRow?, _ item: () -> QueueItem?) throws -> Visit
  ) throws {
    try visit(status) { item in try body(nil) { item } }
  }

  public var leasedPending: [QueueItem] {
    get throws { try items(.pending).filter { $0.claim?.lease != nil } }
  }

  public func count(_ status: Status) throws -> Int { try items(status).count }

  public func rowsNotDone(ofPlan name: String) throws -> [QueueItem] {
    var rows: [QueueItem] = []
    for status in Status.notDone where try mayHave(note: QueueItem.note(ofPlan: name), status) {
      try scan(status) { row, item in
        // A row whose bytes say enough is in no plan.
        if row == nil, let item = item(), item.planName == name { rows.append(item) }
        return .more
      }
    }
    return rows
  }

  public func addition(withKey: RequestKey) throws -> RecordedAddition? { nil }

  /// What became of a row that is not there; `nil` where nothing says so.
  public func absence(of id: String) throws -> Absence? {
    if let status = try archivedStatus(of: id) { return .archived(status) }
    return try wasRemoved(id) ? .removed : nil
  }

  /// Whether a row may wait for another one: it is there, or archived.
  func isKnown(_ id: String) throws -> Bool {
    try contains(id) || archivedStatus(of: id) != nil
  }

  public func mayHave(note: String, _ status: Status) throws -> Bool { true }

  /// All well-formed rows with a status, in the order of `visit`.
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

/// What the body of `QueueTable.visit` wants after a row: more rows, or none.
public enum Visit: Equatable, Sendable { case more, enough }

/// A row that no command changes until it is mended.
public struct MalformedRow: Equatable, Sendable {
  /// `nil` where the row has none.
  public let id: String?
  /// `nil` where the status can't be read.
  public let status: Status?
  /// Its line in the Markdown file, counting from 1; `nil` in other stores.
  public let line: Int?
  /// What is wrong with it.
  public let problem: Finding.Fact

  public init(id: String?, status: Status?, line: Int?, problem: Finding.Fact) {
    (self.id, self.status, self.line, self.problem) = (id, status, line, problem)
  }

  /// Whether the row may be PENDING.
  var mayBePending: Bool { status ?? .pending == .pending }
}
