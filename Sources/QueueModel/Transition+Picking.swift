// Rows that start.

extension Transition {
  /// Claims the first row that may be started.
  func pickFirst(from table: some QueueTable, context: TransitionContext) -> Decision {
    var decision = Decision.nothingPending
    table.visitPending { item in
      guard isDue(item, now: context.now),
        Dependencies.blockers(of: item, in: table).isEmpty
      else { return .more }
      decision = claim(item, context: context)
      return .enough
    }
    return decision
  }

  func pick(
    _ item: QueueItem, from table: some QueueTable, context: TransitionContext
  ) throws(Refusal) -> Decision {
    guard ItemID.isWellFormed(item.id) else { throw .illFormedID(item.id) }
    switch item.status {
    case .pending:
      try checkMayStart(item, in: table, now: context.now)
      return claim(item, context: context)
    case .inProgress
    where item.ownerSession != nil && item.ownerSession == context.session.flatMap(CellText.value):
      return .alreadySo(item)
    case .inProgress, .done, .failed, .blocked:
      throw .wrongState(item, action: .pick)
    }
  }

  private func checkMayStart(
    _ item: QueueItem, in table: some QueueTable, now: QueueTime
  ) throws(Refusal) {
    let blockers = Dependencies.blockers(of: item, in: table)
    guard blockers.isEmpty else { throw .waits(item.id, for: blockers) }
    guard isDue(item, now: now) else {
      throw .backsOff(item.id, until: retryNotBefore(item), now: now)
    }
  }

  private func claim(_ item: QueueItem, context: TransitionContext) -> Decision {
    .changing(item) {
      $0.status = .inProgress
      $0.ownerSession = context.session.flatMap(CellText.value)
      $0.startedAt = context.now.text
    }
  }

  private func isDue(_ item: QueueItem, now: QueueTime) -> Bool {
    retryNotBefore(item) <= now.epochSeconds
  }

  private func retryNotBefore(_ item: QueueItem) -> Int {
    item.notes.value(of: .retryNotBefore).flatMap { Int($0) } ?? .min
  }
}
