/// Why the rows of a table are not running, at one moment.
struct WaitExplainer<Table: QueueTable> {
  let rows: WaitingRows<Table>
  private var search: BlockerSearch

  init(_ analysis: WaitAnalysis, _ table: Table) throws {
    let rows = try WaitingRows(analysis, table)
    self.rows = rows
    search = BlockerSearch(step: rows.step)
  }

  mutating func explanation(of item: QueueItem) throws -> Explanation {
    switch rows.meetings[item.id] {
    case .reason(let explanation)?: explanation
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

  mutating func blockedReason() throws -> BlockedReason? {
    if rows.items.isEmpty { return nil }
    var isBusy = false
    for case .reason(let explanation) in rows.meetings.values {
      switch explanation.reason {
      case .queued: return nil
      case .conflict(.busy): isBusy = true
      case .malformed, .noRow, .leased, .duplicate, .waits, .cycle, .backsOff, .conflict,
        .missingProgram, .state:
        break
      }
    }
    let now = rows.analysis.context.now
    if isBusy { return .full(rows.remedies.runningItems, at: now) }
    let told = try rows.items.prefix(BlockedReason.told).map { try explanation(of: $0) }
    return .held(told, more: rows.items.count - told.count, at: now)
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
