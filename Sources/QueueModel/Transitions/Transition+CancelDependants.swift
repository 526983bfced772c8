/// Cancels the rows that wait for rows which failed finally with the failure policy `cancel`, and the
/// rows that wait for those. It decides by the rows as they are, so that it does not matter how a row
/// came to fail. Source: `docs/storage.md`, "Transitions".
struct DependantsOfFailed {
  let context: TransitionContext

  func decide(in table: some QueueTable) throws -> Decision {
    let failed = try failedRows(in: table)
    guard !failed.isEmpty, try mayReachRows(from: failed, in: table) else { return .unchanged }
    let waiting = try waitingRows(in: table)
    var reached = Set(failed)
    var changes: [ItemChange] = []
    for id in failed {
      var path = [id]
      var place = 0
      while place < path.count {
        for item in waiting[path[place]] ?? [] where reached.insert(item.id).inserted {
          path.append(item.id)
          if !item.isCancelledAfterFailure { changes.append(cancelled(item, after: id)) }
        }
        place += 1
      }
    }
    return changes.isEmpty ? .unchanged : .changes(changes)
  }

  private func failedRows(in table: some QueueTable) throws -> [String] {
    var ids: [String] = []
    for status in [Status.failed, .blocked]
    where try table.mayHave(note: FailurePolicy.cancel.note, status) {
      try table.scan(status) { row, item in
        // A row whose bytes say enough has no failure policy.
        guard row == nil, let item = item(), item.cancelsDependants(context.policy)
        else { return .more }
        ids.append(item.id)
        return .more
      }
    }
    return ids
  }

  /// Whether a PENDING or BLOCKED row that is not cancelled waits for one of `failed`, or for a row
  /// that was cancelled; `false` is certain. A failed row may stay for months, and to make items of
  /// all rows that wait takes longer in each tick.
  private func mayReachRows(from failed: [String], in table: some QueueTable) throws -> Bool {
    var ended = Set(failed)
    if try table.mayHave(note: GeneratedNote.dependencyFailed.rawValue, .blocked) {
      try table.visit(.blocked) { item in
        if item.isCancelledAfterFailure { ended.insert(item.id) }
        return .more
      }
    }
    return try table.rows(waitingFor: ended).contains { id in
      guard !ended.contains(id), let status = try table.status(of: id) else { return false }
      return status == .pending || status == .blocked
    }
  }

  /// The rows that may be cancelled, by the ids of those that they wait for. One that a session has
  /// leased is left until the lease ends.
  private func waitingRows(in table: some QueueTable) throws -> [String: [QueueItem]] {
    var rows: [String: [QueueItem]] = [:]
    for status in [Status.pending, .blocked] {
      try table.visit(status) { item in
        guard !(item.claim?.lease?.isLive(at: context.now) ?? false) else { return .more }
        for id in item.after { rows[id, default: []].append(item) }
        return .more
      }
    }
    return rows
  }

  private func cancelled(_ item: QueueItem, after failed: String) -> ItemChange {
    ItemChange(changing: item, .cancelled) {
      $0.status = .blocked
      $0.awaits = nil
      $0.removeDependencyFailed()
      $0.notes.append(GeneratedNote.dependencyFailed.rawValue + failed)
    }
  }
}

extension QueueItem {
  /// Whether the row failed finally, and what waits for it is cancelled.
  func cancelsDependants(_ policy: Policy) -> Bool {
    failurePolicy == .cancel && hasFailedFinally(policy)
  }

  /// Whether the row was cancelled, because one failed that it waits for, and has not been moved on.
  var isCancelledAfterFailure: Bool {
    status == .blocked && awaits == nil && notes.segments.contains { Self.isDependencyFailed($0) }
  }

  /// Removes the note of such a row.
  mutating func removeDependencyFailed() {
    notes.removeSegments { Self.isDependencyFailed(String($0)) }
  }

  private static func isDependencyFailed(_ note: String) -> Bool {
    note.utf8.starts(with: GeneratedNote.dependencyFailed.rawValue.utf8)
  }
}
