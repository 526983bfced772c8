/// Explains why the rows of a table are not running, at one moment.
struct WaitExplainer<Table: QueueTable> {
  let rows: WaitingRows<Table>
  private var search: BlockerSearch

  /// - Parameter isIdle: whether a dispatch would start no row.
  init(_ analysis: WaitAnalysis, _ table: Table, isIdle: Bool = false) throws {
    let rows = try WaitingRows(analysis, table, isIdle: isIdle)
    self.rows = rows
    search = BlockerSearch(rows.explanation(of:))
  }

  mutating func explanations() throws -> [Explanation] {
    try rows.dispatched.map { try followed($0) }
  }

  mutating func explanation(of item: QueueItem) throws -> Explanation {
    try followed(rows.explanation(of: item))
  }

  /// - Throws: a refusal if there is no such row.
  mutating func explanation(of id: String) throws -> Explanation {
    let found: QueueItem?
    do { found = try rows.table.item(id) } catch let refusal as Refusal {
      return rows.analysis.malformed(id, refusal)
    }
    guard let found else { throw Refusal.notFound(id) }
    return try explanation(of: found)
  }

  // MARK: The chain of dependencies

  /// The explanation of a PENDING row that can't start until a person acts; `nil` if the row may
  /// start without that.
  mutating func stuckRow(_ item: QueueItem) throws -> Explanation? {
    let row = try rows.explanation(of: item)
    if case .waits(let blockers, _, let plan) = row.reason {
      let way = try search.way(from: item.id, blockers)
      let stuck = blockers.filter { $0.id == way.next.id || $0.status?.isStopped ?? false }
      return way.isStuck ? Explanation(item.id, .pending, .waits(for: stuck, plan: plan), nil) : nil
    }
    return row.reason.liesInRow ? row : nil
  }

  /// Adds the end of the chain to the explanation of a row that waits for others. Any other
  /// explanation is returned unchanged.
  private mutating func followed(_ row: Explanation) throws -> Explanation {
    guard let id = row.id, case .waits(let blockers, _, let plan) = row.reason else { return row }
    let way = try search.way(from: id, blockers)
    switch way.end {
    case .ring(let ring) where ring.contains(id): return cycle(ring, from: id)
    case .ring(let ring): return chain(id, blockers, plan, way, cycle(ring, from: way.last.id))
    case .row(let root): return chain(id, blockers, plan, way, root)
    }
  }

  private func cycle(_ ring: BlockerSearch.Ring, from id: String) -> Explanation {
    let reason = ring.reason(of: id)
    return Explanation(id, .pending, reason, rows.remedies.remedy(for: id, reason))
  }

  private func chain(
    _ id: String, _ blockers: [Dependencies.Blocker], _ plan: String?, _ way: BlockerSearch.Way,
    _ root: Explanation
  ) -> Explanation {
    var path = [way.next]
    if way.distance == 3, let second = search.known(way.next.id) { path.append(second.next) }
    if way.distance > 1 { path.append(way.last) }
    let chain = WaitingChain(path: path, skipped: way.distance - path.count, root: root)
    return Explanation(id, .pending, .waits(for: blockers, chain, plan: plan), root.remedy)
  }
}

/// The PENDING rows of a table at one moment, each with the first reason that a dispatch finds. For
/// rows that wait for others, only the blockers are known.
struct WaitingRows<Table: QueueTable> {
  let analysis: WaitAnalysis
  let table: Table
  private let claiming: Claiming<Table>
  let remedies: Remedies
  /// The rows in their order, computed in one pass, because a row that starts may conflict with
  /// others. Empty if no row starts; then only the requested rows are explained.
  private(set) var dispatched: [Explanation] = []
  /// The index of each row in `dispatched`, by its id; `nil` if no row starts.
  private var places: [String: Int]?

  init(_ analysis: WaitAnalysis, _ table: Table, isIdle: Bool) throws {
    self.analysis = analysis
    self.table = table
    claiming = Claiming(table, analysis.context)
    remedies = try Remedies(analysis, table)
    if !isIdle { (dispatched, places) = try simulatedDispatch() }
  }

  /// Simulates a dispatch without a limit of claims.
  private func simulatedDispatch() throws -> ([Explanation], [String: Int]) {
    var rows: [Explanation] = []
    var places: [String: Int] = [:]
    var starts = newStarts
    try table.visit(.pending) { item in
      places[item.id] = rows.count
      rows.append(try explanation(of: item, &starts))
      return .more
    }
    return (rows, places)
  }

  /// The rows that a dispatch starts.
  private struct Starts {
    /// The running rows and the starting rows, as far as there are workers for them.
    var running: RunningItems
    /// The same rows by worker; `nil` if orch starts no workers.
    var load: WorkerLoad?
    /// The number of starting rows, including those without a free worker.
    var count = 0

