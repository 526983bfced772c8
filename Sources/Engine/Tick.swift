import Dispatching
import Host
public import QueueModel
import QueueStore

/// Use case: one round of the scheduler (`orch tick`, the daemon). In five steps it records edits,
/// routes reports, settles the ends of workers, rescues stale rows, and dispatches new work. No
/// step waits for work, and an error in one does not stop the others.
public struct Tick: Sendable {
  private let queue: Queue
  private let workspace: Workspace
  private let launcher: SupervisorLauncher

  /// - Parameters:
  ///   - queue: the queue of the rows.
  ///   - workspace: the folders of the project.
  ///   - launcher: starts a supervisor for each claim.
  public init(queue: Queue, workspace: Workspace, launcher: SupervisorLauncher) {
    self.queue = queue
    self.workspace = workspace
    self.launcher = launcher
  }

  public struct Outcome {
    public fileprivate(set) var reports: [ReceiveReport.Outcome] = []
    /// The changes of rows by the ends of their workers.
    public fileprivate(set) var settled: [ItemChange] = []
    /// The stale rows.
    public fileprivate(set) var rescued: [ItemChange] = []
    public fileprivate(set) var dispatched = DispatchOutcome()
    /// The first error.
    public fileprivate(set) var problem: EngineError?

    public init(problem: EngineError? = nil) { self.problem = problem }

    /// Whether a row changed, or a report was refused.
    var hasEffect: Bool {
      !(reports.isEmpty && settled.isEmpty && rescued.isEmpty && dispatched.claims.isEmpty)
    }
  }

  /// - Parameters:
  ///   - staleTimeout: how long a row without heartbeats may be IN_PROGRESS.
  ///   - limits: the limits of the dispatch; `nil` for no dispatch.
  public func callAsFunction(
    staleTimeout: Duration, dispatching limits: Dispatcher.Limits?
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
      outcome.rescued = try rescue(staleTimeout: staleTimeout)
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
    do { try step(&outcome) } catch {
      outcome.problem = outcome.problem ?? error
    }
  }
}

// MARK: The next tick

extension Tick {
  var now: QueueTime { queue.clock.now }

  /// Whether the settings name a program for workers; `true` where they can't be read, so that the
  /// dispatch reports the error.
  var startsWork: Bool {
    workspace.settings.problem != nil || workspace.settings.spawn.kind != .none
  }

  /// The files and folders of which one changes whenever a tick may have something to do; with a
  /// missing program, also the files that may make it available.
  public var files: [String] {
    storeFiles + ["\(workspace.home)/orch.json"] + ownFolders
      + workspace.missingProgramFiles
  }

  /// The folders to watch for these changes; the sidecar, too, in which some of them are created.
  public var folders: [String] {
    var folders: [String] = []
    let all =
      storeFiles.map(Path.parent(of:)) + [workspace.home, workspace.sidecar] + ownFolders
      + workspace.missingProgramFiles.map { Path.nearestExisting(from: Path.parent(of: $0)) }
    for folder in all where !folders.contains(folder) { folders.append(folder) }
    return folders
  }

  private var storeFiles: [String] { (queue.store as? any FileBacked)?.files ?? [] }

  /// The inbox, and the folder of the worker records.
  private var ownFolders: [String] { ["\(workspace.sidecar)/inbox", workspace.workers.path] }

  /// The real time until a lease, backoff or timeout ends, and a tick may have something to do;
  /// `nil` where none will.
  ///
  /// - Parameters:
  ///   - staleTimeout: how long a row without heartbeats may be IN_PROGRESS.
  ///   - start: when the last tick began.
  public func timeToNextChange(
    staleTimeout: Duration, since start: QueueTime
  ) throws(EngineError) -> Duration? {
    var context = try queue.context()
    let now = context.now.epochSeconds
    context.now = start
    let moment = try queue.read { table in
      try table.nextMoment(staleTimeout: staleTimeout, context: context)
    }
    // The limit is longer than any interval between ticks.
    return moment.flatMap {
      queue.clock.realDuration(of: .seconds(max(0, min($0 - now, 1_000_000))))
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
