public import QueueModel
public import QueueStore

/// A queue that is a list of rows, none of them malformed.
public struct MemorySnapshot: QueueSnapshot {
  public var items: [QueueItem]
  /// The highest number that a claim ever had.
  public var lastClaim = 0

  public init(_ items: [QueueItem]) { self.items = items }

  // MARK: By id

  public func item(_ id: String) throws(Refusal) -> QueueItem? { items.first { $0.id == id } }

  public func status(of id: String) -> Status? { items.first { $0.id == id }?.status }

  public func contains(_ id: String) -> Bool { items.contains { $0.id == id } }

  public func visit(_ status: Status, _ visit: (QueueItem) throws -> Visit) rethrows {
    let waiting = items.enumerated().filter { $0.element.status == status }
    let ordered = waiting.sorted {
      ($0.element.priority.rank, $0.offset) < ($1.element.priority.rank, $1.offset)
    }
    for (_, item) in ordered where try visit(item) == .enough { return }
  }

  public func rows(waitingFor id: String) -> [String] {
    items.filter { $0.after.contains(id) }.map(\.id)
  }

  public var highestNumber: Int {
    items.compactMap { NumberedID.number(of: $0.id.utf8) }.max() ?? 0
  }

  public var nextClaimNumber: Int { lastClaim + 1 }

  public func hasDone(idempotencyKey key: String) -> Bool {
    items.contains { $0.status == .done && $0.idempotencyKey == key }
  }

  // MARK: By place

  public var rowCount: Int { items.count }

  public func status(at row: Int) -> Status? { items[row].status }

  public func priorityRank(at row: Int) -> Int { items[row].priority.rank }

  public func item(at row: Int) -> QueueItem? { items[row] }

  public func mayWait(at row: Int) -> Bool { !items[row].after.isEmpty }

  public func append(
    _ columns: [Column], ofRow row: Int, separator: UInt8, to output: inout [UInt8]
  ) {
    let cells = columns.map { Array((items[row].text(of: $0) ?? "").utf8) }
    output += cells.joined(separator: [separator])
  }

  public var malformedRows: MalformedRows? { nil }
  public var rowsToMend: [MalformedRow] { [] }
}
