public import Dispatching
import Host
public import QueueModel
import TeamProtocol

/// Use case: claims rows for the workers that are free, and starts the work on them.
///
/// A claim is durable before anything is started for it, and no lock is held meanwhile: what is
/// killed in between leaves a row that the watchdog gives back.
public struct Dispatcher: Sendable {
  /// The session that gets the rows where nothing is started and no session is named.
  public static let session = "dispatcher"

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

  /// How many rows one dispatch may claim.
  public struct Limits: Sendable {
    /// How many rows may be IN_PROGRESS; `nil` for what the settings say.
    public var maxWorkers: Int?
    /// How many rows are claimed at most.
    public var parallel = 1

    public init() {}
  }

  /// Claims rows, and starts a supervisor for each as `spawn` in `orch.json` says.
  ///
  /// - Throws: also where a row would be claimed, and its program can't be run.
  public func callAsFunction(_ limits: Limits) throws(EngineError) -> Dispatched {
    let spawner = try workspace.spawner()
    let settings = try queue.settings.get()
    let dispatch = Transition.Dispatch(
      maxWorkers: limits.maxWorkers ?? settings.maxWorkers, limit: limits.parallel,
      leaseOfWorkers: spawner.kind == .none ? nil : spawner.leaseSeconds)
    var dispatched = Dispatched(claims: try claims(for: dispatch, by: spawner))
    if spawner.kind == .none { return dispatched }
    for item in dispatched.items {
      do throws(EngineError) {
        let start = try launcher.start(order(for: item, by: spawner))
        dispatched.supervisors.append((item, start))
      } catch {
        dispatched.failures[item.id] = fail(item, queue.describe(error))
      }
    }
    let clock = queue.clock.clock
    let end = clock.monotonic() + SupervisorStart.startTimeout
    for (item, supervisor) in dispatched.supervisors {
      dispatched.failures[item.id] = failure(
        of: supervisor, for: item, within: end - clock.monotonic())
    }
    for (id, reason) in dispatched.failures.sorted(by: { $0.key < $1.key }) {
      queue.warn(.workerNotStarted(id: id, reason: reason))
    }
    return dispatched
  }

  // MARK: Claims

  /// Claims as many rows as `dispatch` allows; where rows wait but none could be claimed, a warning
  /// says why.
  private func claims(
    for dispatch: Transition.Dispatch, by spawner: Spawner
  ) throws(EngineError) -> [ItemChange] {
    let queue = queue.speaking(inPlaceOfNone: Self.session)
    try queue.checkWritable()
    var forecast = try forecast(of: dispatch, in: queue)
    // Most dispatches find nothing: they need no lock.
    if case .changes(let claims) = forecast {
      if claims, let missing = try workspace.missingProgram(of: spawner) { throw missing }
      let changes = try queue.perform(.dispatch(dispatch)) {
        ClaimWork.warn(ofClosed: $0.changes, in: queue)
      }.changes
      if !changes.claims.isEmpty { return changes.claims }
      forecast = try self.forecast(of: dispatch, in: queue)
    }
    if case .blockedReason(let blockedReason) = forecast {
      queue.warn(.blockedReason(blockedReason))
    }
    return []
  }

  /// What a dispatch would come to, as the queue is now.
  private enum Forecast {
    /// Rows change; `claims` says whether any of them would be claimed.
    case changes(claims: Bool)
    case blockedReason(BlockedReason)
    /// No row waits.
    case nothing
  }

  private func forecast(
    of dispatch: Transition.Dispatch, in queue: Queue
  ) throws(EngineError) -> Forecast {
    let context = try queue.context()
    return try queue.read { table in
      let changes = try Transition.dispatch(dispatch).decide(in: table, context: context).changes
      if !changes.isEmpty { return .changes(claims: !changes.claims.isEmpty) }
      let blockedReason = try dispatch.blockedReason(in: table, context: context)
      return blockedReason.map(Forecast.blockedReason) ?? .nothing
    }
  }

  // MARK: Starts

