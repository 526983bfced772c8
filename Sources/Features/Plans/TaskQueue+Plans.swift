public import Door
import Model
import QueueStore
package import Workers
public import Worktrees

// Plans: tasks that belong together, whose rows change together.

extension TaskQueue {
  /// Reads a plan, and checks it by the workers and checks of this queue; by itself where no queue is
  /// named or found.
  ///
  /// - Parameters:
  ///   - bytes: its file.
  ///   - form: that of another tool; `nil` to tell it by the keys.
  ///   - workers: names of workers in the file, and those that take their place.
  /// - Throws: `PlanProblem.mistakes`, all of them; `PlanProblem.noWorkersToMap`.
  public func readPlan(
    _ bytes: [UInt8], in form: PlanForm? = nil, mappingWorkers workers: [String: String] = [:]
  ) throws(Problem) -> PlanFile {
    try asking {
      let names = try planNames()
      if workers.isEmpty { return try PlanFile(parsing: bytes, in: form, names: names) }
      let file = try PlanFile(parsing: bytes, in: form, mappingWorkers: workers)
      let unknown = Set(workers.keys).subtracting(file.workers).sorted()
      guard unknown.isEmpty else {
        throw Problem.plan(.noWorkersToMap(unknown, known: file.workers.sorted()))
      }
      return try PlanFile(parsing: bytes, in: form, names: names, mappingWorkers: workers)
    }
  }

  func planNames() throws -> PlanNames? {
    if hasNoQueue { return nil }
    let settings = try neededFileSettings()
    return PlanNames(
      settings.workers, settings.review, namesWorkers: configuration().namesWorkers)
  }

  /// What a person should know of a plan, also of the workers that its rows would get.
  public func warnings(of file: PlanFile) throws(Problem) -> [PlanWarning] {
    try warnings(of: file.plan, withPolicy: file.tasksWithPolicy)
  }

  /// The same of a plan whose tasks with these ids have a policy of another tool.
  public func warnings(
    of plan: Plan, withPolicy tasksWithPolicy: Set<String> = []
  ) throws(Problem) -> [PlanWarning] {
    if hasNoQueue { return plan.warnings }
    let profiles = try neededFileSettings().workers
    let roster = profiles.roster()
    guard roster.isNamed || !tasksWithPolicy.isEmpty else { return plan.warnings }
    let policy = try policy().forPlans
    var withoutWorker: [String] = []
    var unheld: [String: [String]] = [:]
    for (task, row) in zip(plan.tasks, plan.rows(in: try zone())) {
      let worker = roster.worker(for: QueueItem(row, id: plan.rowID(of: task.id), policy))
      guard let profile = worker.flatMap({ profiles[$0.name] }) else {
        if roster.isNamed { withoutWorker.append(task.id) }
        continue
      }
      if !profile.hasSandbox, tasksWithPolicy.contains(task.id) {
        unheld[profile.key, default: []].append(task.id)
      }
    }
    return plan.warnings + (withoutWorker.isEmpty ? [] : [.noWorker(tasks: withoutWorker)])
      + unheld.sorted { $0.key < $1.key }.map { .policyWithoutSandbox(tasks: $1, profile: $0) }
  }

  /// Makes the rows of a plan those of this version of it: one write, or none.
  ///
  /// - Parameters:
  ///   - plan: that of a file that `readPlan` gave.
  ///   - key: names this call: with the same key nothing else can be applied, and a repetition
  ///     changes nothing.
  ///   - caller: who applies it.
  public func apply(
    _ plan: Plan, key: String? = nil, as caller: Caller
  ) throws(Problem) -> AppliedPlan {
    try asking { try applyPlan(as: caller)(plan, key: key) }
  }

  /// What `apply` would do now.
  public func preview(_ plan: Plan, as caller: Caller) throws(Problem) -> AppliedPlan {
    try asking { try applyPlan(as: caller).preview(plan) }
  }

  func applyPlan(as caller: Caller) throws -> ApplyPlan {
    ApplyPlan(
      queue: try queue(as: caller, for: "plan"), zone: try zone(),
      lockTimeout: try value(Settings.lockTimeout))
  }
}

// MARK: What there is

extension TaskQueue {
  /// The plans of this queue, by name.
  public func plans() throws(Problem) -> [PlanDetails] { try asking { try describePlans().all() } }

  /// - Throws: `PlanProblem.unknown` where no row belongs to the plan, and none was applied.
  public func plan(_ name: String) throws(Problem) -> PlanDetails {
    try asking { try describePlans().plan(name) }
  }

