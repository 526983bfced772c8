public import Door
public import Model
public import QueueStore

extension QueueSnapshot {
  /// The PENDING rows that can't start before a person acts, in two parts. Each part is in the
  /// order of the table. The first part has the rows that wait, directly or through other rows, for
  /// a row that is FAILED, BLOCKED or missing. It also has the rows that no worker starts, or that
  /// a person has to approve first, by the rule of `ops why`. The second part has the rows whose
  /// `usd_per_row` is used up. The reason of a waiting row names the rows without which it can't
  /// start: rows that are FAILED, BLOCKED or missing, or that wait for such a row themselves.
  ///
  /// - Parameters:
  ///   - roster: the workers that orch starts; `nil` if it starts none.
  ///   - budget: the rest of the budget; `nil` if there is none.
  package func stuckRows(
    _ context: TransitionContext, roster: WorkerRoster? = nil, over budget: BudgetState? = nil
  ) throws -> [Explanation] {
    var analysis = WaitAnalysis(maxWorkers: 0, context: context)
    analysis.roster = roster
    let held = try analysis.idsWithoutStart(in: self)
    let waiting = (0..<rowCount).compactMap { row -> QueueItem? in
      guard status(at: row) == .pending else { return nil }
      let mayWait = mayWait(at: row)
      guard mayWait || !held.isEmpty, let item = item(at: row) else { return nil }
      return mayWait || held.contains(item.id) ? item : nil
    }
    let stuck = waiting.isEmpty ? [] : try analysis.stuckRows(among: waiting, in: self)
    guard let budget, let roster else { return stuck }
    return stuck + rows(over: budget, roster)
  }

  /// The rows whose `usd_per_row` is used up.
  private func rows(over budget: BudgetState, _ roster: WorkerRoster) -> [Explanation] {
    guard let limit = budget.budget.microdollarsPerRow else { return [] }
    return (0..<rowCount).compactMap { row in
      guard status(at: row) == .pending, let item = item(at: row),
        limit == 0 || budget.microdollarsByRow[item.id] != nil
      else { return nil }
      return budget.excess(of: roster.name(for: item), on: item.id, by: [.usdPerRow]).map {
        let reason = WaitReason.overBudget($0)
        return Explanation(item.id, .pending, reason, reason.startRemedy)
      }
    }
  }
}

extension TaskQueue {
  /// The rows that can't start before other rows, if the queue has a FAILED or BLOCKED row. Workers
  /// are not considered.
  public func rowsBehindStopped(
    in snapshot: some QueueSnapshot
  ) throws(Problem) -> [Explanation] {
    let hasStopped = (0..<snapshot.rowCount).contains {
      snapshot.status(at: $0)?.isStopped ?? false
    }
    guard hasStopped else { return [] }
    return try asking {
      try snapshot.stuckRows(queue(as: Caller()).context()).filter { !$0.reason.blockers.isEmpty }
    }
  }
}

/// When rows got their status, according to the recent history of a table. Times are in seconds
/// since 1970.
package struct StatusTimes {
  /// When each row was added, by its id.
  package private(set) var arrivals: [String: Int] = [:]
  /// When each row got its present status.
  package private(set) var changes: [String: Int] = [:]
  /// The time of the first entry.
  package private(set) var beginning: Int?
  /// When a row was last claimed, or last ended.
  package private(set) var lastWork: Int?
  private var isEmpty = true

  package init() {}

  package init(of store: any QueueStore) throws(StoreError) {
    try store.visitStatusChanges(onlyRecent: true) { change, _ in note(change) }
  }

  /// Adds the next entry, oldest first.
  package mutating func note(_ change: StatusChange) {
    if isEmpty { (isEmpty, beginning) = (false, change.time) }
    guard let id = change.id, let time = change.time else { return }
    if change.isAddition { arrivals[id] = time }
    guard let status = change.status else { return }
    changes[id] = time
    if status != .pending, !change.isAddition { lastWork = max(lastWork ?? time, time) }
  }
}

extension QueueStore {
  /// When FAILED and BLOCKED rows stopped, in seconds since 1970, by the row's id. Rows without a
  /// known time are left out.
  ///
  /// - Parameters:
  ///   - recent: the times from the history, if it was already read.
  ///   - now: the time, in the zone of the rows' times.
  package func stopTimes(
    of rows: [QueueItem], by recent: StatusTimes? = nil, at now: QueueTime
  ) throws -> [String: Int] {
    let kept = try figureKeeping?.stopTimes(of: rows.map(\.id)).mapValues(\.epochSeconds)
    let recent = kept == nil ? try recent ?? StatusTimes(of: self) : StatusTimes()
    let ends = kept ?? recent.changes
    // A row that the history of a table does not mention is at least as old as the first entry,
    // unless an unrecorded edit added the row.
    let isEdited = externalEdits?.hasUnrecordedEdit ?? false
    let beginning = isEdited ? nil : recent.beginning
    var times: [String: Int] = [:]
    for row in rows {
      times[row.id] = ends[row.id] ?? row.start(in: now.zone)?.epochSeconds ?? beginning
    }
    return times
  }
}