  private func order(
    for item: QueueItem, by spawner: Spawner
  ) throws(EngineError) -> WorkerOrder {
    guard ItemID.isWellFormed(item.id), let claim = item.claim,
      let evidence = workspace.evidence(of: item.id)
    else { throw .refused(.illFormedID(item.id)) }
    let message = try ComposeTask(queue: queue, workspace: workspace)(for: item).text
    let label = WorkerLabel.label(for: item.id)
    var values: [Placeholder: String] = [.id: item.id, .label: label]
    if Placeholder.messageFile.isIn(spawner.argv) {
      // With the row's evidence, where it stays: when the program has read it is not known.
      let path = Path.join(evidence.path, "\(claim.token).task")
      try system { () throws(SystemError) in
        try evidence.create()
        try NewFile.replace(path, text: message, permissions: 0o600)
      }
      values[.messageFile] = path
    }
    return WorkerOrder(
      id: item.id, attempt: claim.token, claim: claim.number, label: label, kind: spawner.kind,
      argv: Placeholder.fill(spawner.argv, with: values), folder: try workspace.projectRoot(),
      environment: ChildEnvironment.variables(
        from: workspace.environment, passing: spawner.env,
        given: [
          "ORCH_ITEM_ID": item.id, "ORCH_QUEUE": workspace.store, "ORCH_OWNER_SESSION": label,
          "ORCH_ATTEMPT": claim.token, "ORCH_LABEL": label,
          "ORCH_TIMEOUT_SECONDS": String(spawner.timeoutSeconds),
        ]),
      message: message, timeoutSeconds: spawner.timeoutSeconds, graceSeconds: spawner.graceSeconds)
  }

  /// Why a start failed, if it did; what takes longer goes on without the dispatcher.
  private func failure(
    of supervisor: SupervisorStart, for item: QueueItem, within nanoseconds: Int
  ) -> String? {
    switch supervisor.news(within: nanoseconds) {
    case .started?, nil: nil
    case .failed(let reason)?: reason
    case .unable(let reason)?: fail(item, reason)
    case .silent?: fail(item, "its supervisor ended before it began")
    }
  }

  /// Nothing works for the row. Where this can't be written now, the watchdog takes the row back.
  private func fail(_ item: QueueItem, _ reason: String) -> String {
    let failure = Transition.finish(
      .init(
        id: item.id, as: .failed(isPermanent: false), notes: "spawn_failed: \(reason)",
        appends: true))
    let worker = Speaker(session: item.ownerSession, attempt: item.claim?.token)
    do throws(EngineError) { _ = try queue.speaking(as: worker).perform(failure) } catch {
      queue.warn(.failure(error))
    }
    return reason
  }
}

/// Rows that a dispatch claimed, and what became of what was to be started for them.
public struct Dispatched {
  public let claims: [ItemChange]
  /// Why nothing could be started for a row, which is FAILED now, by its id.
  public internal(set) var failures: [String: String] = [:]
  /// What was started, for which row.
  var supervisors: [(item: QueueItem, start: SupervisorStart)] = []

  public init(claims: [ItemChange] = []) { self.claims = claims }

  /// The rows that are at work, in the order in which they were claimed.
  public var items: [QueueItem] { claims.compactMap(\.after).filter { failures[$0.id] == nil } }
}

// MARK: The program that works on rows

extension Workspace {
  /// What starts the work on rows.
  ///
  /// - Throws: where there is a kind, but no program; where programs may not start here.
  public func spawner() throws(EngineError) -> Spawner {
    if let problem = settings.problem { throw problem }
    let spawner = settings.spawn
    guard spawner.kind != .none else { return spawner }
    guard !spawner.argv.isEmpty else {
      throw .setting(
        message: "\(settingsPath): spawn.kind is \(spawner.kind.rawValue), but "
          + "spawn.argv names no program", hint: #"such as "argv": ["scripts/worker.sh", "{id}"]"#)
    }
    if environment["ORCH_LABEL"] != nil { throw .insideWorker }
    // Its supervisor could not be started, nor known again.
    if ProcessIdentity.current == nil { throw .noProcessTable }
    if case .refused(let refusal) = try permission() {
      throw .untrusted("no program starts", refusal)
    }
    return spawner
  }

  /// That the program of `spawn.argv` can't be run; `nil` where it can, or none may start at all.
  /// Found before rows are claimed for it: each start that fails costs a row its attempt.
  public var missingProgram: EngineError? {
    guard let spawner = try? spawner() else { return nil }
    return try? missingProgram(of: spawner)
  }

  func missingProgram(of spawner: Spawner) throws(EngineError) -> EngineError? {
    guard spawner.kind != .none, let program = spawner.argv.first else { return nil }
    // Where the worker would start, with the variables that it would see.
    let variables = ChildEnvironment.variables(from: environment, passing: spawner.env)
    let lookup = ProgramLookup(program, in: try projectRoot(), environment: variables)
    return lookup.obstacle.map { .missingProgram(file: settingsPath, $0) }
  }

  /// The files that have to come, or to change, before the program can be run.
  var missingProgramFiles: [String] {
    guard case .missingProgram(_, let obstacle)? = missingProgram else { return [] }
    return obstacle.files
  }
}
