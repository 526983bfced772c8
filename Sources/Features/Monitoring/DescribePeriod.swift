import Attempts
import Door
import Events
import Model
import Plans
import QueueStore
import Work
import Workers
import Worktrees

/// Use case: describes what happened to the rows in a period according to their history, and what
/// keeps them from continuing now (`ops digest`).
struct DescribePeriod {
  let taskQueue: TaskQueue
  let since: QueueTime
  /// The plan whose rows are described; `nil` for all rows.
  let plan: String?

  func callAsFunction(as caller: Caller) throws -> Digest {
    let ids = try plan.map(taskQueue.ids(ofPlan:))
    let queue = try taskQueue.queue(as: caller)
    var (figures, hasChanges) = (RowFigures(since: since, ids: ids), false)
    try queue.store.visitStatusChanges(onlyRecent: false) { change, _ in
      figures.count(change)
      if let id = change.id, let time = change.time, change.status != nil {
        hasChanges = hasChanges || figures.counts(id) && figures.isCounted(time)
      }
    }
    let snapshot = try taskQueue.snapshot()
    let (context, endedRows) = (try queue.context(), figures.endedRows)
    let ended = try endedRows.compactMap { id, status in
      try explanation(of: id, status, in: snapshot, queue, context)
    }
    let waiting = try taskQueue.why(in: snapshot, as: caller)
    let pending = waiting.explanations.filter { row in
      ids.map { ids in row.id.map(ids.contains) ?? false } ?? true
    }
    let owed = try taskQueue.owedReplies(ofPlan: plan)
    // These rows and a pause are reported separately.
    let remedies =
      ended.filter(\.hasEndedBadly).compactMap(\.remedy) + owed.rows.map(\.row.remedy) + [.resume]
    let hasNext = pending.contains { $0.reason.outlook(by: context.policy) == .isNext }
    let isIdle = hasNext && waiting.runningItems.rows.isEmpty
    let hasNoTicks =
      try isIdle
      && !taskQueue.workspace().isTicked(at: context.now, lastTick: taskQueue.lastTick)
    let costs = try taskQueue.costFigures(of: figures)?.total
    return Digest(
      since: since, now: context.now, hasChanges: hasChanges, ended: sorted(ended),
      restarted: figures.restartedRows, failedAttempts: figures.failures,
      plans: try plans(with: Set(endedRows.map(\.id))),
      costs: costs.flatMap { $0.attempts > 0 ? $0 : nil }, owed: owed,
      inProgress: snapshot.itemsInProgress.filter { figures.counts($0.id) },
      held: held(pending, besides: remedies),
      pause: queue.pause, hasNoTicks: hasNoTicks, hooks: taskQueue.hookFindings())
  }

  // MARK: What ended

  /// Explains a row that ended. `nil` if the row is gone, if it has continued since then (for
  /// example by an edit that is not in the history yet), or if it waits for a reply.
  private func explanation(
    of id: String, _ status: Status, in snapshot: any QueueSnapshot, _ queue: Queue,
    _ context: TransitionContext
  ) throws -> Explanation? {
    if status == .done { return Explanation(id, status, .done, nil) }
    if snapshot.contains(id) {
      guard let item = try? snapshot.item(id), item.awaited == nil,
        let row = try StoppedRow(item, in: snapshot, context)
      else { return nil }
      return Explanation(id, item.status, .stopped(row), row.remedy)
    }
    guard let item = try? queue.archive()?.item(id) else { return nil }
    return Explanation(archived: item, context)
  }

  /// Sorts the rows stably.
  private func sorted(_ rows: [Explanation]) -> [Explanation] {
    let ranks = rows.enumerated().map { place, row in
      guard case .stopped(let stop) = row.reason else { return (0, 0, place) }
      return (stop.item.status == .failed ? 1 : 2, stop.item.priority.rank, place)
    }
    return ranks.sorted(by: <).map { rows[$0.2] }
  }

  /// The plans that ended and have rows with these ids.
  private func plans(with ids: Set<String>) throws -> [PlanDetails] {
    if ids.isEmpty { return [] }
    let plans = if let plan { [try taskQueue.plan(plan)] } else { try taskQueue.plans() }
    return plans.filter { plan in
      plan.state.isEnd && plan.rows.contains { ids.contains($0.id) }
    }
  }

  // MARK: What waits

  /// Explains the PENDING rows that wait for a person, or that no program starts. Rows that wait
  /// because of a pause are left out.
  ///
  /// - Parameters:
  ///   - pending: the rows.
  ///   - remedies: the remedies of the rows that are reported elsewhere.
  private func held(_ pending: [Explanation], besides remedies: [Remedy]) -> [Explanation] {
    let ownReasons = pending.filter { $0.reason.isOfRow }
    var known = Set((remedies + ownReasons.compactMap(\.remedy)).map(\.command))
    return pending.filter { row in
      if row.reason.isOfRow { return true }
      guard !row.reason.blockers.isEmpty, row.reason.isStuck, let remedy = row.remedy else {
        return false
      }
      return known.insert(remedy.command).inserted
    }
  }
}

extension WaitReason {
  /// Whether the reason is in the row itself or in its worker, and does not end when work on other
  /// rows ends.
  fileprivate var isOfRow: Bool {
    switch self {
    case .malformed, .refused, .nearMiss, .cycle, .needsApproval, .attemptsUsedUp, .unknownWorker,
      .overBudget,
      .badBrief, .cannotStart:
      true
    case .noRow, .leased, .duplicate, .waits, .backsOff, .deferred, .paused, .workersBusy,
      .sameLabel,
      .sameWork, .overlaps, .workerBusy, .queued, .inProgress, .stopped, .done:
      false
    }
  }
}
