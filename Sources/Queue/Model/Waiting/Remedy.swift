/// What a person may do about a row that is not running, as a command.
public enum Remedy: Equatable, Sendable {
  /// Only the work on the row ends it: shows the row.
  case show(String)
  case retry(String, force: Bool)
  /// Starts the row again from the base, without what was done.
  case startAfresh(String)
  /// Sets the fields that a note was meant to set; none where it is not clear which.
  case mendNote(String, [EditableField: String])
  /// Answers the row's question.
  case answer(String)
  /// Approves the row's work, or that it begins.
  case approve(String)
  /// Merges the pull request with this number, on the forge.
  case merge(Int)
  /// Makes the row's pull request, or asks for it.
  case syncPullRequest(String)
  /// Releases the row's claim or lease.
  case free(String)
  /// Closes the row, because its work was done under another id.
  case close(String)
  /// Adds the row that others wait for.
  case add(String)
  /// Restores the row that others wait for.
  case restore(String)
  /// Frees the rows whose worker is gone.
  case watchdog
  /// Shows the file's malformed rows.
  case lint
  /// Shows the database's malformed rows.
  case verify
  /// Starts up to `parallel` rows where up to `maxWorkers` may run; `nil` is the default.
  case dispatch(parallel: Int? = nil, maxWorkers: Int? = nil)
  /// Claims the row, where orch starts no workers.
  case pick(String)
  /// Trusts the programs that the settings name.
  case trust
  /// Takes the right to write from other users.
  case closeToOthers(path: String)
  /// Moves away what is in the place of a brief, or of the ledger of costs.
  case moveAway(path: String)
  /// Gives the row a brief.
  case assignBrief(String)
  /// Lets this user read a brief.
  case makeReadable(path: String)
  /// Ends the pause of the queue.
  case resume
  /// Ends the pause of this worker.
  case resumeWorker(String)
  /// Shows the workers and their rows.
  case workers
  /// Gives the row another worker.
  case setWorker(String)
  /// Mends the settings by hand.
  case mendSettings
  /// Mends a repository with git, by these words.
  case git([String])
  /// Raises a limit of the budget by hand.
  case raiseBudget(Budget.Key)
}

/// Chooses the remedy for a row that is not running. A command is named only where the rules would
/// let it help.
struct Remedies {
  let runningItems: RunningItems
  /// Shows the malformed rows of this store.
  private let check: Remedy
  /// The rows that a watchdog would free.
  private let rescued: Set<String>
  /// Whether orch starts workers.
  private let hasWorkers: Bool

  init(_ analysis: WaitAnalysis, _ table: some QueueTable) throws {
    check = analysis.check
    hasWorkers = analysis.roster != nil
    let running = try analysis.runningItems(in: table)
    // Whoever picks rows takes as many as they like.
    runningItems = hasWorkers ? running : RunningItems(running.rows, maxWorkers: .max)
    let rescue = Rescue(
      staleTimeout: .seconds(analysis.context.policy.staleSeconds), workers: analysis.workers,
      context: analysis.context)
    rescued = Set(runningItems.rows.filter(rescue.frees).map(\.id))
  }

  func remedy(for id: String, _ reason: WaitReason) -> Remedy? {
    switch reason {
    case .malformed(line: nil, _), .refused: .verify
    case .malformed: .lint
    case .noRow(nil): .add(id)
    case .noRow: .restore(id)
    case .leased: .free(id)
    case .duplicate: .close(id)
    case .nearMiss(let note): .mendNote(id, note.texts)
    case .waits(_, let chain, _): chain?.root.remedy
    case .cycle: check
    case .backsOff, .deferred: .retry(id, force: false)
    case .needsApproval: .approve(id)
    case .attemptsUsedUp: .retry(id, force: true)
    case .unknownWorker(let unknown):
      if case .row = unknown.source { .setWorker(id) } else { .mendSettings }
    case .paused: .resume
    case .workersBusy: relief
    case .sameLabel(let other), .sameWork(let other, _), .overlaps(let other, _): end(of: other)
    case .workerBusy(let worker): worker.isAtWork ? .workers : .dispatch()
    case .overBudget, .badBrief, .cannotStart: reason.startRemedy
    case .queued(let rows): hasWorkers ? start(behind: rows) : .pick(id)
    case .inProgress(let item, _): end(of: item)
    case .stopped(let row): row.remedy
    case .done: nil
    }
  }

  /// Frees a worker, or allows one more.
  private var relief: Remedy {
    if !rescued.isEmpty { return .watchdog }
    let needed = runningItems.rows.count + 1
    return needed <= RunningItems.workerLimit ? .dispatch(maxWorkers: needed) : .workers
  }

  /// Starts the row, or as many rows before it as there are workers for.
  private func start(behind rows: Int) -> Remedy {
    let starts = min(rows + 1, runningItems.free)
    return .dispatch(parallel: starts > 1 ? starts : nil)
  }

  /// Changes the state of a row that is at work, or starts before others.
  private func end(of item: QueueItem) -> Remedy {
    if item.status == .pending { return hasWorkers ? .dispatch() : .pick(item.id) }
    return rescued.contains(item.id) ? .watchdog : .show(item.id)
  }
}
