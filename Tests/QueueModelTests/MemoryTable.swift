import QueueModel

/// A queue that is a list of items.
struct MemoryTable: QueueTable {
  var items: [QueueItem]
  /// Where a store would keep the fields.
  var storage = FieldStorage.notes(hasAfterColumn: false)
  var nextClaimNumber = 1
  /// What `item(_:)` throws for an id.
  var refusals: [String: Refusal] = [:]

  init(_ items: [QueueItem] = []) { self.items = items }

  func item(_ id: String) throws(Refusal) -> QueueItem? {
    if let refusal = refusals[id] { throw refusal }
    return items.first { $0.id == id }
  }

  func status(of id: String) -> Status? { items.first { $0.id == id }?.status }

  func contains(_ id: String) -> Bool { refusals[id] != nil || items.contains { $0.id == id } }

  func visit(_ status: Status, _ visit: (QueueItem) throws -> Visit) rethrows {
    for rank in 0...3 {
      for item in items
      where item.status == status && item.priority.rank == rank && ItemID.isWellFormed(item.id) {
        if try visit(item) == .enough { return }
      }
    }
  }

  func hasDone(idempotencyKey key: String) -> Bool {
    items.contains { $0.status == .done && $0.idempotencyKey == key }
  }

  func rows(waitingFor id: String) -> [String] {
    items.filter { $0.after.contains(id) }.map(\.id)
  }

  var highestNumber: Int { items.compactMap { NumberedID.number(of: $0.id.utf8) }.max() ?? 0 }
}

/// 2026-01-31 18:00 in Korea.
let now = QueueTime(epochSeconds: 1_769_850_000, offset: 32400)

extension Transition {
  /// What the rules decide, as a store keeps it.
  func decision(in table: MemoryTable, _ context: TransitionContext) throws -> Decision {
    try decide(in: table, context: context).encoded(for: table.storage)
  }

  /// What the rules say, in one line: the state, the owner, the start and the
  /// notes of the changed row, or the code of the refusal.
  func outcome(in table: MemoryTable, session: String? = "s1") -> String {
    do {
      let context = TransitionContext(session: session, now: now)
      return switch try decision(in: table, context) {
      case .nothingPending: "nothing pending"
      case .alreadySo(let item): "\(item.id) is already so"
      case .change(let change): change.after?.summary ?? "gone"
      case .changes(let changes):
        changes.map { $0.after?.summary ?? "gone" }.joined(separator: "; ")
      }
    } catch let refusal as Refusal {
      return "refused: \(refusal.code)"
    } catch {
      return "\(error)"
    }
  }

  func outcome(for item: QueueItem, session: String? = "s1") -> String {
    outcome(in: MemoryTable([item]), session: session)
  }
}

extension QueueItem {
  var summary: String {
    "\(id) \(status.rawValue) \(ownerSession ?? "-") \(startedAt?.suffix(5) ?? "-") [\(notes.text)]"
  }
}
