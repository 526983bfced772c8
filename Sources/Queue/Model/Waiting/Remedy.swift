/// A command with which a person may help a row that is not running.
public enum Remedy: Equatable, Sendable {
  /// Shows the row, because only the work on it ends the waiting.
  case show(String)
  case retry(String, force: Bool)
  /// Starts the row again from the base, and drops the previous work.
  case startAfresh(String)
  /// Sets the fields that a near-miss note was meant to set; empty if these are not clear.
  case mendNote(String, [EditableField: String])
  /// Answers the row's question.
  case answer(String)
  /// Approves the row's work, or the start of the work.
  case approve(String)
  /// Merges the pull request with this number on the forge.
  case merge(Int)
  /// Creates the row's pull request, or queries its state.
  case syncPullRequest(String)
  /// Releases the row's claim or lease.
  case free(String)
  /// Closes the row, because its work was done under another id.
  case close(String)
  /// Adds the missing row for which others wait.
  case add(String)
  /// Restores the removed row for which others wait.
  case restore(String)
  /// Frees the rows whose worker is gone.
  case watchdog
  /// Shows the file's malformed rows.
  case lint
  /// Shows the database's malformed rows.
  case verify
  /// Starts up to `parallel` rows while up to `maxWorkers` may run; `nil` is the default.
  case dispatch(parallel: Int? = nil, maxWorkers: Int? = nil)
  /// Claims the row, if orch starts no workers.
  case pick(String)
  /// Trusts the programs that the settings name.
  case trust
  /// Removes the write permission of other users.
  case closeToOthers(path: String)
  /// Moves away a file that occupies the path of a brief, or of the ledger of costs.
  case moveAway(path: String)
  /// Assigns the brief to the row, if that is unclear.
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
  /// Says what to do about a program that can't be run.
  case doctor
  /// Corrects the settings by hand.
  case mendSettings
  /// Repairs a repository with git and these arguments.
  case git([String])
  /// Raises a limit of the budget by hand.
  case raiseBudget(Budget.Key)
}

/// Chooses the remedy for a row that is not running. A command is proposed only if the rules would
/// accept the command and it would help.
struct Remedies {
  let runningItems: RunningItems
  /// The command that shows the malformed rows of this store.
  private let check: Remedy
  /// The rows that a watchdog would free.
  private let rescued: Set<String>
  private let hasWorkers: Bool

  init(_ analysis: WaitAnalysis, _ table: some QueueTable) throws {
    check = analysis.check
    hasWorkers = analysis.roster != nil
    let running = try analysis.runningItems(in: table)
    // People who pick rows are not limited.
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
    case .noRow(nil): ItemID.isWellFormed(id) ? .add(id) : .lint
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

  /// Starts the row together with the rows before it, as far as workers are free.
  private func start(behind rows: Int) -> Remedy {
    let starts = min(rows + 1, runningItems.free)
    return .dispatch(parallel: starts > 1 ? starts : nil)
  }

  /// Ends the wait for a row that is running or starts earlier.
  private func end(of item: QueueItem) -> Remedy {
    if item.status == .pending { return hasWorkers ? .dispatch() : .pick(item.id) }
    return rescued.contains(item.id) ? .watchdog : .show(item.id)
  }
}