    init(beside running: RunningItems, by roster: WorkerRoster?, _ policy: Policy) {
      self.running = running
      load = roster.map { WorkerLoad($0, running: running.rows, policy) }
    }
  }

  private var newStarts: Starts {
    Starts(beside: remedies.runningItems, by: analysis.roster, analysis.context.policy)
  }

  /// Explains a row in any state.
  func explanation(of item: QueueItem) throws -> Explanation {
    switch item.status {
    case .pending:
      if let place = places?[item.id] { return dispatched[place] }
      // A dispatch skips a PENDING row with an ill-formed id.
      guard places == nil, ItemID.isWellFormed(item.id) else {
        return analysis.malformed(item.id, .illFormedID(item.id))
      }
      var starts = newStarts
      return try explanation(of: item, &starts)
    case .inProgress: return try explanation(of: item, .inProgress(item))
    case .failed, .blocked, .done:
      let stop = try StoppedRow(item, in: table, analysis.context)
      return try explanation(of: item, stop.map { .stopped($0) } ?? .done)
    }
  }

  /// Explains a row for which others wait.
  func explanation(of blocker: Dependencies.Blocker) throws -> Explanation {
    if let place = places?[blocker.id] { return dispatched[place] }
    do {
      return try table.item(blocker.id).map { try explanation(of: $0) }
        ?? absent(blocker)
    } catch let refusal as Refusal {
      return analysis.malformed(blocker.id, refusal)
    }
  }

  private func absent(_ blocker: Dependencies.Blocker) throws -> Explanation {
    let absence = try blocker.absence ?? table.absence(of: blocker.id)
    return Explanation(
      blocker.id, nil, .noRow(absence), remedies.remedy(for: blocker.id, .noRow(absence)))
  }

  private func explanation(of item: QueueItem, _ reason: WaitReason) throws -> Explanation {
    var reason = reason
    if case .waits(let blockers, nil, let plan) = reason {
      reason = .waits(for: try Dependencies.named(blockers, in: table), plan: plan)
    }
    let remedy: Remedy? =
      if case .backsOff = reason { Remedy(retrying: item, analysis.context) } else {
        remedies.remedy(for: item.id, reason)
      }
    return Explanation(item.id, item.status, reason, remedy)
  }

  private func explanation(of item: QueueItem, _ starts: inout Starts) throws -> Explanation {
    let obstacle = try claiming.obstacle(to: item)
    // Another obstacle to a row that backs off may be more informative.
    if case .backsOff? = obstacle, let other = starts.load?.obstacle(to: item),
      [.attemptsUsedUp, .workerPaused].contains(other.code)
    {
      return try explanation(of: item, other)
    }
    return try explanation(of: item, obstacle ?? reason(of: item, &starts))
  }

  /// The reason for a row that `Claiming` does not keep from starting.
  ///
  /// - Parameters:
  ///   - item: a PENDING row.
  ///   - starts: the starts before this row.
  private func reason(of item: QueueItem, _ starts: inout Starts) -> WaitReason {
    let obstacle = starts.load?.obstacle(to: item)
    if let obstacle, obstacle.liesInRow { return obstacle }
    // A pause lasts longer than a state that the end of a worker changes.
    if let pause = analysis.pause { return .paused(pause) }
    if let hold = analysis.hold {
      // Only a person can correct the brief, even after every other obstacle ends.
      if case .badBrief? = obstacle { return obstacle ?? hold }
      return hold
    }
    if let conflict = remedies.runningItems.conflict(with: item) { return conflict }
    switch starts.running.conflict(with: item) {
    case .workersBusy?: break
    case let conflict?: return conflict
    case nil where obstacle == nil:
      starts.running.append(item)
      _ = starts.load?.start(item)
    case nil: break
    }
    // The obstacle of the row's own worker is more informative than the general one.
    if let obstacle, obstacle.code != .workerBusy { return obstacle }
    if let reason = analysis.startProblem ?? obstacle { return reason }
    defer { starts.count += 1 }
    return .queued(behind: starts.count)
  }
}

extension WaitAnalysis {
  /// The explanation of a malformed row, from the list of malformed rows, else from the refusal.
  func malformed(_ id: String, _ refusal: Refusal) -> Explanation {
    if let row = malformed.first(where: { $0.id == id }) { return Explanation(row) }
    if case .malformedRow(_, let line, let problem) = refusal {
      return Explanation(MalformedRow(id: id, status: nil, line: line, problem: problem))
    }
    return Explanation(id, nil, .refused(refusal), .verify)
  }
}
