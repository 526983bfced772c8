import Dispatching
import Host
public import QueueModel
import QueueStore

/// Use case: what a scheduler calls again and again. Five steps, in this order, none of which waits for
/// work: edits are recorded, reports routed, ends of workers settled, lost rows taken back, and new work
/// is started. What fails in one step keeps none of the others.
public struct Tick: Sendable {
  private let queue: Queue
  private let workspace: Workspace
  private let launcher: SupervisorLauncher

  /// - Parameters:
  ///   - queue: where the rows are.
  ///   - workspace: the project that is worked on.
  ///   - launcher: starts a supervisor for each claim.
  public init(queue: Queue, workspace: Workspace, launcher: SupervisorLauncher) {
    self.queue = queue
    self.workspace = workspace
    self.launcher = launcher
  }

  /// What came of a tick.
  public struct Outcome {
    public fileprivate(set) var reports: [ReceiveReport.Outcome] = []
    /// What the ends of workers made of rows.
    public fileprivate(set) var settled: [ItemChange] = []
    /// The rows that were taken back.
    public fileprivate(set) var rescued: [ItemChange] = []
    public fileprivate(set) var dispatched = Dispatched()
    /// What went wrong first.
    public fileprivate(set) var problem: EngineError?

    public init(problem: EngineError? = nil) { self.problem = problem }

    /// Whether a row changed, or a report was refused.
    var didSomething: Bool {
      !(reports.isEmpty && settled.isEmpty && rescued.isEmpty && dispatched.claims.isEmpty)
    }
  }

  /// - Parameters:
  ///   - staleSeconds: how long a row without heartbeats may be IN_PROGRESS.
  ///   - limits: how many rows are dispatched; `nil` for none.
  public func callAsFunction(
    staleSeconds: Int, dispatching limits: Dispatcher.Limits?
  ) -> Outcome {
    var outcome = Outcome()
    attempt(&outcome) { (_) throws(EngineError) in try queue.absorbExternalEdits() }
    attempt(&outcome) { (outcome) throws(EngineError) in
      var reports: [ReceiveReport.Outcome] = []
      defer { outcome.reports = reports }
      try ReceiveReport(queue: queue, workspace: workspace).drain { reports.append($0) }
    }
    attempt(&outcome) { (outcome) throws(EngineError) in
      outcome.settled = try SettleAttempts(queue: queue, workspace: workspace)()
    }
    attempt(&outcome) { (outcome) throws(EngineError) in
      let rescue = RescueStale(queue: queue, workspace: workspace)
      outcome.rescued = try rescue(staleSeconds: staleSeconds)
    }
    if let limits {
      attempt(&outcome) { (outcome) throws(EngineError) in
        let dispatch = Dispatcher(queue: queue, workspace: workspace, launcher: launcher)
        outcome.dispatched = try dispatch(limits)
      }
    }
    return outcome
  }

  private func attempt(
    _ outcome: inout Outcome, _ step: (inout Outcome) throws(EngineError) -> Void
  ) {
    do throws(EngineError) { try step(&outcome) } catch {
      outcome.problem = outcome.problem ?? error
    }
  }
}

// MARK: When the next one is due

extension Tick {
  var now: QueueTime { queue.clock.now }

  /// Whether a program is named that works on rows. What can't be read is reported by the dispatch.
  var startsWork: Bool {
    workspace.settings.problem != nil || workspace.settings.spawn.kind != .none
  }

  /// The files and folders of which one changes whenever a tick may find something new; a program
  /// that can't be run only as long as that is so.
  public var files: [String] {
    storeFiles + ["\(workspace.home)/orch.json"] + ownFolders
      + workspace.missingProgramFiles
  }

  /// The folders in which something changes whenever a tick may find something new; the sidecar
  /// because the others come into it.
  public var folders: [String] {
    var folders: [String] = []
    let all =
      storeFiles.map(Path.parent(of:)) + [workspace.home, workspace.sidecar] + ownFolders
      + workspace.missingProgramFiles.map { Path.nearestExisting(from: Path.parent(of: $0)) }
    for folder in all where !folders.contains(folder) { folders.append(folder) }
    return folders
  }

  private var storeFiles: [String] { (queue.store as? any FileBacked)?.files ?? [] }

  /// Where reports wait, and where supervisors write how their workers ended.
  private var ownFolders: [String] { ["\(workspace.sidecar)/inbox", workspace.workers.path] }

  /// How many nanoseconds pass until time alone may change what the last tick found; `nil` where it
  /// never does.
  ///
  /// - Parameters:
  ///   - staleSeconds: how long a row without heartbeats may be IN_PROGRESS.
  ///   - start: when that tick began.
  public func nextMoment(staleSeconds: Int, since start: QueueTime) throws(EngineError) -> Int? {
    var context = try queue.context()
    let now = context.now.epochSeconds
    context.now = start
    let moment = try queue.read { table in
      try table.nextMoment(staleSeconds: staleSeconds, context: context)
    }
    // Longer than any interval between ticks.
    return moment.flatMap {
      queue.clock.duration(ofSeconds: max(0, min($0 - now, 1_000_000)))
    }
  }

  /// Whether no row is IN_PROGRESS.
  public func isIdle() throws(EngineError) -> Bool {
    try queue.read { table in
      var isIdle = true
      try table.visit(.inProgress) { _ in
        isIdle = false
        return .enough
      }
      return isIdle
    }
  }
}