  /// The ids of the rows that belong to a plan, in queue and archive, and of its tasks; also that of
  /// what its planner took, which no row has.
  ///
  /// - Throws: `PlanProblem.unknown` where there are none.
  public func ids(ofPlan name: String) throws(Problem) -> Set<String> {
    try asking {
      let queue = try queue(as: Caller())
      var ids: [String] = []
      for rows in [try queue.snapshot(), try queue.archive()] {
        ids += (rows?.rows(ofPlans: [name])[name] ?? []).map(\.id)
      }
      if PlanName.isWellFormed(name) {
        let folder = PlanFolder(name, try workspace())
        if let head = try folder.head(), head.version > 0 {
          ids += try folder.plan(ofVersion: head.version).tasks.map { "\(name).\($0.id)" }
        }
        if ProposalFolder(name, try workspace()).hasAny { ids.append(ProposePlan.costID(of: name)) }
      }
      if ids.isEmpty { throw Problem.plan(.unknown(name)) }
      return Set(ids)
    }
  }

  /// What of the folders of plans can't be read, or is missing there: one problem a plan.
  public func planProblems() throws(Problem) -> [Problem] {
    let workspace = try workspace()
    return PlanFolder.names(workspace).compactMap { PlanFolder($0, workspace).problem }
  }

  private func describePlans() throws -> DescribePlans {
    try DescribePlans(queue: queue(as: Caller()))
  }

  /// The brief of a row: `tasks/ID.md`; `nil` for none.
  public func brief(ofRow id: String) throws(Problem) -> String? { try workspace().brief(of: id) }
}

// MARK: Cancelling and retrying

extension TaskQueue {
  /// Cancels the unfinished rows of a plan, or one of its tasks and the tasks that wait for it. Their
  /// workers are ended. Rows that are DONE or FAILED stay. Where none is unfinished, and where the
  /// plan is cancelled already, nothing is done, and no row is reported.
  ///
  /// - Parameters:
  ///   - name: the plan.
  ///   - task: the task; the whole plan, for `nil`.
  ///   - holdsFollowers: whether the tasks that wait for it go on waiting.
  ///   - reason: for the notes of the rows; `nil` for the plan's name.
  ///   - caller: who cancels.
  ///   - report: called once the changes are durable, before workers are ended.
  @discardableResult
  public func cancelPlan(
    _ name: String, task: String? = nil, holdingFollowers holdsFollowers: Bool = false,
    reason: String? = nil, as caller: Caller,
    reporting report: ([RowResult]) throws -> Void = { _ in }
  ) throws(Problem) -> [RowResult] {
    try asking {
      let found = try planWithRows(name)
      guard found.applied != nil else {
        return try cancel(found, nil, task, holdsFollowers, reason, as: caller, report)
      }
      let folder = PlanFolder(name, try workspace())
      let lock = try folder.lock(
        opening.clock, timeout: value(Settings.lockTimeout), command: "orch plan cancel")
      defer { withExtendedLifetime(lock) {} }
      return try cancel(plan(name), folder, task, holdsFollowers, reason, as: caller, report)
    }
  }

  /// - Throws: `PlanProblem.onlyProposed` for a plan of which nothing was applied.
  private func planWithRows(_ name: String) throws -> PlanDetails {
    let found = try plan(name)
    switch found.state {
    case .proposed, .rejected: throw Problem.plan(.onlyProposed(name))
    case .waiting, .running, .done, .failed, .blocked, .cancelled: return found
    }
  }

  /// - Parameter folder: that of the plan, whose lock is held; `nil` where people put the rows into
  ///   the plan.
  private func cancel(
    _ plan: PlanDetails, _ folder: PlanFolder?, _ task: String?, _ holdsFollowers: Bool,
    _ reason: String?, as caller: Caller, _ report: ([RowResult]) throws -> Void
  ) throws -> [RowResult] {
    var rows = try plan.rows(ofTask: task, withFollowers: !holdsFollowers)
    // After a crash that cut a cancellation all rows may be BLOCKED, and the plan not marked.
    if plan.state == .cancelled, !rows.contains(where: \.isOpen) { rows = [] }
    let ids = rows.filter { $0.isOpen || $0.status == .blocked }.map(\.id)
    let results = try change(
      .ids(ids), by: .cancel(reason: reason ?? "plan \(plan.name)"), as: caller,
      reporting: report)
    if task == nil, !ids.isEmpty, let folder { try folder.mark(isCancelled: true) }
    return results
  }

