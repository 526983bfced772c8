package import Model

/// Use case: claims a row for the caller (`orch pick`).
package struct ClaimWork: Sendable {
  private let queue: Queue

  init(queue: Queue) { self.queue = queue }

  /// Claims a row. Concurrent callers never get the same row. While the queue is paused, nothing
  /// is claimed, and a warning says so.
  ///
  /// - Parameters:
  ///   - id: the row; `nil` for the most urgent one that may start.
  ///   - force: whether a pause is ignored.
  /// - Returns: the claimed row; `nil` if none may start.
  /// - Throws: `needsApproval` once a person is asked to approve the row.
  func callAsFunction(id: String? = nil, force: Bool = false) throws -> QueueItem? {
    if !force, try isPaused(for: id) { return nil }
    let decision = try queue.perform(.pick(id: id)) {
      Self.warn(ofClosed: $0.changes, in: queue)
      if id == nil { Self.warn(ofRequests: $0.changes.requests, in: queue) }
    }
    if id != nil, let refusal = decision.refusalOfPick { throw Problem.refused(refusal) }
    if !force, try Self.releasePaused(decision.changes.claims, in: queue) { return nil }
    return decision.item
  }

  /// Whether a pause keeps the row from being claimed. A row that is not PENDING is answered for as
  /// without a pause: its session may ask for it again.
  private func isPaused(for id: String?) throws -> Bool {
    guard let pause = try queue.answeringPause() else { return false }
    if let id, try queue.read({ try $0.status(of: id) }) != .pending { return false }
    queue.warn(.paused(pause, now: queue.clock.now))
    return true
  }

  /// Releases rows that were claimed while a pause began, so that nothing is handed out once it has
  /// begun. The file of the pause is looked for before the claim and, because the claim may have
  /// waited for the lock, once more after it.
  ///
  /// - Returns: whether there is a pause.
  package static func releasePaused(_ claims: [ItemChange], in queue: Queue) throws -> Bool {
    guard !claims.isEmpty, let pause = queue.pause else { return false }
    for item in claims.compactMap(\.after) { try release(item, in: queue) }
    queue.warn(.paused(pause, now: queue.clock.now))
    return true
  }

  /// Gives up a claim, as its owner.
  package static func release(_ item: QueueItem, in queue: Queue) throws {
    let owner = Caller(session: item.ownerSession, claimToken: item.claim?.token)
    _ = try queue.called(by: owner).perform(.release(id: item.id, force: false))
  }

  /// Warns of rows that a person must approve before their work begins.
  package static func warn(ofRequests rows: [QueueItem], in queue: Queue) {
    for row in rows { queue.warn(.approvalRequested(row)) }
  }

  /// Warns of rows that a claim closed, because their work was done under another id.
  package static func warn(ofClosed changes: [ItemChange], in queue: Queue) {
    for change in changes where change.event == .idempotencySkipped {
      if let item = change.after { queue.warn(.closedAsDone(item)) }
    }
  }
}

extension [ItemChange] {
  /// The rows that a person was asked to approve before their work begins.
  package var requests: [QueueItem] {
    filter { $0.event == .approvalRequested }.compactMap(\.after)
  }
}
