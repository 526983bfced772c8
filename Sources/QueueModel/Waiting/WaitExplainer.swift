/// Explains why the rows of a table are not running, at one moment.
struct WaitExplainer<Table: QueueTable> {
  let rows: WaitingRows<Table>
  private var search: BlockerSearch

  init(_ analysis: WaitAnalysis, _ table: Table) throws {
    let rows = try WaitingRows(analysis, table)
    self.rows = rows
    search = BlockerSearch(step: rows.step)
  }

  mutating func explanation(of item: QueueItem) throws -> Explanation {
    switch rows.firstReasons[item.id] {
    case .explained(let explanation)?: explanation
    case .waits(let blockers)?: try explanation(ofRow: item.id, waitingFor: blockers)
    case nil: rows.state(of: item)
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

  mutating func idleReason() throws -> IdleReason? {
    if rows.items.isEmpty { return nil }
    var isBusy = false
    for case .explained(let explanation) in rows.firstReasons.values {
      switch explanation.reason {
      case .queued: return nil
      case .conflict(.busy): isBusy = true
      case .malformed, .noRow, .leased, .duplicate, .waits, .cycle, .backsOff, .conflict,
        .unknownWorker, .workerBusy, .cannotStart, .paused, .state:
        break
      }
    }
    let now = rows.analysis.context.now
    if isBusy { return .full(rows.remedies.runningItems, at: now) }
    let first = try rows.items.prefix(IdleReason.longestList).map { try explanation(of: $0) }
    return .held(first, more: rows.items.count - first.count, at: now)
  }

  // MARK: Along what rows wait for

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

/// The PENDING rows of a table at one moment, each with the first reason that a dispatch finds. All
/// are computed in one pass.
struct WaitingRows<Table: QueueTable> {
  let analysis: WaitAnalysis
  let table: Table
  /// In the order in which they would start.
  let items: [QueueItem]
  let remedies: Remedies
  private(set) var firstReasons: [String: FirstReason] = [:]

  enum FirstReason {
    case waits(for: [Dependencies.Blocker])
    /// The whole explanation.
    case explained(Explanation)
  }

  init(_ analysis: WaitAnalysis, _ table: Table) throws {
    self.analysis = analysis
    self.table = table
    items = try table.items(.pending)
    remedies = try Remedies(analysis, table)
    firstReasons.reserveCapacity(items.count)
    try simulateDispatch()
  }

  /// Simulates a dispatch without a limit of claims.
  private mutating func simulateDispatch() throws {
    let claiming = Claiming(table, analysis.context)
    var running = remedies.runningItems
    var load = analysis.roster.map { WorkerLoad($0, running: running.rows) }
    var before = 0
    for item in items {
      firstReasons[item.id] =
        switch try claiming.obstacle(to: item) {
        case .waits(let blockers)?: .waits(for: blockers)
        case .leased(let lease)?: firstReason(item, .leased(lease))
        case .duplicate(let key)?: firstReason(item, .duplicate(key: key))
        case .backsOff(let end)?: firstReason(item, .backsOff(until: end))
        case nil: firstReason(item, reason(of: item, &running, &load, &before))
        }
    }
  }

  private func firstReason(_ item: QueueItem, _ reason: Explanation.Reason) -> FirstReason {
    .explained(explanation(of: item, reason))
  }

  /// The reason for a row that may start by itself.
  ///
  /// - Parameters:
  ///   - item: the row.
  ///   - running: the running rows, with those that start before this one as far as there are
  ///     workers for them.
  ///   - load: the rows of each worker likewise; `nil` where orch starts none.
  ///   - before: the number of rows that start before this one.
  private func reason(
    of item: QueueItem, _ running: inout RunningItems, _ load: inout WorkerLoad?,
    _ before: inout Int
  ) -> Explanation.Reason {
    let answer = load?.answer(for: item)
    if case .unknown(let unknown)? = answer { return .unknownWorker(unknown) }
    // A pause outlasts what a worker's end changes.
    if let pause = analysis.pause { return .paused(pause) }
    if let conflict = remedies.runningItems.conflict(with: item) { return .conflict(conflict) }
    switch running.conflict(with: item) {
    case .sameLabel(let other)?: return .conflict(.sameLabel(other))
    case .sameWork(let other, let key)?: return .conflict(.sameWork(other, key: key))
    case .overlaps(let other, let path)?: return .conflict(.overlaps(other, in: path))
    case .busy?: break
    case nil where load?.isFree(for: item) ?? true:
      running.append(item)
      _ = load?.start(item)
    case nil: break
    }
    if let problem = analysis.startProblem { return .cannotStart(problem) }
    switch answer {
    case .unable(let problem)?: return .cannotStart(problem)
    case .busy(let worker)?: return .workerBusy(worker)
    case .unknown?, .free?, nil: break
    }
    defer { before += 1 }
    return .queued(behind: before)
  }

  private func explanation(
    of item: QueueItem, _ reason: Explanation.Reason
  ) -> Explanation {
    Explanation(item.id, item.status, reason, remedies.remedy(for: item.id, reason))
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
    switch firstReasons[blocker.id] {
    case .waits(let blockers)?: return .waits(for: blockers)
    case .explained(let explanation)?: return .end(explanation)
    case nil: break
    }
    do {
      let item = try table.item(blocker.id)
      return .end(
        item.map(state) ?? Explanation(blocker.id, nil, .noRow, .add(blocker.id)))
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
