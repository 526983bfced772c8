/// Explains why the rows of a table are not running, at one moment.
struct WaitExplainer<Table: QueueTable> {
  let rows: WaitingRows<Table>
  private var search: BlockerSearch

  /// - Parameter isIdle: whether a dispatch would start no row.
  init(_ analysis: WaitAnalysis, _ table: Table, isIdle: Bool = false) throws {
    let rows = try WaitingRows(analysis, table, isIdle: isIdle)
    self.rows = rows
    search = BlockerSearch(step: rows.step)
  }

  /// Those of the PENDING rows, in their order.
  mutating func explanations() throws -> [Explanation] {
    try rows.dispatched.map { try explanation(ofRow: $0.id, $0.reason) }
  }

  mutating func explanation(of item: QueueItem) throws -> Explanation {
    try rows.firstReason(of: item).map { try explanation(ofRow: item.id, $0) }
      ?? rows.state(of: item)
  }

  private mutating func explanation(
    ofRow id: String, _ reason: FirstReason
  ) throws -> Explanation {
    switch reason {
    case .explained(let explanation): explanation
    case .waits(let blockers): try explanation(ofRow: id, waitingFor: blockers)
    }
  }

  /// - Throws: a refusal where there is no such row.
  mutating func explanation(of id: String) throws -> Explanation {
    let found: QueueItem?
    do { found = try rows.table.item(id) } catch let refusal as Refusal {
      return rows.analysis.malformed(id, refusal)
    }
    guard let found else { throw Refusal.notFound(id) }
    return try explanation(of: found)
  }

  // MARK: Along what rows wait for

  /// Why a PENDING row starts only after a person acted; `nil` where it may start before.
  mutating func obstruction(of item: QueueItem) throws -> Obstruction? {
    switch try rows.firstReason(of: item) {
    case .waits(let blockers)?:
      let way = try search.way(from: item.id, blockers)
      guard way.isStuck else { return nil }
      return .blockers(
        blockers.filter { $0.id == way.next.id || $0.status?.isStopped ?? false })
    case .explained(let explanation)? where explanation.isOfRow: return .row(explanation)
    case .explained?, nil: return nil
    }
  }

  private mutating func explanation(
    ofRow id: String, waitingFor blockers: [Dependencies.Blocker]
  ) throws -> Explanation {
    let way = try search.way(from: id, blockers)
    switch way.end {
    case .ring(let ring) where ring.contains(id): return cycle(ring, from: id)
    case .ring(let ring): return chain(id, blockers, way, cycle(ring, from: way.last.id))
    case .row(let root): return chain(id, blockers, way, root)
    }
  }

  private func cycle(_ ring: BlockerSearch.Ring, from id: String) -> Explanation {
    let reason = Explanation.Reason.cycle(ring.cycle(from: id))
    return Explanation(id, .pending, reason, rows.remedies.remedy(for: id, reason))
  }

  private func chain(
    _ id: String, _ blockers: [Dependencies.Blocker], _ way: BlockerSearch.Way, _ root: Explanation
  ) -> Explanation {
    var path = [way.next]
    if way.distance == 3, let second = search.known(way.next.id) { path.append(second.next) }
    if way.distance > 1 { path.append(way.last) }
    let chain = WaitingChain(
      blockers: blockers, path: path, skipped: way.distance - path.count, root: root)
    return Explanation(id, .pending, .waits(chain), root.remedy)
  }
}

/// The first reason that a dispatch finds for a row.
enum FirstReason {
  case waits(for: [Dependencies.Blocker])
  /// The whole explanation.
  case explained(Explanation)

  fileprivate var step: BlockerSearch.Step {
    switch self {
    case .waits(let blockers): .waits(for: blockers)
    case .explained(let explanation): .end(explanation)
    }
  }
}

/// The PENDING rows of a table at one moment, and the first reason that a dispatch finds for each.
struct WaitingRows<Table: QueueTable> {
  let analysis: WaitAnalysis
  let table: Table
  private let claiming: Claiming<Table>
  let remedies: Remedies
  /// The rows in their order, computed in one pass, because a row that starts stands in the way of
  /// others; empty where none starts, and only the rows that are asked for are looked at.
  private(set) var dispatched: [(id: String, reason: FirstReason)] = []
  /// Where each row is among them, by its id; `nil` where none starts.
  private var places: [String: Int]?

  init(_ analysis: WaitAnalysis, _ table: Table, isIdle: Bool) throws {
    self.analysis = analysis
    self.table = table
    claiming = Claiming(table, analysis.context)
    remedies = try Remedies(analysis, table)
    if !isIdle { (dispatched, places) = try simulatedDispatch() }
  }

  /// Simulates a dispatch without a limit of claims.
  private func simulatedDispatch() throws -> ([(id: String, reason: FirstReason)], [String: Int]) {
    var rows: [(id: String, reason: FirstReason)] = []
    var places: [String: Int] = [:]
    var starts = newStarts
    try table.visit(.pending) { item in
      places[item.id] = rows.count
      rows.append((item.id, try firstReason(of: item, &starts)))
      return .more
    }
    return (rows, places)
  }

  /// The rows that a dispatch starts.
  private struct Starts {
    /// The running rows, with those that start, as far as there are workers for them.
    var running: RunningItems
    /// The rows of each worker likewise; `nil` where orch starts none.
    var load: WorkerLoad?
    /// The number of rows that start, also of those without a worker.
    var count = 0

