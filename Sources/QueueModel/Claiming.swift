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
  func first() throws -> Decision { Decision(try claims(atMost: 1)) }

  /// Claims rows for as many workers as are free, none of them where another is at work, or
  /// is called the same.
  func claims(for dispatch: Transition.Dispatch) throws -> Decision {
    let runningItems = RunningItems(try table.items(.inProgress), maxWorkers: dispatch.maxWorkers)
    return Decision(
      try claims(
        atMost: min(dispatch.limit, runningItems.free), besides: runningItems,
        leaseOfWorkers: dispatch.leaseOfWorkers))
  }

  func pick(_ item: QueueItem) throws -> Decision {
    guard ItemID.isWellFormed(item.id) else { throw Refusal.illFormedID(item.id) }
    switch item.status {
    case .pending:
      switch try obstacle(to: item) {
      case nil: return .change(claim(item, try table.nextClaimNumber))
      // Its work is done: there is nothing to start.
      case .duplicate?: return .changes([closed(item)])
      case .leased(let lease)?: throw Refusal.leased(item, lease, action: .pick, now: context.now)
      case .waits(let blockers)?: throw Refusal.waits(item.id, for: blockers)
      case .backsOff(let start)?: throw Refusal.backsOff(item.id, until: start, now: context.now)
      }
    case .inProgress where item.ownerSession != nil && item.ownerSession == context.speaker:
      try item.checkLease(.pick, context)
      return .alreadySo(item)
    case .inProgress, .done, .failed, .blocked:
      throw Refusal.wrongState(item, action: .pick)
    }
  }

  /// - Parameters:
  ///   - runningItems: the rows beside which the others must be able to run; all may, for `nil`.
  ///   - leaseOfWorkers: how many seconds the workers have that orch starts.
  private func claims(
    atMost limit: Int, besides runningItems: RunningItems? = nil, leaseOfWorkers: Int? = nil
  ) throws -> [ItemChange] {
    guard limit > 0 else { return [] }
    var runningItems = runningItems
    var changes: [ItemChange] = []
    var claimed = 0
    try table.visit(.pending) { item in
      switch try obstacle(to: item) {
      case .leased?, .waits?, .backsOff?: break
      case .duplicate?: changes.append(closed(item))
      case nil where runningItems?.conflict(with: item) != nil: break
      case nil:
        let number = try table.nextClaimNumber + claimed
        changes.append(
          leaseOfWorkers.map { claim(item, number, leasedFor: $0) } ?? claim(item, number))
        runningItems?.append(item)
        claimed += 1
      }
      return claimed < limit ? .more : .enough
    }
    return changes
  }

  private func closed(_ item: QueueItem) -> ItemChange {
    .changing(item, .idempotencySkipped) {
      $0.status = .done
      $0.notes.append("Skipped duplicate by idempotency_key")
    }
  }

  /// A claim of the speaker, who owns the row then.
  private func claim(_ item: QueueItem, _ number: Int) -> ItemChange {
    .changing(item, .picked) {
      $0.start(as: context.speaker, context)
      $0.claim = Claim(number, context, lease: lease(on: item), lost: item.claim?.lost ?? 0)
    }
  }

  /// A claim of the worker that orch starts for the row, whoever speaks.
  private func claim(_ item: QueueItem, _ number: Int, leasedFor seconds: Int) -> ItemChange {
    let end = context.now.epochSeconds + seconds
    return .changing(item, .picked) {
      $0.start(as: item.label, context)
      $0.claim = Claim(
        number, context, lease: Lease(owner: item.label, expiresAt: end, hasHeartbeat: false),
        lost: item.claim?.lost ?? 0, isForWorker: true)
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

extension QueueItem {
  fileprivate mutating func start(as owner: String?, _ context: TransitionContext) {
    status = .inProgress
    ownerSession = owner
    startedAt = context.now.text
  }
}
