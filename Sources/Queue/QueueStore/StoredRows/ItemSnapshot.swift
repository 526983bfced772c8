public import Model

/// The rows of a queue at one moment, in memory.
public struct ItemSnapshot: QueueSnapshot {
  private let items: [StoredRow]
  private let rows: [String: Int]
  public let nextClaimNumber: Int
  private let doneKeys: Set<String>
  private let absences: [String: Absence]

  /// - Parameters:
  ///   - items: the rows.
  ///   - nextClaimNumber: the number of the next claim.
  ///   - archivedKeys: the idempotency keys of DONE rows in the archive.
  ///   - absences: why the `absentRows` of `items` do not exist.
  package init(
    _ items: [StoredRow], nextClaimNumber: Int, archivedKeys: Set<String>,
    absences: [String: Absence]
  ) {
    self.items = items
    self.absences = absences
    self.nextClaimNumber = nextClaimNumber
    rows = Dictionary(
      zip(items.lazy.map(\.id), items.indices), uniquingKeysWith: { first, _ in first })
    let done = items.lazy.compactMap(\.item).filter { $0.status == .done }
    doneKeys = archivedKeys.union(done.compactMap(\.idempotencyKey))
  }

  // MARK: By id

  public func item(_ id: String) throws(Refusal) -> QueueItem? {
    guard let row = rows[id] else { return nil }
    return try items[row].changeable()
  }

  public func status(of id: String) -> Status? { rows[id].flatMap { items[$0].item?.status } }

  public func contains(_ id: String) -> Bool { rows[id] != nil }

  public var ids: [String] { items.map(\.id) }

  public func visit(_ status: Status, _ visit: (QueueItem) throws -> Visit) rethrows {
    for rank in 0...3 {
      for case .readable(let item) in items
      where item.status == status && item.priority.rank == rank && ItemID.isWellFormed(item.id) {
        if try visit(item) == .enough { return }
      }
    }
  }

  public func rows(waitingFor ids: Set<String>) -> [String] {
    items.compactMap(\.item).filter { !ids.isDisjoint(with: $0.after) }.map(\.id)
  }

  public func highestNumber(of prefix: String) -> Int {
    items.lazy.compactMap(\.item).compactMap { NumberedID.number(of: $0.id.utf8, prefix: prefix) }
      .max() ?? 0
  }

  public func hasDone(idempotencyKey key: String) -> Bool { doneKeys.contains(key) }

  public func archivedStatus(of id: String) -> Status? { absences[id]?.archivedStatus }

  public func wasRemoved(_ id: String) -> Bool { absences[id] == .removed }

  /// The ids for which rows wait, but which do not exist.
  package static func absentRows(_ items: [StoredRow]) -> [String] {
    let awaited = Set(items.lazy.compactMap(\.item).flatMap(\.after))
    return awaited.isEmpty ? [] : awaited.subtracting(items.map(\.id)).sorted()
  }

  // MARK: By place

  public var rowCount: Int { items.count }
  public func status(at row: Int) -> Status? { items[row].item?.status }
  public func priorityRank(at row: Int) -> Int { items[row].item?.priority.rank ?? 3 }
  public func item(at row: Int) -> QueueItem? { items[row].item }
  public func mayWait(at row: Int) -> Bool {
    items[row].item.map { !$0.after.isEmpty || !$0.awaitedPlans.isEmpty } ?? false
  }

  public func append(
    _ columns: [Column], ofRow row: Int, separator: UInt8, to output: inout [UInt8]
  ) {
    for (index, column) in columns.enumerated() {
      if index > 0 { output.append(separator) }
      for byte in (items[row].item?.text(of: column) ?? "").utf8 {
        // Each row must be one line, even if its texts contain line breaks.
        output.append(byte == 9 || byte == 10 || byte == 13 ? UInt8(ascii: " ") : byte)
      }
    }
  }

  /// The warning for readers of the rows; `nil` if there is none.
  package var notice: DatabaseNotice? {
    let rows = rowsToMend
    return rows.first.map { .malformedRows(count: rows.count, first: $0) }
  }

  public var rowsToMend: [MalformedRow] {
    items.compactMap { row in
      switch row {
      case .unreadable(let id, let status):
        MalformedRow(id: id, status: nil, line: nil, problem: .unknownStatus(status))
      case .readable(let item) where !ItemID.isWellFormed(item.id):
        MalformedRow(
          id: item.id, status: item.status, line: nil,
          problem: .illFormedID(item.id))
      case .readable: nil
      }
    }
  }
}
