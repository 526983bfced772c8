import Attempts
public import Door
import Host
public import Model
import Workers
import Worktrees

/// Use case: claims rows for free workers, and starts a supervisor for each.
///
/// A claim is durable before anything is started for it, and no lock is held during the start. If
/// the dispatcher is killed before the start, the watchdog releases the row.
public struct Dispatcher: Sendable, UseCase {
  package let queue: Queue
  private let launcher: SupervisorLauncher

  init(queue: Queue, launcher: SupervisorLauncher) {
    self.queue = queue
    self.launcher = launcher
  }

  public struct Limits: Sendable {
    /// The most rows that may be IN_PROGRESS; `nil` to use the setting.
    public var maxWorkers: Int?
    /// The most rows that one dispatch claims.
    public var parallel = 1

    public init() {}
  }

  /// Claims rows, and starts a supervisor for each, with the worker from `orch.json`.
  ///
  /// - Parameter report: called with each start that a budget does not allow.
  /// - Throws: among others `missingProgram`, before a row is claimed, if no row has a worker that
  ///   can start.
  func callAsFunction(
    _ limits: Limits, reporting report: (BudgetExcess) -> Void = { _ in }
  ) throws -> DispatchOutcome {
    if let pause = try queue.answeringPause() { return try paused(pause) }
    var preflight = Preflight(workspace, now: queue.clock.now, asksVersions: true)
    try preflight.checkAny()
    let settings = try queue.settings.get()
    var dispatch = Transition.Dispatch(
      maxWorkers: limits.maxWorkers ?? settings.maxWorkers, limit: limits.parallel,
      roster: workspace.profiles.roster)
    dispatch.roster?.claimed = workspace.claimedWorkers
    let (claims, running, requests) = try claims(for: &dispatch, &preflight, reporting: report)
    var dispatched = DispatchOutcome(claims: claims, requests: requests)
    if try ClaimWork.releasePaused(dispatched.claims, in: queue) {
      return DispatchOutcome(requests: requests, pause: queue.pause)
    }
    guard let roster = dispatch.roster else { return dispatched }
    startSupervisors(of: &dispatched, by: roster, beside: running)
    awaitStarts(of: &dispatched)
    return dispatched
  }

  /// Claims nothing. If rows wait, a warning says why.
  private func paused(_ pause: Pause) throws -> DispatchOutcome {
    try queue.checkWritable()
    var isWaiting = false
    try queue.read { table in
      try table.visit(.pending) { _ in
        isWaiting = true
        return .enough
      }
    }
    if isWaiting { queue.warn(.paused(pause, now: queue.clock.now)) }
    return DispatchOutcome(pause: pause)
  }

  // MARK: Claims

  /// Claims as many rows as `dispatch` allows, for workers that can start. If rows wait and none
  /// could be claimed, an error or a warning gives the reason.
  ///
  /// - Returns: the claims; the rows that are IN_PROGRESS after them, if a budget needs these rows;
  ///   and the rows that a person must approve first.
  private func claims(
    for dispatch: inout Transition.Dispatch, _ preflight: inout Preflight,
    reporting report: (BudgetExcess) -> Void
  ) throws -> (claims: [ItemChange], running: [QueueItem], requests: [QueueItem]) {
    let queue = queue.withDefaultSession(Queue.dispatchSession)
    try queue.checkWritable()
    // The first decision is made without the lock, because usually nothing has to be done.
    var forecast = try forecast(of: dispatch, in: queue)
    let needsBudget = !forecast.claimed.isEmpty && workspace.bindsAgents
    if needsBudget, let roster = dispatch.roster {
      // This runs before the lock is taken. Otherwise other processes that book costs would wait
      // for it.
      for profile in Set(forecast.claimed.map(roster.name(for:))).compactMap({
        workspace.profiles[$0]
      }) {
        _ = preflight.obstacleBesideBudget(to: profile)
      }
    }
    // No attempt may be booked until the rows are claimed. So each attempt of an agent is in the
    // ledger that was read, or its row is IN_PROGRESS.
    let hold = try needsBudget ? preflight.lockBudget() : nil
    defer { withExtendedLifetime(hold) {} }
    let (problems, checked) = try check(&dispatch, &forecast, &preflight, in: queue)
    for case .overBudget(let excess) in problems { report(excess) }
    var requests: [QueueItem] = []
    if case .changes = forecast {
      var checkedDispatch = dispatch
      // A row whose worker was not checked may have become free in the meantime.
      checkedDispatch.roster?.allowStarts(of: checked)
      let changes = try queue.perform(.dispatch(checkedDispatch)) {
        ClaimWork.warn(ofClosed: $0.changes, in: queue)
      }.changes
      requests = changes.requests
      if !changes.claims.isEmpty {
        let running =
          dispatch.roster?.budget == nil
          ? nil : try? queue.read { table in try table.items(.inProgress) }
        for problem in problems { queue.warn(.failure(problem)) }
        for limit in dispatch.roster?.budget?.nearlySpent ?? [] { queue.warn(.nearlySpent(limit)) }
        return (changes.claims, running ?? changes.claims.compactMap(\.after), requests)
      }
      forecast = try self.forecast(of: dispatch, in: queue)
    }
    if let first = problems.first {
      for problem in problems.dropFirst() { queue.warn(.failure(problem)) }
      throw first
    }
    if case .idleReason(let idleReason) = forecast {
      queue.warn(.idleReason(idleReason))
    }
    return ([], [], requests)
  }

