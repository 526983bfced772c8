import Host
package import Model
package import QueueStore
import Text

/// The random id of a queue. A queue gets an id when it gets a database, or when a program first
/// reads its events. The table and its database have the same id, so that commands on one queue
/// never write into the database of another.
///
/// Each entry of the journal has the id.
package struct QueueID: Equatable, Sendable {
  package let id: String
  /// Whether the database is known to have the id. The journal is written first, so after a crash
  /// between the two writes the database lacks the id.
  package var isInDatabase: Bool

  package init(id: String, isInDatabase: Bool) { (self.id, self.isInDatabase) = (id, isInDatabase) }

  package static func random() -> QueueID {
    QueueID(id: Randomness.hexDigits(32), isInDatabase: false)
  }
}

extension JSONObject {
  var queueID: QueueID? {
    self["queue"]?.stringValue.map { QueueID(id: $0, isInDatabase: true) }
      ?? self["queue_offered"]?.stringValue.map { QueueID(id: $0, isInDatabase: false) }
  }
}

extension MarkdownStore {
  /// The queue's id in the last entry of the journal, or in the histories if a copy has no journal
  /// yet.
  package func queueID() throws(StoreError) -> QueueID? {
    try lifting { () throws(SystemError) in
      try sidecar.checkIsNoLink()
      return try JournalHistory(sidecar: sidecar).queueID()
    }
  }

  /// Gives the queue an id, durably, if it has none.
  ///
  /// - Returns: the queue's id after the call.
  package func adopt(
    _ queueID: QueueID, _ context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> QueueID? {
    try result(of: EmptyOperation(context: context, queueID: queueID), receive).value.last?.queueID
  }
}
