/// Cancels the rows that wait, directly or indirectly, for a finally failed row with the failure
/// policy `cancel`. Brings the cancelled rows back together with the failed row. The decision
/// depends only on the current rows, and not on how a row came to fail. Source: `docs/storage.md`,
/// "Transitions".
struct DependantsOfFailed {
  let context: TransitionContext

  func decide(in table: some QueueTable) throws -> Decision {
    let failed = try failedRows(in: table)
    guard !failed.isEmpty, try mayReachRows(from: failed, in: table) else { return .unchanged }
    let waiting = try waitingRows(in: table)
    var reached = Set(failed)
    var changes: [ItemChange] = []
    for id in failed {
      changes += rows(reachedFrom: id, through: waiting, besides: &reached)
        .filter { !$0.isCancelledAfterFailure }.map { cancelled($0, after: id) }
    }
    return changes.isEmpty ? .unchanged : .changes(changes)
  }

  /// The changes that bring cancelled rows back together with failed rows: the rows that no other
  /// failed row keeps cancelled, and that were not stopped again since.
  ///
  /// - Parameter changes: the changes of the rows that are put back. Their rows are not changed
  ///   again.
  func returning(with changes: [ItemChange], in table: some QueueTable) throws -> [ItemChange] {
    let back = changes.filter { change in
      change.after?.status == .pending
        && change.before.map { $0.status.isStopped && $0.failurePolicy == .cancel } ?? false
    }
    guard !back.isEmpty,
      try table.mayHave(note: GeneratedNote.dependencyFailed.rawValue, .blocked)
    else { return [] }
    let changed = Set(changes.map(\.id))
    let waiting = try waitingRows(in: table)
    var reached = changed
    for id in try failedRows(in: table) where !changed.contains(id) {
      _ = rows(reachedFrom: id, through: waiting, besides: &reached)
    }
    return back.flatMap { rows(reachedFrom: $0.id, through: waiting, besides: &reached) }
      .filter(\.isOnlyCancelledAfterFailure)
      .map { ItemChange(changing: $0, .retried) { $0.becomePending() } }
  }

  /// The rows that wait for a row, directly or indirectly, each once.
  ///
  /// - Parameters:
  ///   - id: the row that they wait for.
  ///   - waiting: rows by the ids of the rows that they wait for.
  ///   - reached: the ids of rows to skip with their dependants. The found rows are inserted.
  private func rows(
    reachedFrom id: String, through waiting: [String: [QueueItem]],
    besides reached: inout Set<String>
  ) -> [QueueItem] {
    var found: [QueueItem] = []
    var (next, place): (String?, Int) = (id, 0)
    while let id = next {
      for item in waiting[id] ?? [] where reached.insert(item.id).inserted { found.append(item) }
      next = place < found.count ? found[place].id : nil
      place += 1
    }
    return found
  }

  private func failedRows(in table: some QueueTable) throws -> [String] {
    var ids: [String] = []
    for status in [Status.failed, .blocked]
    where try table.mayHave(note: FailurePolicy.cancel.note, status) {
      try table.scan(status) { row, item in
        // If the bytes suffice as a `PlainRow`, the row has no failure policy.
        guard row == nil, let item = item(), item.cancelsDependants(context.policy)
        else { return .more }
        ids.append(item.id)
        return .more
      }
    }
    return ids
  }

  /// Whether a PENDING or BLOCKED row that is not cancelled may wait for one of `failed`, or for a
  /// cancelled row; `false` is certain. This is a fast check, because a failed row may stay for
  /// months, and parsing all waiting rows in each tick takes longer.
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

  /// The rows that may be cancelled, by the ids of the rows that they wait for. A row that a
  /// session has leased stays until the lease ends.
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
      $0.notes.append(
        prose: GeneratedNote.dependencyFailed.rawValue + failed, context.policy.controlKeys)
    }
  }
}

extension QueueItem {
  /// Whether the row failed finally and its dependants are to be cancelled.
  func cancelsDependants(_ policy: Policy) -> Bool {
    failurePolicy == .cancel && hasFailedFinally(policy)
  }

  /// Whether the row is still cancelled because a row for which it waits failed.
  var isCancelledAfterFailure: Bool {
    status == .blocked && awaits == nil && notes.segments.contains { Self.isDependencyFailed($0) }
  }

  /// Whether nothing else has stopped the cancelled row since.
  fileprivate var isOnlyCancelledAfterFailure: Bool {
    isCancelledAfterFailure && endsGenerated(with: .dependencyFailed)
  }

  /// Removes the note of the cancellation.
  mutating func removeDependencyFailed() {
    notes.removeSegments { Self.isDependencyFailed(String($0)) }
  }

  private static func isDependencyFailed(_ note: String) -> Bool {
    note.utf8.starts(with: GeneratedNote.dependencyFailed.rawValue.utf8)
  }
}