  /// Checks the rows that would start and their workers. Removes from the roster those that can't
  /// start, until the forecast contains only rows that can.
  ///
  /// - Returns: why rows and workers can't start, and the names of all workers that were checked.
  private func check(
    _ dispatch: inout Transition.Dispatch, _ forecast: inout Forecast,
    _ preflight: inout Preflight, in queue: Queue
  ) throws -> (problems: [Problem], workers: Set<String>) {
    var checked: Set<String> = []
    var trials: Set<String> = []
    var problems: [Problem] = []
    var checkedRows: Set<String> = []
    let unassigned = try workspace.unassignedBriefs(in: queue)
    let workBefore = try WorkBefore(queue: queue)
    while case .changes(let claimed) = forecast, var roster = dispatch.roster {
      let before = problems.count
      var isHeld = false
      for item in claimed where checkedRows.insert(item.id).inserted {
        // This is not a problem of the row: it passes, or another machine may start the row.
        if let obstacle = try workBefore.obstacle(to: item) {
          isHeld = true
          roster.rowObstacles[item.id] = WaitReason(obstacle)
          dispatch.roster = roster
          continue
        }
        if let problem = preflight.noteRepository(of: item, in: &roster) {
          problems.append(problem)
          dispatch.roster = roster
        }
        guard
          let problem = workspace.briefProblem(of: item.id) ?? unassigned[item.id]
            ?? workspace.profiles[roster.name(for: item)].flatMap({
              preflight.rowBudgetObstacle(to: $0, on: item.id)
            })
        else { continue }
        roster.rowObstacles[item.id] = WaitReason(problem)
        dispatch.roster = roster
        problems.append(problem)
      }
      for name in claimed.map(roster.name(for:)) where checked.insert(name).inserted {
        guard let profile = workspace.profiles[name] else { continue }
        if let problem = preflight.obstacle(to: profile) {
          guard let obstacle = WaitReason(problem) else { throw problem }
          dispatch.roster?.workers[name]?.obstacle = obstacle
          problems.append(problem)
        } else if let pause = preflight.trial(of: profile) {
          // One start tries the service for all workers that use it.
          let isFirst = pause.failure != .rateLimit || trials.insert(profile.service).inserted
          dispatch.roster?.workers[name]?.mostStarts = isFirst ? 1 : 0
        }
      }
      let isCounted = dispatch.roster?.budget != nil
      dispatch.roster?.budget = preflight.readBudget
      if problems.count == before, !isHeld, isCounted || preflight.readBudget == nil { break }
      forecast = try self.forecast(of: dispatch, in: queue)
    }
    return (problems, checked)
  }

  /// The result of a dispatch, decided without the lock.
  private enum Forecast {
    /// Rows change; `claimed` are the rows that start.
    case changes(claimed: [QueueItem])
    case idleReason(IdleReason)
    /// No row waits.
    case nothing

    var claimed: [QueueItem] { if case .changes(let claimed) = self { claimed } else { [] } }
  }

  private func forecast(of dispatch: Transition.Dispatch, in queue: Queue) throws -> Forecast {
    let context = try queue.context()
    return try queue.read { table in
      let changes = try Transition.dispatch(dispatch).decide(in: table, context: context).changes
      if !changes.isEmpty {
        return .changes(claimed: changes.claims.compactMap(\.after))
      }
      var analysis = WaitAnalysis(maxWorkers: dispatch.maxWorkers, context: context)
      analysis.roster = dispatch.roster
      let idleReason = try analysis.idleReason(in: table)
      return idleReason.map(Forecast.idleReason) ?? .nothing
    }
  }

  // MARK: Starts

