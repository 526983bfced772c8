public import Door
public import Model
public import QueueStore

extension QueueSnapshot {
  /// The PENDING rows that can't start before a person acts: first those that wait for a row that is
  /// FAILED, BLOCKED or missing, maybe over others, or on which no worker starts before a person
  /// approves it or at all, by the rule of `ops why`, then those whose `usd_per_row` is spent, each
  /// in the order of the table. The reason of one that waits has the rows without which it can't
  /// start: those that are FAILED, BLOCKED or missing, or wait for such a row themselves.
  ///
  /// - Parameters:
  ///   - context: the time and the policy.
  ///   - roster: the workers that orch starts; `nil` where it starts none.
  ///   - budget: what is left of it; `nil` where there is none.
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

  /// The rows whose `usd_per_row` is spent.
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
  /// The rows that wait for others, where a row is FAILED or BLOCKED; whatever the workers are.
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

/// When rows got their status, by the recent history of a table. In seconds since 1970.
package struct StatusTimes {
  /// When each row was added, by its id.
  package private(set) var arrivals: [String: Int] = [:]
  /// When each row got the status that it has.
  package private(set) var changes: [String: Int] = [:]
  /// The time of the first entry.
  package private(set) var beginning: Int?
  /// When a row last got into work, or came to an end.
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
  /// When FAILED and BLOCKED rows stopped, in seconds since 1970, by the row's id; rows whose time is
  /// unknown are left out.
  ///
  /// - Parameters:
  ///   - rows: the rows.
  ///   - recent: what the history says, where that was read already.
  ///   - now: the time, in the zone of the rows' times.
  package func stopTimes(
    of rows: [QueueItem], by recent: StatusTimes? = nil, at now: QueueTime
  ) throws -> [String: Int] {
    let kept = try figureKeeping?.stopTimes(of: rows.map(\.id)).mapValues(\.epochSeconds)
    let recent = kept == nil ? try recent ?? StatusTimes(of: self) : StatusTimes()
    let ends = kept ?? recent.changes
    // What a table's history does not mention is as old at least, except in a new edit.
    let isEdited = externalEdits?.hasUnrecordedEdit ?? false
    let beginning = isEdited ? nil : recent.beginning
    var times: [String: Int] = [:]
    for row in rows {
      times[row.id] = ends[row.id] ?? row.start(in: now.zone)?.epochSeconds ?? beginning
    }
    return times
  }
}
