package import Model

/// Use case: claims a row for the caller (`orch pick`).
package struct ClaimWork: Sendable {
  private let queue: Queue

  init(queue: Queue) { self.queue = queue }

  /// Claims a row. Concurrent callers never get the same row. While the queue is paused, no row is
  /// claimed, and the caller gets a warning.
  ///
  /// - Parameters:
  ///   - id: the row; `nil` for the most urgent one that may start.
  ///   - force: whether a pause is ignored.
  /// - Returns: the claimed row; `nil` if none may start.
  /// - Throws: `needsApproval` if the claim requested a person's approval of the row instead.
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

  /// Claims several rows, all or none, for the caller or for the session to which they are assigned.
  /// While the queue is paused, no row is claimed, and the caller gets a warning. A row that is
  /// IN_PROGRESS is only handed over.
  func callAsFunction(ids: [String], for session: String?) throws -> Decision {
    if try ids.contains(where: { try isPaused(for: $0) }) { return .unchanged }
    let claims = ids.map { id -> Transition in
      session.map { .assign(id: id, to: $0, from: nil, force: false) } ?? .pick(id: id)
    }
    let decision = try queue.perform(.several(claims)) {
      Self.warn(ofClosed: $0.changes, in: queue)
    }
    return try Self.releasePaused(decision.changes.claims, in: queue) ? .unchanged : decision
  }

  /// Whether a pause keeps the row from being claimed. For a row that is not PENDING the pause does
  /// not matter, because the row's own session may request the row again.
  private func isPaused(for id: String?) throws -> Bool {
    guard let pause = try queue.answeringPause() else { return false }
    if let id, try queue.read({ try $0.status(of: id) }) != .pending { return false }
    queue.warn(.paused(pause, now: queue.clock.now))
    return true
  }

  /// Releases rows that were claimed while a pause began, so that no row is handed out during a
  /// pause. The file of the pause is read before the claim, and again after the claim, because the
  /// claim may have waited for the lock.
  ///
  /// - Returns: whether there is a pause.
  package static func releasePaused(_ claims: [ItemChange], in queue: Queue) throws -> Bool {
    guard !claims.isEmpty, let pause = queue.pause else { return false }
    for item in claims.compactMap(\.after) { try release(item, in: queue) }
    queue.warn(.paused(pause, now: queue.clock.now))
    return true
  }

  /// Releases a claimed row, as the owner of the claim.
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