  private func startSupervisors(
    of dispatched: inout DispatchOutcome, by roster: WorkerRoster, beside running: [QueueItem]
  ) {
    // If a trial can't be recorded, another process may try a start, too.
    let paused = Set(dispatched.items.map(roster.name(for:))).filter {
      (try? workspace.breaker(of: $0).beginTrial(now: queue.clock.now)) == false
    }
    let compose = ComposeOrder(queue: queue)
    var warned: Set<String> = []
    for item in dispatched.items {
      // A claimed row has a worker.
      guard var profile = workspace.profiles[roster.name(for: item)] else { continue }
      if paused.contains(profile.name) {
        dispatched.failures[item.id] = fail(
          item, "another start decides about the pause of \(profile.name)", isOfWorker: false)
        continue
      }
      if let left = roster.microdollarsLeft(for: item, beside: running) {
        profile.budgetMicrodollars = min(profile.budgetMicrodollars ?? left, left)
      }
      do {
        let order = try compose(for: item, by: profile)
        if warned.insert(profile.name).inserted {
          for lack in order.sandboxLacks {
            queue.warn(.sandboxLacks(worker: profile.name, lack))
          }
        }
        let start = try launcher.start(order)
        dispatched.supervisors.append((item, start))
      } catch {
        let problem = Problem(error)
        dispatched.failures[item.id] =
          switch (problem.refusal, problem.worktree) {
          case (.contentChanged, _), (_, .workersRemain): release(item, problem.message)
          default: fail(item, problem.message, isOfWorker: problem.isOfWorker)
          }
      }
    }
  }

  /// another start decides about the pause of \(profile.name)
  private func awaitStarts(of dispatched: inout DispatchOutcome) {
    let clock = queue.clock.machine
    let end = clock.monotonic() + StartedProcess.startTimeout
    for (item, supervisor) in dispatched.supervisors {
      dispatched.failures[item.id] = failure(
        of: supervisor, for: item, within: end - clock.monotonic())
    }
    for (id, failure) in dispatched.failures.sorted(by: { $0.key < $1.key }) {
      queue.warn(
        failure.isFree
          ? .workerNotStarted(id: id, reason: failure.reason)
          : .rowStuck(id: id, reason: failure.reason))
    }
  }

  /// Why a start failed; `nil` if it succeeded, or takes longer than the timeout.
  private func failure(
    of supervisor: StartedProcess, for item: QueueItem, within timeout: Duration
  ) -> StartFailure? {
    switch supervisor.result(within: timeout) {
    case .started?, nil: nil
    case .failed(let reason)?: StartFailure(reason: reason, isFree: true)
    case .unable(let reason)?: fail(item, reason, isOfWorker: false)
    case .missing?: fail(item, "its supervisor ended before it began", isOfWorker: false)
    }
  }

  /// Gives up the claim of a row whose approval no longer fits its content, or that has to wait. The
  /// next claim asks for an approval again.
  private func release(_ item: QueueItem, _ reason: String) -> StartFailure {
    let isFree: Void? = try? ClaimWork.release(item, in: queue)
    return StartFailure(reason: reason, isFree: isFree != nil)
  }

  private func fail(
    _ item: QueueItem, _ reason: String, isOfWorker: Bool
  ) -> StartFailure {
    let worker = workspace.profiles.roster?.name(for: item) ?? WorkerRoster.defaultName
    let isFree = AttemptRecorder(queue: queue)
      .failStart(of: item, by: worker, because: reason, isOfWorker: isOfWorker)
    return StartFailure(reason: reason, isFree: isFree)
  }
}

/// A start that failed after its row was claimed.
public struct StartFailure {
  /// The reason, for people.
  public let reason: String
  /// Whether the row is PENDING again. If not, it stays IN_PROGRESS until the watchdog releases it.
  public let isFree: Bool
}

/// The claims of a dispatch, and the starts that failed.
public struct DispatchOutcome {
  public let claims: [ItemChange]
  /// The rows that a person must approve before their work begins, and for which approval was
  /// requested now.
  public let requests: [QueueItem]
  /// The pause that keeps every row from being claimed; `nil` if there is none.
  public let pause: Pause?
  /// The failed starts by row id.
  public internal(set) var failures: [String: StartFailure] = [:]
  var supervisors: [(item: QueueItem, start: StartedProcess)] = []

  public init(claims: [ItemChange] = [], requests: [QueueItem] = [], pause: Pause? = nil) {
    (self.claims, self.requests, self.pause) = (claims, requests, pause)
  }

  /// The rows that are worked on now, in the order of their claims.
  public var items: [QueueItem] { claims.compactMap(\.after).filter { failures[$0.id] == nil } }
}
