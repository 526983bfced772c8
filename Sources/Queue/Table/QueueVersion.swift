import Synchronization

/// A version of the queue file: its bytes, and its table.
package final class QueueVersion: Sendable {
  package let bytes: QueueBytes
  private let parsing = Mutex<Result<QueueDocument, DocumentError>?>(nil)

  package init(_ bytes: QueueBytes) { self.bytes = bytes }

  /// `nil` if the bytes are not a queue.
  package var document: QueueDocument? { try? parsed() }

  /// The table, parsed at the first call.
  ///
  /// - Throws: if the bytes are not a queue.
  package func parsed() throws(DocumentError) -> QueueDocument {
    try parsing.withLock { parsing in
      if let parsing { return parsing }
      let result = Result { () throws(DocumentError) in try QueueDocument(bytes) }
      parsing = result
      return result
    }.get()
  }

  package func isSame(as other: QueueVersion) -> Bool {
    bytes.withBytes { mine in other.bytes.withBytes { mine.isSame(as: $0) } }
  }
}
