public import QueueModel

/// Use case: claims a row for the caller (`orch pick`).
public struct ClaimWork: Sendable {
  private let queue: Queue

  public init(queue: Queue) { self.queue = queue }

  /// Claims a row. Concurrent callers never get the same row.
  ///
  /// - Parameter id: the row; the most urgent one that may start, for `nil`.
  /// - Returns: the claimed row; `nil` where none may start.
  public func callAsFunction(id: String? = nil) throws(EngineError) -> QueueItem? {
    try queue.perform(.pick(id: id)) { Self.warn(ofClosed: $0.changes, in: queue) }.item
  }

  /// Warns of rows that a claim closed, because their work was done under another id.
  static func warn(ofClosed changes: [ItemChange], in queue: Queue) {
    for change in changes where change.event == .idempotencySkipped {
      if let item = change.after { queue.warn(.closedAsDone(item)) }
    }
  }
}