  /// Puts rows of a plan back to PENDING: those that are FAILED, and those that are BLOCKED and wait
  /// for no reply; or one of its tasks, also a DONE one.
  ///
  /// - Parameters:
  ///   - name: the plan.
  ///   - task: the task; all that stopped, for `nil`.
  ///   - takesFollowers: whether the tasks that wait for it are taken, too, also DONE ones.
  ///   - caller: who retries.
  ///   - report: called once the changes are durable.
  @discardableResult
  public func retryPlan(
    _ name: String, task: String? = nil, withFollowers takesFollowers: Bool = false,
    as caller: Caller, reporting report: ([RowResult]) throws -> Void = { _ in }
  ) throws(Problem) -> [RowResult] {
    try asking {
      let found = try planWithRows(name)
      guard found.applied != nil else {
        return try retry(found, nil, task, takesFollowers, as: caller, report)
      }
      let folder = PlanFolder(name, try workspace())
      let lock = try folder.lock(
        opening.clock, timeout: value(Settings.lockTimeout), command: "orch plan retry")
      defer { withExtendedLifetime(lock) {} }
      return try retry(plan(name), folder, task, takesFollowers, as: caller, report)
    }
  }

  /// - Parameter folder: as of `cancel`.
  private func retry(
    _ plan: PlanDetails, _ folder: PlanFolder?, _ task: String?, _ takesFollowers: Bool,
    as caller: Caller, _ report: ([RowResult]) throws -> Void
  ) throws -> [RowResult] {
    var rows = try plan.rows(ofTask: task, withFollowers: takesFollowers)
    if task == nil || takesFollowers {
      let queue = try snapshot()
      // What was archived is over, and what is at work goes on.
      rows = rows.filter { queue.contains($0.id) && $0.status != .inProgress }
    }
    if task == nil {
      rows = rows.filter { ($0.status?.isStopped ?? false) && $0.item?.awaited == nil }
    } else {
      rows = rows.filter { $0.status != .pending && $0.status != nil }
    }
    // Before the rows: where a crash cuts this, the plan has not ended while its rows run.
    try folder?.mark(isCancelled: false)
    try folder?.removeResult()
    // A retry takes no DONE row, and in a database each one backs off.
    let isDelayed = try policy().retryMode == .delayed
    let changes: [(id: String, transition: Transition)] = rows.map { row in
      let again: RowsChange =
        isDelayed || row.status == .done
        ? .replan(reason: "plan \(plan.name)", force: true) : .retry(force: true)
      return (row.id, again.transition(of: row.id))
    }
    return try change(changes, as: caller, reporting: report)
  }
}

extension PlanDetails.Row {
  /// Whether it is at work, or may still start.
  fileprivate var isOpen: Bool {
    switch status {
    case .pending, .inProgress: true
    case .blocked, .done, .failed, nil: false
    }
  }
}

extension PlanDetails {
  /// All rows, for `nil`; else that of a task, and with followers those that wait for it, also
  /// through others.
  fileprivate func rows(ofTask task: String?, withFollowers: Bool) throws -> [PlanDetails.Row] {
    guard let task else { return rows }
    guard let first = rows.first(where: { $0.task?.id == task || $0.id == task }) else {
      throw Problem.plan(.noTask(task, plan: name))
    }
    guard withFollowers else { return [first] }
    // By the rows: a person may have changed what they wait for.
    var followers: [String: [String]] = [:]
    for row in rows {
      for id in row.item?.after ?? [] { followers[id, default: []].append(row.id) }
    }
    var reached: Set = [first.id]
    var open = [first.id]
    while let id = open.popLast() {
      for follower in followers[id] ?? [] where reached.insert(follower).inserted {
        open.append(follower)
      }
    }
    return rows.filter { reached.contains($0.id) }
  }
}

extension TaskQueue {
  /// What is wrong with the files of plans.
  package func planDiagnoses() -> [Diagnosis] {
    ((try? planProblems()) ?? []).map { .fail("plans", $0) }
  }
}

extension PlanNames {
  /// What plans and tasks of a project may name.
  ///
  /// - Parameters:
  ///   - workers: its workers, with its repositories.
  ///   - review: its checks.
  ///   - namesWorkers: whether `workers` of `orch.json` names some; else any worker may be named.
  package init(_ workers: WorkerProfiles, _ review: ReviewSettings, namesWorkers: Bool) {
    self.init(
      workers: namesWorkers ? Set(workers.profiles.map(\.name)) : nil,
      repositories: Set(workers.repositories.keys), checks: Set(review.checks.keys))
  }
}