    init(beside running: RunningItems, by roster: WorkerRoster?, _ policy: Policy) {
      self.running = running
      load = roster.map { WorkerLoad($0, running: running.rows, policy) }
    }
  }

  private var newStarts: Starts {
    Starts(beside: remedies.runningItems, by: analysis.roster, analysis.context.policy)
  }

  /// `nil` for a row that is not waiting to start.
  func firstReason(of item: QueueItem) throws -> FirstReason? {
    if let places { return places[item.id].map { dispatched[$0].reason } }
    guard item.status == .pending, ItemID.isWellFormed(item.id) else { return nil }
    var starts = newStarts
    return try firstReason(of: item, &starts)
  }

  private func firstReason(of item: QueueItem, _ starts: inout Starts) throws -> FirstReason {
    switch try claiming.obstacle(to: item) {
    case .waits(let blockers)?: .waits(for: blockers)
    case .leased(let lease)?: firstReason(item, .leased(lease))
    case .duplicate(let key)?: firstReason(item, .duplicate(key: key))
    case .backsOff(let end)?: firstReason(item, reason(of: item, backingOffUntil: end, starts))
    case nil: firstReason(item, reason(of: item, &starts))
    }
  }

  private func firstReason(_ item: QueueItem, _ reason: Explanation.Reason) -> FirstReason {
    .explained(explanation(of: item, reason))
  }

  /// The reason for a row that backs off: what else keeps it from starting, where that says more.
  private func reason(
    of item: QueueItem, backingOffUntil end: Int, _ starts: Starts
  ) -> Explanation.Reason {
    if case .unable(let problem)? = starts.load?.answer(for: item),
      problem.kind == .attemptsUsedUp || problem.kind == .workerPaused
    {
      return .cannotStart(problem)
    }
    return .backsOff(until: end)
  }

  /// The reason for a row that may start by itself.
  ///
  /// - Parameters:
  ///   - item: the row.
  ///   - starts: those before this row.
  private func reason(of item: QueueItem, _ starts: inout Starts) -> Explanation.Reason {
    let answer = starts.load?.answer(for: item)
    if case .unknown(let unknown)? = answer { return .unknownWorker(unknown) }
    if case .unable(let problem)? = answer, problem.kind == .attemptsUsedUp {
      return .cannotStart(problem)
    }
    // A pause outlasts what a worker's end changes.
    if let pause = analysis.pause { return .paused(pause) }
    if let conflict = remedies.runningItems.conflict(with: item) { return .conflict(conflict) }
    switch starts.running.conflict(with: item) {
    case .sameLabel(let other)?: return .conflict(.sameLabel(other))
    case .sameWork(let other, let key)?: return .conflict(.sameWork(other, key: key))
    case .overlaps(let other, let path)?: return .conflict(.overlaps(other, in: path))
    case .busy?: break
    case nil where starts.load?.isFree(for: item) ?? true:
      starts.running.append(item)
      _ = starts.load?.start(item)
    case nil: break
    }
    // That of the row's own worker says more than that of all.
    if case .unable(let problem)? = answer { return .cannotStart(problem) }
    if let problem = analysis.startProblem { return .cannotStart(problem) }
    switch answer {
    case .busy(let worker)?: return .workerBusy(worker)
    case .unable?, .unknown?, .free?, nil: break
    }
    defer { starts.count += 1 }
    return .queued(behind: starts.count)
  }

  private func explanation(
    of item: QueueItem, _ reason: Explanation.Reason
  ) -> Explanation {
    let remedy: Remedy? =
      if case .backsOff = reason { Remedy(retrying: item, analysis.context) } else {
        remedies.remedy(for: item.id, reason)
      }
    return Explanation(item.id, item.status, reason, remedy)
  }

  /// The explanation of a row that is not waiting to start: its state.
  func state(of item: QueueItem) -> Explanation {
    // A dispatch skips a PENDING row with an ill-formed id.
    item.status == .pending
      ? analysis.malformed(item.id, .illFormedID(item.id))
      : explanation(of: item, .state(item.withoutWorker(analysis.context.policy)))
  }

  /// The next step from a row that others wait for.
  func step(to blocker: Dependencies.Blocker) throws -> BlockerSearch.Step {
    if let place = places?[blocker.id] { return dispatched[place].reason.step }
    do {
      guard let item = try table.item(blocker.id) else {
        return .end(Explanation(blocker.id, nil, .noRow, .add(blocker.id)))
      }
      return try firstReason(of: item)?.step ?? .end(state(of: item))
    } catch let refusal as Refusal {
      return .end(analysis.malformed(blocker.id, refusal))
    }
  }
}

extension WaitAnalysis {
  /// The explanation of a malformed row: by the list of malformed rows, else by the refusal.
  func malformed(_ id: String, _ refusal: Refusal) -> Explanation {
    if let row = malformed.first(where: { $0.id == id }) { return Explanation(row) }
    if case .malformedRow(_, let line, let problem) = refusal {
      return Explanation(MalformedRow(id: id, status: nil, line: line, problem: problem))
    }
    return Explanation(id, nil, .malformed(line: nil, problem: .refused(refusal)), .verify)
  }
}
