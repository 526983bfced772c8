extension Transition {
  /// Claims several rows at once, as far as workers are free.
  public struct Dispatch: Equatable, Sendable {
    /// The maximum number of rows that may be IN_PROGRESS afterwards.
    public let maxWorkers: Int
    /// The maximum number of rows to claim.
    public let limit: Int
    /// The workers that orch starts, each for certain rows; `nil` if orch starts none and the
    /// caller gets the rows.
    public var roster: WorkerRoster?

    public init(maxWorkers: Int, limit: Int, roster: WorkerRoster? = nil) {
      (self.maxWorkers, self.limit, self.roster) = (maxWorkers, limit, roster)
    }
  }
}

/// The rules by which rows are claimed.
struct Claiming<Table: QueueTable> {
  let table: Table
  let context: TransitionContext

  init(_ table: Table, _ context: TransitionContext) {
    (self.table, self.context) = (table, context)
  }

  /// Claims the first row that may start. Rows before it are closed if their work was done under
  /// another id.
  func first() throws -> Decision { Decision(try claims(atMost: 1)) }

  /// Claims rows for the free workers; no claimed row conflicts with a running row.
  func claims(for dispatch: Transition.Dispatch) throws -> Decision {
    let runningItems = RunningItems(try table.items(.inProgress), maxWorkers: dispatch.maxWorkers)
    return Decision(
      try claims(
        atMost: min(dispatch.limit, runningItems.free), besides: runningItems,
        by: dispatch.roster.map {
          WorkerLoad($0, running: runningItems.rows, context.policy)
        }))
  }

  func pick(_ item: QueueItem) throws -> Decision {
    guard ItemID.isWellFormed(item.id) else { throw Refusal.illFormedID(item.id) }
    switch item.status {
    case .pending:
      switch try obstacle(to: item, evenOfPlan: true) {
      case nil:
        return .change(claim(item, try table.nextClaimNumber + context.claimsBefore))
      // The work is done, so the row is closed.
      case .duplicate?: return .changes([closed(item)])
      case .needsApproval?: return .changes([asked(item)])
      case .leased(let lease)?: throw Refusal.leased(item, lease, action: .pick, now: context.now)
      case .nearMiss(let note)?: throw Refusal.nearMiss(item.id, note)
      case .waits(let blockers, _, _)?:
        throw Refusal.waits(item.id, for: try Dependencies.named(blockers, in: table))
      case .backsOff(let start, _)?: throw Refusal.backsOff(item.id, until: start, now: context.now)
      case .deferred(let start)?: throw Refusal.deferred(item.id, until: start, now: context.now)
      // `obstacle` never returns these reasons, which only keep a dispatch from starting the row.
      case .malformed?, .refused?, .noRow?, .cycle?, .attemptsUsedUp?, .unknownWorker?, .paused?,
        .workersBusy?, .sameLabel?, .sameWork?, .overlaps?, .workerBusy?, .overBudget?, .badBrief?,
        .cannotStart?, .queued?, .inProgress?, .stopped?, .done?:
        throw Refusal.wrongState(item, action: .pick)
      }
    case .inProgress where item.ownerSession != nil && item.ownerSession == context.session:
      try item.checkLease(.pick, context)
      return .alreadySo(item)
    case .blocked where item.awaitsStart: throw Refusal.needsApproval(item)
    case .inProgress, .done, .failed, .blocked:
      throw Refusal.wrongState(item, action: .pick)
    }
  }

  /// - Parameters:
  ///   - limit: the maximum number of rows to claim.
  ///   - runningItems: the rows with which no claimed row may conflict; `nil` checks no conflicts.
  ///   - load: the workers that orch starts; `nil` if the caller gets the rows.
  private func claims(
    atMost limit: Int, besides runningItems: RunningItems? = nil, by load: WorkerLoad? = nil
  ) throws -> [ItemChange] {
    // A dispatch requests approval for all rows, even if no worker is free, because people need
    // time to decide.
    let asksForAll =
      try runningItems != nil && table.mayHave(note: Approval.start.note, .pending)
    guard limit > 0 || asksForAll else { return [] }
    var (runningItems, load) = (runningItems, load)
    var changes: [ItemChange] = []
    var claimed = 0
    try table.scan(.pending) { row, item in
      // A `PlainRow` has no notes that require an approval.
      if row != nil, claimed >= limit { return .more }
      if let row, let load, load.isBusy(for: row) { return .more }
      guard let item = item() else { return .more }
      if claimed >= limit, !item.asksForStart { return .more }
      switch try obstacle(to: item) {
      case .duplicate?: changes.append(closed(item))
      case .needsApproval?: changes.append(asked(item))
      case .some: break
      // The cheapest check comes first, because many rows may wait for a busy worker.
      case nil where load?.obstacle(to: item) != nil: break
      case nil where runningItems?.conflict(with: item) != nil: break
      case nil:
        let number = try table.nextClaimNumber + claimed
        if load != nil {
          guard let worker = load?.start(item) else { break }
          changes.append(claim(item, number, leasedFor: worker.leaseSeconds(of: item)))
        } else {
          changes.append(claim(item, number))
        }
        runningItems?.append(item)
        claimed += 1
      }
      return claimed < limit || asksForAll ? .more : .enough
    }
    return changes
  }

  /// Makes the row wait for a person's approval before its work begins.
  private func asked(_ item: QueueItem) -> ItemChange {
    ItemChange(changing: item, .approvalRequested) {
      $0.status = .blocked
      $0.notes.withdrawApprovals()
      $0.setAwaited(.approval)
    }
  }

  private func closed(_ item: QueueItem) -> ItemChange {
    ItemChange(changing: item, .idempotencySkipped) {
      $0.status = .done
      $0.notes.append(
        prose: "Skipped duplicate by idempotency_key", context.policy.controlKeys)
    }
  }

