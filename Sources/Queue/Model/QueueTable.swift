/// The data that the rules read from a queue, in any store.
///
/// A table that is read on demand, like a database, may fail in any of these calls; its error
/// passes through the rules to the store. A table in memory declares its functions without
/// `throws`.
public protocol QueueTable {
  /// The row with `id`; `nil` if there is none. Throws a `Refusal` if the row can't be changed.
  func item(_ id: String) throws -> QueueItem?

  /// The status of `id`; `nil` if there is no readable row.
  func status(of id: String) throws -> Status?

  /// Whether any row, well-formed or not, has `id`.
  func contains(_ id: String) throws -> Bool

  /// The ids of the rows, from the top of the table to its end. Rows that share their id are left
  /// out.
  var ids: [String] { get throws }

  /// Visits the well-formed rows with `status`, by priority, then by place, until `body` returns
  /// `.enough` or throws.
  func visit(_ status: Status, _ body: (QueueItem) throws -> Visit) throws

  /// Visits the same rows, but makes an item only of the rows for which `body` requests it.
  ///
  /// - Parameters:
  ///   - status: the status of the rows.
  ///   - body: receives the row's bytes if they suffice as a `PlainRow`, and a function that makes
  ///     its item.
  func scan(
    _ status: Status, _ body: (PlainRow?, _ item: () -> QueueItem?) throws -> Visit) throws

  /// The well-formed PENDING rows that have a lease, in the order of `visit`. They are few.
  var leasedPending: [QueueItem] { get throws }

  /// The number of well-formed rows with `status`.
  func count(_ status: Status) throws -> Int

  /// Whether a row with the status may have this segment in its notes; `false` is certain. Cheaper
  /// than visiting the rows.
  func mayHave(note: String, _ status: Status) throws -> Bool

  /// The status with which a row was archived; `nil` if it was not archived.
  func archivedStatus(of id: String) throws -> Status?

  /// Whether a row was removed, as far as the queue has a record.
  func wasRemoved(_ id: String) throws -> Bool

  /// The ids of the rows that wait for any of `ids`, whatever their status.
  func rows(waitingFor ids: Set<String>) throws -> [String]

  /// The well-formed rows of a plan that are not DONE: rows at work, then stopped rows, then
  /// PENDING rows, each by priority and by place.
  func rowsNotDone(ofPlan name: String) throws -> [QueueItem]

  /// The highest number of an id `PREFIX-NNN` that a row has or had, as far as the queue has a
  /// record; 0 if there is none.
  func highestNumber(of prefix: String) throws -> Int

  /// The number of the next claim.
  var nextClaimNumber: Int { get throws }

  func hasDone(idempotencyKey: String) throws -> Bool

  /// The rows that a request with the key added, even if the rows are gone; `nil` if there was no
  /// such request. Rows that were read without their store have no such record.
  func addition(withKey: RequestKey) throws -> RecordedAddition?
}

extension QueueTable {
  /// The row with `id`, which must exist.
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
        // A `PlainRow` is not in any plan.
        if row == nil, let item = item(), item.planName == name { rows.append(item) }
        return .more
      }
    }
    return rows
  }

  public func addition(withKey: RequestKey) throws -> RecordedAddition? { nil }

  /// What happened to a row that does not exist; `nil` if unknown.
  public func absence(of id: String) throws -> Absence? {
    if let status = try archivedStatus(of: id) { return .archived(status) }
    return try wasRemoved(id) ? .removed : nil
  }

  /// Whether a row may wait for this one: it exists or is archived.
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
}

/// Whether `QueueTable.visit` continues after a row.
public enum Visit: Equatable, Sendable { case more, enough }

/// A row that no command changes until it is corrected.
public struct MalformedRow: Equatable, Sendable {
  /// `nil` if the row has none.
  public let id: String?
  /// `nil` if the status can't be read.
  public let status: Status?
  /// The line in the Markdown file, starting at 1; `nil` in other stores.
  public let line: Int?
  public let problem: Finding.Fact

  public init(id: String?, status: Status?, line: Int?, problem: Finding.Fact) {
    (self.id, self.status, self.line, self.problem) = (id, status, line, problem)
  }

  /// Whether the row may be PENDING.
  var mayBePending: Bool { status ?? .pending == .pending }
}
