/// What somebody may do about a row that is not running, as a command.
public enum Remedy: Equatable, Sendable {
  /// Nothing but the work on the row ends it: this tells how that goes.
  case show(String)
  case retry(String, force: Bool)
  /// Answers the question that the row waits with.
  case answer(String)
  /// Accepts the row that waits for that.
  case approve(String)
  /// Takes the row from whoever holds it.
  case free(String)
  /// Closes the row, whose work was done under another id.
  case close(String)
  /// Adds the row that others wait for.
  case add(String)
  /// Brings back the row that others wait for.
  case restore(String)
  /// Takes back the rows whose worker is gone.
  case watchdog
  /// Shows where the file is wrong.
  case lint
  /// Shows which rows of the database are wrong.
  case verify
  /// Starts so many rows, where so many may be at work; as usual, for `nil`.
  case dispatch(parallel: Int? = nil, maxWorkers: Int? = nil)
  /// Tells who works on what.
  case workers
}

/// What would change that a row is not running. A command is named only where the rules would
/// let it help.
struct Remedies {
  let runningItems: RunningItems
  /// What shows which rows are wrong.
  private let check: Remedy
  private let context: TransitionContext
  /// The rows that a watchdog would take from whoever has them.
  private let rescued: Set<String>

  init(_ analysis: WaitAnalysis, _ table: some QueueTable) throws {
    check = analysis.check
    context = analysis.context
    runningItems = try analysis.runningItems(in: table)
    let rescue = StaleRecovery(
      staleSeconds: analysis.context.policy.staleSeconds, workers: analysis.workers,
      context: analysis.context)
    rescued = Set(runningItems.rows.filter(rescue.frees).map(\.id))
  }

  func remedy(for id: String, _ reason: Explanation.Reason) -> Remedy? {
    switch reason {
    case .malformed(line: nil, _): .verify
    case .malformed: .lint
    case .noRow: .add(id)
    case .leased: .free(id)
    case .duplicate: .close(id)
    case .waits(let chain): chain.root.remedy
    case .cycle: check
    // Only time helps; then this does.
    case .backsOff: .dispatch()
    case .conflict(.busy): relief
    case .conflict(.sameLabel(let other)), .conflict(.sameWork(let other, _)),
      .conflict(.overlaps(let other, _)):
      end(of: other)
    case .missingProgram: nil
    case .queued(let rows): start(behind: rows)
    case .state(let item): end(of: item)
    }
  }

  /// Frees a worker, or gives one more.
  private var relief: Remedy {
    if !rescued.isEmpty { return .watchdog }
    let needed = runningItems.rows.count + 1
    return needed <= RunningItems.workerLimit ? .dispatch(maxWorkers: needed) : .workers
  }

  /// Starts the row, or as many before it as there are workers for.
  private func start(behind rows: Int) -> Remedy {
    let starts = min(rows + 1, runningItems.free)
    return .dispatch(parallel: starts > 1 ? starts : nil)
  }

  /// Moves a row on from where it stands.
  private func end(of item: QueueItem) -> Remedy? {
    switch item.status {
    case .pending: .dispatch()
    case .inProgress: rescued.contains(item.id) ? .watchdog : .show(item.id)
    case .failed, .blocked:
      switch item.awaited {
      case .answer: .answer(item.id)
      case .approval: .approve(item.id)
      case nil: .retry(item.id, force: !isRetried(item))
      }
    case .done: nil
    }
  }

  private func isRetried(_ item: QueueItem) -> Bool {
    (try? Retry(item: item, force: false, context: context).decide()) != nil
  }
}