  /// Claims the row for the caller, who becomes its owner.
  private func claim(_ item: QueueItem, _ number: Int) -> ItemChange {
    ItemChange(changing: item, .picked) {
      $0.start(as: context.session, context)
      $0.claim = Claim(
        number, context, lease: lease(on: item), streak: item.claim?.streak)
    }
  }

  /// Claims the row for the worker that orch starts for it.
  private func claim(_ item: QueueItem, _ number: Int, leasedFor seconds: Int) -> ItemChange {
    let end = context.now.epochSeconds + seconds
    return ItemChange(changing: item, .picked) {
      $0.start(as: item.label, context)
      $0.claim = Claim(
        number, context, lease: Lease(owner: item.label, expiresAt: end, hasHeartbeat: false),
        streak: item.claim?.streak, isForWorker: true)
    }
  }

  /// The lease of a claimed row: the caller's existing lease if it has heartbeats, else a new one.
  /// A person gets none.
  private func lease(on item: QueueItem) -> Lease? {
    guard let caller = context.session else { return nil }
    if let lease = item.claim?.lease, lease.hasHeartbeat, lease.isLive(at: context.now) {
      return lease
    }
    return Lease(ofClaimBy: caller, context)
  }
}

extension QueueItem {
  fileprivate mutating func start(as owner: String?, _ context: TransitionContext) {
    status = .inProgress
    ownerSession = owner
    startedAt = context.now.text
  }
}

extension Claiming {
  /// Why the caller may not start the PENDING row: `leased`, `duplicate`, `nearMiss`, `waits`,
  /// `backsOff`, `deferred` or `needsApproval`; `nil` if the caller may start it.
  ///
  /// - Parameters:
  ///   - item: a PENDING row.
  ///   - takesParents: whether a row may start while a plan that was made for it has not ended.
  func obstacle(to item: QueueItem, evenOfPlan takesParents: Bool = false) throws -> WaitReason? {
    if let lease = item.claim?.lease, lease.excludes(context.session, at: context.now) {
      return .leased(lease)
    }
    // Work that was done on another row does not replace an approval of this row.
    if item.approval == nil, let key = item.idempotencyKey,
      try table.hasDone(idempotencyKey: key)
    {
      return .duplicate(key: key)
    }
    if let note = item.nearMiss(context.policy, in: table) { return .nearMiss(note) }
    let blockers = try Dependencies.blockers(of: item, in: table, context.policy)
    if !blockers.isEmpty { return .waits(for: blockers) }
    if !takesParents,
      let plan = try Dependencies.plan(holding: item, in: table, context.policy)
    {
      return .waits(for: plan.blockers, plan: plan.name)
    }
    if let start = item.retryNotBefore, start > context.now.epochSeconds {
      return .backsOff(until: start)
    }
    if let start = item.deferral(in: context.now.zone), start > context.now.epochSeconds {
      return .deferred(until: start)
    }
    return try needOfApproval(of: item)
  }

  /// `needsApproval` if a person has not approved the start of the row's work, or approved other
  /// content; else `nil`.
  private func needOfApproval(of item: QueueItem) throws -> WaitReason? {
    guard item.asksForStart, try !item.isApproved(context.contents, in: table) else { return nil }
    return .needsApproval(
      changed: item.lastApprovedDigest.map { context.contents?.changes(item, $0) ?? [] })
  }
}

extension Decision {
  /// Why a pick by id claimed nothing and requested a person's approval instead; `nil` if it did
  /// not.
  public var refusalOfPick: Refusal? {
    guard let change = changes.first, change.event == .approvalRequested else { return nil }
    return change.after.map(Refusal.needsApproval)
  }
}

/// The row that may start next, and why the rows before it may not, by the rules of a pick. Nothing
/// is claimed.
public struct PickPreview: Equatable, Sendable {
  /// The row that a pick would claim now; `nil` if there is none.
  public let next: QueueItem?
  /// The PENDING rows that may be picked by their ids, in their order, up to the last row of
  /// `held`; all if `held` is shorter than its limit.
  public private(set) var startable: [QueueItem] = []
  /// The first PENDING rows whose pick would be refused, or which a pick without their id skips, in
  /// their order.
  public private(set) var held: [Held] = []

  /// A row that is not handed out.
  public struct Held: Equatable, Sendable {
    public let item: QueueItem
    public let refusal: Refusal
  }

  /// - Parameters:
  ///   - table: the queue.
  ///   - limit: the maximum length of `held`.
  ///   - context: the caller that would pick, and the time.
  public init(of table: some QueueTable, limit: Int, context: TransitionContext) throws {
    let pick = try Transition.pick(id: nil).decide(in: table, context: context)
    next = pick.changes.last { $0.event == .picked }?.before
    let claiming = Claiming(table, context)
    try table.visit(.pending) { item in
      if let refusal = try claiming.refusal(of: item) {
        held.append(Held(item: item, refusal: refusal))
      } else {
        startable.append(item)
      }
      return held.count < limit ? .more : .enough
    }
  }
}

extension Claiming {
  /// Why a pick by id would refuse a PENDING row, or a pick without an id skips it; `nil` if
  /// neither is so.
  fileprivate func refusal(of item: QueueItem) throws -> Refusal? {
    if ItemID.isWellFormed(item.id), try obstacle(to: item) == nil { return nil }
    do {
      let pick = try Transition.pick(id: item.id).decide(in: table, context: context)
      if let refusal = pick.refusalOfPick { return refusal }
      let plan = try Dependencies.plan(holding: item, in: table, context.policy)
      return plan.map { .waits(item.id, for: $0.blockers) }
    } catch let refusal as Refusal {
      return refusal
    }
  }
}
