/// Rows that start.
struct Claiming<Table: QueueTable> {
  let table: Table
  let context: TransitionContext

  init(_ table: Table, _ context: TransitionContext) {
    self.table = table
    self.context = context
  }

  /// Claims the first row that may be started. Rows before it whose work was done
  /// under another id are closed.
  func first() -> Decision { Decision(claims(atMost: 1, passing: { _ in false })) }

  /// Claims rows for as many workers as are free, none of them where another is at work, or
  /// is called the same.
  func claims(for dispatch: Transition.Dispatch) -> Decision {
    var atWork = table.items(.inProgress)
    let free = max(0, min(dispatch.limit, dispatch.maxWorkers - atWork.count))
    return Decision(
      claims(atMost: free, leaseOfWorkers: dispatch.leaseOfWorkers) { item in
        if atWork.contains(where: { item.label == $0.label || item.touches.overlaps($0.touches) }) {
          return true
        }
        atWork.append(item)
        return false
      })
  }

  func pick(_ item: QueueItem) throws(Refusal) -> Decision {
    guard ItemID.isWellFormed(item.id) else { throw .illFormedID(item.id) }
    switch item.status {
    case .pending:
      try checkIsFree(item)
      // Its work is done: there is nothing to start.
      if isDuplicate(item) { return .changes([closed(item)]) }
      try checkMayStart(item)
      return .change(claim(item, table.nextClaimNumber))
    case .inProgress where item.ownerSession != nil && item.ownerSession == context.speaker:
      try item.checkLease(.pick, context)
      return .alreadySo(item)
    case .inProgress, .done, .failed, .blocked:
      throw .wrongState(item, action: .pick)
    }
  }

  /// - Parameters:
  ///   - leaseOfWorkers: how many seconds the workers have that orch starts.
  ///   - passing: whether a row that may be started is passed over.
  private func claims(
    atMost limit: Int, leaseOfWorkers: Int? = nil, passing: (QueueItem) -> Bool
  ) -> [ItemChange] {
    guard limit > 0 else { return [] }
    var changes: [ItemChange] = []
    var claimed = 0
    table.visit(.pending) { item in
      if lease(keepingOff: item) != nil {
        return .more
      } else if isDuplicate(item) {
        changes.append(closed(item))
      } else if mayStart(item), !passing(item) {
        let number = table.nextClaimNumber + claimed
        changes.append(
          leaseOfWorkers.map { claim(item, number, leasedFor: $0) } ?? claim(item, number))
        claimed += 1
      }
      return claimed < limit ? .more : .enough
    }
    return changes
  }

  private func isDuplicate(_ item: QueueItem) -> Bool {
    item.idempotencyKey.map(table.hasDone) ?? false
  }

  private func closed(_ item: QueueItem) -> ItemChange {
    .changing(item, .idempotencySkipped) {
      $0.status = .done
      $0.notes.append("Skipped duplicate by idempotency_key")
    }
  }

  private func mayStart(_ item: QueueItem) -> Bool {
    isDue(item) && Dependencies.blockers(of: item, in: table).isEmpty
  }

  /// Refuses a row that waits for others, or for its time.
  func checkMayStart(_ item: QueueItem) throws(Refusal) {
    let blockers = Dependencies.blockers(of: item, in: table)
    guard blockers.isEmpty else { throw .waits(item.id, for: blockers) }
    guard isDue(item) else {
      throw .backsOff(item.id, until: item.retryNotBefore ?? 0, now: context.now)
    }
  }

  /// Refuses a row that another holds.
  func checkIsFree(_ item: QueueItem) throws(Refusal) {
    guard let lease = lease(keepingOff: item) else { return }
    throw .leased(item, lease, action: .pick, now: context.now)
  }

  /// The lease of another, who works on the row or is about to.
  private func lease(keepingOff item: QueueItem) -> Lease? {
    item.claim?.lease.flatMap { $0.excludes(context.speaker, at: context.now) ? $0 : nil }
  }

  private func isDue(_ item: QueueItem) -> Bool {
    item.retryNotBefore ?? .min <= context.now.epochSeconds
  }

  private func claim(_ item: QueueItem, _ number: Int) -> ItemChange {
    .changing(item, .picked) {
      $0.status = .inProgress
      $0.ownerSession = context.speaker
      $0.startedAt = context.now.text
      $0.claim = Claim(number, context, lease: lease(on: item), lost: item.claim?.lost ?? 0)
    }
  }

  /// A claim of the worker that orch starts for the row, whoever speaks.
  private func claim(_ item: QueueItem, _ number: Int, leasedFor seconds: Int) -> ItemChange {
    .changing(item, .picked) {
      $0.status = .inProgress
      $0.ownerSession = item.label
      $0.startedAt = context.now.text
      let lease = Lease(
        owner: item.label, expiresAt: context.now.epochSeconds + seconds, hasHeartbeat: false)
      $0.claim = Claim(
        number, context, lease: lease, lost: item.claim?.lost ?? 0, isForWorker: true)
    }
  }

  /// What a session gets with a row, unless it has a lease that it keeps up itself; a
  /// person has none.
  private func lease(on item: QueueItem) -> Lease? {
    guard let speaker = context.speaker else { return nil }
    if let lease = item.claim?.lease, lease.hasHeartbeat, lease.isLive(at: context.now) {
      return lease
    }
    return Lease(ofClaimBy: speaker, context)
  }
}
