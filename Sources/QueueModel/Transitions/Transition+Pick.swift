extension Transition {
  /// Claims several rows at once, as far as there are workers for them.
  public struct Dispatch: Equatable, Sendable {
    /// How many rows may be IN_PROGRESS afterwards.
    public let maxWorkers: Int
    /// How many rows are claimed at most.
    public let limit: Int
    /// For how many seconds each claim is leased to the worker that orch starts for it, by
    /// its label; `nil` where somebody else starts the work.
    public let leaseOfWorkers: Int?

    public init(maxWorkers: Int, limit: Int, leaseOfWorkers: Int? = nil) {
      self.maxWorkers = maxWorkers
      self.limit = limit
      self.leaseOfWorkers = leaseOfWorkers
    }
  }
}

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

/// What keeps a PENDING row from being started, whoever asks. Where there are several, it is
/// the first of this order.
public enum Obstacle: Equatable, Sendable {
  /// Another session works on the row, or is about to.
  case leased(Lease)
  /// The row's work was done under another id, which has the same idempotency key: who comes
  /// to the row closes it.
  case duplicate(key: String)
  /// These rows are not DONE, in the order of `after`.
  case waits(for: [Dependencies.Blocker])
  /// It is not tried again before this, in seconds since 1970.
  case backsOff(until: Int)
}

extension Claiming {
  /// What keeps the row from being started by who speaks; `nil` where nothing does.
  func obstacle(to item: QueueItem) throws -> Obstacle? {
    if let lease = item.claim?.lease, lease.excludes(context.speaker, at: context.now) {
      return .leased(lease)
    }
    if let key = item.idempotencyKey, try table.hasDone(idempotencyKey: key) {
      return .duplicate(key: key)
    }
    let blockers = try Dependencies.blockers(of: item, in: table)
    if !blockers.isEmpty { return .waits(for: blockers) }
    if let start = item.retryNotBefore, start > context.now.epochSeconds {
      return .backsOff(until: start)
    }
    return nil
  }
}

/// What may start next, and what keeps the rows that may not.
///
/// The rules of a pick say it; nothing is claimed.
public struct PickPreview: Equatable, Sendable {
  /// The row that a pick would claim now; `nil` where there is none.
  public let next: QueueItem?
  /// The first rows that wait and whose pick would be refused, in the order in which they
  /// would start.
  public let held: [Held]

  /// A row that waits, and why.
  public struct Held: Equatable, Sendable {
    public let id: String
    public let refusal: Refusal
  }

  /// - Parameters:
  ///   - table: the queue.
  ///   - limit: how many of the rows that are held are told.
  ///   - context: who would pick, and when.
  public init(of table: some QueueTable, telling limit: Int, context: TransitionContext) throws {
    let pick = try Transition.pick(id: nil).decide(in: table, context: context)
    next = pick.changes.last { $0.event == .picked }?.before
    held = try Self.held(in: table, limit, context)
  }

  private static func held(
    in table: some QueueTable, _ limit: Int, _ context: TransitionContext
  ) throws -> [Held] {
    var held: [Held] = []
    try table.visit(.pending) { item in
      do {
        _ = try Transition.pick(id: item.id).decide(in: table, context: context)
      } catch let refusal as Refusal {
        held.append(Held(id: item.id, refusal: refusal))
      }
      return held.count < limit ? .more : .enough
    }
    return held
  }
}
