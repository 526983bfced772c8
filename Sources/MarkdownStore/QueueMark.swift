import Host
import JSON
package import QueueModel
package import QueueStore

/// The random id of a queue that has, or had, a database: both have the same, so that no
/// queue's commands write into the database of another.
///
/// The journal's entries carry it on.
package struct QueueMark: Equatable, Sendable {
  package let id: String
  /// Whether a database has it, as far as one knows. The journal comes first: until this is
  /// said, a crash may have come before the database had it.
  package var isHeld: Bool

  package init(id: String, isHeld: Bool) {
    self.id = id
    self.isHeld = isHeld
  }

  /// An id that no queue has.
  package static func random() -> QueueMark {
    QueueMark(id: Randomness.hexDigits(32), isHeld: false)
  }
}

extension JSONObject {
  private static let idKey = "queue"
  private static let offerKey = "queue_offered"

  mutating func take(_ mark: QueueMark?) {
    guard let mark else { return }
    self[mark.isHeld ? Self.idKey : Self.offerKey] = .string(mark.id)
  }

  var queueMark: QueueMark? {
    self[Self.idKey]?.stringValue.map { QueueMark(id: $0, isHeld: true) }
      ?? self[Self.offerKey]?.stringValue.map { QueueMark(id: $0, isHeld: false) }
  }
}

/// Nothing but that the queue gets an id, or is told that its database has it.
struct SetQueueMark: TableOperation {
  typealias Answer = Void

  let time: QueueTime
  let mark: QueueMark?
  let history: HistoryScope? = nil

  func plan(for table: MarkdownTable, history: [HistoryEntry]) throws(Refusal) -> Plan<Void> {
    Plan(answer: (), rewrite: nil)
  }
}

extension MarkdownStore {
  /// The queue's id, as the last entry says it; that of a copy whose journal became history
  /// stands there.
  package func mark() throws(StoreError) -> QueueMark? {
    try lifting { () throws(SystemError) in
      try sidecar.checkIsNoLink()
      return try JournalHistory(sidecar: sidecar).mark()
    }
  }

  /// Gives the queue an id, durably, unless it has one.
  ///
  /// - Returns: the one that it has then.
  package func take(
    _ mark: QueueMark, at time: QueueTime
  ) throws(StoreFailure) -> StoreOutcome<QueueMark?> {
    try result(of: SetQueueMark(time: time, mark: mark)).map(\.last?.mark)
  }
}
