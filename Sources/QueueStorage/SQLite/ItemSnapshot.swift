public import QueueModel

/// The rows of a queue at one moment, in memory.
public struct ItemSnapshot: QueueSnapshot {
  /// `nil` for a row that cannot be read.
  private let items: [QueueItem?]
  private let rows: [String: Int]
  public let nextClaimNumber: Int
  private let archivedKeys: Set<String>

  /// - Parameters:
  ///   - items: the rows, in their order.
  ///   - nextClaimNumber: the number of the claim that comes next.
  ///   - archivedKeys: the idempotency keys of DONE rows that are not among them any more.
  init(_ items: [QueueItem?], nextClaimNumber: Int, archivedKeys: Set<String>) {
    self.items = items
    self.nextClaimNumber = nextClaimNumber
    self.archivedKeys = archivedKeys
    rows = Dictionary(
      items.enumerated().compactMap { row, item in item.map { ($0.id, row) } },
      uniquingKeysWith: { first, _ in first })
  }

  // MARK: By id

  public func item(_ id: String) throws(Refusal) -> QueueItem? { rows[id].flatMap { items[$0] } }

  public func status(of id: String) -> Status? { rows[id].flatMap { items[$0]?.status } }

  public func contains(_ id: String) -> Bool { rows[id] != nil }

  public func visit(_ status: Status, _ visit: (QueueItem) -> Visit) {
    for rank in 0...3 {
      for case let item? in items
      where item.status == status && item.priority.rank == rank && ItemID.isWellFormed(item.id) {
        if visit(item) == .enough { return }
      }
    }
  }

  public func rows(waitingFor id: String) -> [String] {
    items.compactMap { item in item.flatMap { $0.after.contains(id) ? $0.id : nil } }
  }

  public var highestNumber: Int {
    items.lazy.compactMap { $0.flatMap { NumberedID.number(of: $0.id.utf8) } }.max() ?? 0
  }

  public var hasAfterColumn: Bool { false }
  public var hasRecords: Bool { true }

  public func hasDone(idempotencyKey key: String) -> Bool {
    archivedKeys.contains(key)
      || items.contains { $0?.status == .done && $0?.idempotencyKey == key }
  }

  // MARK: By place

  public var rowCount: Int { items.count }
  public func status(at row: Int) -> Status? { items[row]?.status }
  public func priorityRank(at row: Int) -> Int { items[row]?.priority.rank ?? 3 }
  public func item(at row: Int) -> QueueItem? { items[row] }
  public func mayWait(at row: Int) -> Bool { items[row]?.after.isEmpty == false }

  public func append(
    _ columns: [Column], ofRow row: Int, separator: UInt8, to output: inout [UInt8]
  ) {
    for (index, column) in columns.enumerated() {
      if index > 0 { output.append(separator) }
      for byte in (items[row]?.text(of: column) ?? "").utf8 {
        // One line a row, whatever a text holds.
        output.append(byte == 9 || byte == 10 || byte == 13 ? UInt8(ascii: " ") : byte)
      }
    }
  }

  public var malformedRows: MalformedRows? { nil }
}
