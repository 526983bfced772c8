public import Door
import Host
import Model
import QueueStore
import Text
package import Workers
public import Worktrees

// Plans: tasks that belong together, with rows that change together.

extension TaskQueue {
  /// Reads a plan, and checks it against the workers and checks of this queue. If no queue is named
  /// or found, it is checked without them.
  ///
  /// - Parameters:
  ///   - bytes: the contents of the plan's file.
  ///   - form: the form of another tool; `nil` to detect it by the keys.
  ///   - workers: names of workers in the file, and the names that replace them.
  /// - Throws: `PlanProblem.mistakes` with all mistakes, or a problem if the file does not name one of
  ///   these workers.
  public func readPlan(
    _ bytes: [UInt8], in form: PlanForm? = nil, mappingWorkers workers: WorkerNames = WorkerNames()
  ) throws(Problem) -> PlanFile {
    try asking {
      let names = try planNames()
      if workers.replacements.isEmpty {
        return try PlanFile(parsing: bytes, in: form, names: names)
      }
      let file = try PlanFile(parsing: bytes, in: form, mappingWorkers: workers)
      let unknown = workers.unused(for: file.workers)
      guard unknown.isEmpty else {
        let names = unknown.joined(separator: ", ").escaped
        let known = file.workers.sorted()
        throw Problem.adapter(
          .usage,
          Sentence(
            "no task of the file has the worker \(names), which --map names",
            "바꿀 워커 \(names)을(를) 쓰는 할 일이 파일에 없습니다"),
          hint: known.isEmpty
            ? Sentence("the file names no worker", "파일에 적힌 워커가 없습니다")
            : Sentence(
              "the file names \(known.joined(separator: ", ").escaped)",
              "파일에 적힌 워커: \(known.joined(separator: ", ").escaped)"))
      }
      return try PlanFile(parsing: bytes, in: form, names: names, mappingWorkers: workers)
    }
  }

  func planNames() throws -> PlanNames? {
    if hasNoQueue || endOfSearch != nil { return nil }
    let settings = try neededFileSettings()
    var names = PlanNames(
      settings.workers, settings.review, namesWorkers: configuration().namesWorkers)
    names.root = try workspace().projectRoot()
    names.repositories = names.repositories.mapValues { Path.join(names.root, $0) }
    let own = settings.planFiles
    names.workerNames = own.workers
    names.pipeline = own.pipeline
    names.callbackHosts = own.callbackHosts
    return names
  }

  /// What a person should know about a plan, and about the workers that its rows would get.
  public func warnings(of file: PlanFile) throws(Problem) -> [PlanWarning] {
    let others = file.tasksWithCheckout
    return (others.isEmpty ? [] : [.otherCheckout(tasks: others)])
      + (try warnings(of: file.plan, withPolicy: file.tasksWithPolicy))
  }

  /// The most that the rows of added tasks may cost, in millionths of a US dollar; `nil` without a
  /// budget per row.
  public func costLimit(of applied: AppliedPlan) throws(Problem) -> Int? {
    try fileSettings().workers.budget.microdollarsPerRow.map {
      let (product, isTooLarge) = applied.counts.added.multipliedReportingOverflow(by: $0)
      return AgentUsage.limited(isTooLarge ? .max : product)
    }
  }

  /// The warnings of a plan.
  public func warnings(
    of plan: Plan, withPolicy tasksWithPolicy: Set<String> = []
  ) throws(Problem) -> [PlanWarning] {
    if hasNoQueue || endOfSearch != nil { return plan.warnings }
    let settings = try neededFileSettings()
    let profiles = settings.workers
    let roster = profiles.roster()
    let undecided = settings.review.acceptsExit ? [] : plan.tasksDecidedByExit
    let warnings =
      plan.warnings + (undecided.isEmpty ? [] : [PlanWarning.exitUndecided(tasks: undecided)])
    guard roster.isNamed || !tasksWithPolicy.isEmpty else { return warnings }
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
    return warnings + (withoutWorker.isEmpty ? [] : [.noWorker(tasks: withoutWorker)])
      + unheld.sorted { $0.key < $1.key }.map { .policyWithoutSandbox(tasks: $1, profile: $0) }
  }

  /// Changes the rows of a plan to this version, in one write or none.
  ///
  /// - Parameters:
  ///   - plan: the plan of a file that `readPlan` returned.
  ///   - key: names this call. If another version used the key, the call is refused. A repetition
  ///     changes nothing.
  ///   - mustBeNew: whether the call is refused if a plan or a proposal has the name.
  /// - Throws: `PlanProblem.exists` if the plan must be new and is not; then nothing is changed.
  public func apply(
    _ plan: Plan, key: String? = nil, mustBeNew: Bool = false, as caller: Caller
  ) throws(Problem) -> AppliedPlan {
    try asking { try applyPlan(as: caller)(plan, key: key, mustBeNew: mustBeNew) }
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

// MARK: Existing plans

extension TaskQueue {
  /// The plans of this queue, by name.
  public func plans() throws(Problem) -> [PlanDetails] { try asking { try describePlans().all() } }

  /// - Throws: `PlanProblem.unknown` if no row belongs to the plan and none was applied.
  public func plan(_ name: String) throws(Problem) -> PlanDetails {
    try asking { try describePlans().plan(name) }
  }

  /// The ids of a plan's tasks, of the rows that belong to the plan in queue and archive, and the
  /// id under which the cost of its planner is booked. No row has the last id.
  ///
  /// - Throws: `PlanProblem.unknown` if there are none.
  public func ids(ofPlan name: String) throws(Problem) -> Set<String> {
    try asking {
      let queue = try queue(as: Caller())
      var ids: [String] = []
      for rows in [try queue.snapshot(), try queue.archive()] {
        ids += (rows?.rows(ofPlans: [name])[name] ?? []).map(\.id)
      }
      if PlanName.isWellFormed(name) { ids += try idsBesideRows(ofPlan: name) }
      if ids.isEmpty { throw Problem.plan(.unknown(name)) }
      return Set(ids)
    }
  }

  /// The plan of each id in `ids(ofPlan:)`, for all plans that can be read.
  package func plansByID() throws(Problem) -> [String: String] {
    try asking {
      let queue = try queue(as: Caller())
      var plans: [String: String] = [:]
      for name in PlanFolder.names(try workspace()) {
        for id in (try? idsBesideRows(ofPlan: name)) ?? [] { plans[id] = name }
      }
      // Each row names its plan.
      for rows in [try queue.archive(), try queue.snapshot()] {
        for (name, items) in rows?.rows() ?? [:] { for item in items { plans[item.id] = name } }
      }
      return plans
    }
  }

  /// The ids of the tasks of the last applied version, and the id of the planner's cost.
  private func idsBesideRows(ofPlan name: String) throws -> [String] {
    let folder = PlanFolder(name, try workspace())
    var ids: [String] = []
    if let head = try folder.head(), head.version > 0 {
      ids += try folder.plan(ofVersion: head.version).tasks.map { "\(name).\($0.id)" }
    }
    if ProposalFolder(name, try workspace()).hasAny { ids.append(ProposePlan.costID(of: name)) }
    return ids
  }

  /// The folders of plans that can't be read or miss a file: one problem for each plan.
  public func planProblems() throws(Problem) -> [Problem] {
    let workspace = try workspace()
    return PlanFolder.names(workspace).compactMap { PlanFolder($0, workspace).problem }
  }

  private func describePlans() throws -> DescribePlans {
    try DescribePlans(queue: queue(as: Caller()))
  }

  /// The brief of a row: `tasks/ID.md`; `nil` if there is none.
  public func brief(ofRow id: String) throws(Problem) -> String? {
    try asking { try workspace().brief(of: id) }
  }
}

// MARK: Cancelling and retrying

extension TaskQueue {
  /// Cancels the unfinished rows of a plan, or one of its tasks and the tasks that wait for it.
  /// Their workers are ended. Rows that are DONE or FAILED stay. If no row is unfinished, or if the
  /// plan is already cancelled, nothing is done and no row is reported.
  ///
  /// - Parameters:
  ///   - task: the task; `nil` for the whole plan.
  ///   - holdsFollowers: whether the tasks that wait for the task continue to wait.
  ///   - reason: the reason for the notes of the rows; `nil` for the plan's name.
  ///   - report: called when the changes are durable, before workers are ended.
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

  /// - Throws: an error if no version of the plan was applied.
  private func planWithRows(_ name: String) throws -> PlanDetails {
    let found = try plan(name)
    switch found.state {
    case .proposed, .rejected:
      throw Problem.adapter(
        .noPlan,
        Sentence(
          "plan \(name) has no rows: it was proposed, but not applied",
          "계획 \(name)에는 행이 없습니다. 제안되었을 뿐 적용되지 않았습니다"),
        hint: Sentence(
          "orch plan show \(name) shows how to continue", "다음에 할 일은 orch plan show \(name)에 있습니다"))
    case .waiting, .running, .done, .failed, .blocked, .cancelled: return found
    }
  }

  /// - Parameter folder: the folder of the plan, whose lock the caller holds; `nil` if people put
  ///   the rows into the plan.
  private func cancel(
    _ plan: PlanDetails, _ folder: PlanFolder?, _ task: String?, _ holdsFollowers: Bool,
    _ reason: String?, as caller: Caller, _ report: ([RowResult]) throws -> Void
  ) throws -> [RowResult] {
    var rows = try plan.rows(ofTask: task, withFollowers: !holdsFollowers)
    // If a crash interrupted a cancellation, all rows may be BLOCKED without the plan being marked.
    if plan.state == .cancelled, !rows.contains(where: \.isOpen) { rows = [] }
    let ids = rows.filter { $0.isOpen || $0.status == .blocked }.map(\.id)
    let results = try change(
      .ids(ids), by: .cancel(reason: reason ?? "plan \(plan.name)"), as: caller,
      reporting: report)
    if task == nil, !ids.isEmpty, let folder { try folder.mark(isCancelled: true) }
    return results
  }

  /// Sets rows of a plan back to PENDING: rows that are FAILED, and rows that are BLOCKED without
  /// waiting for a reply. If a task is named, only the row of that task, even if it is DONE.
  ///
  /// - Parameters:
  ///   - task: the task; `nil` for all rows that stopped.
  ///   - takesFollowers: whether the tasks that wait for the task are set back, too, even if they
  ///     are DONE.
  ///   - report: called when the changes are durable.
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

  /// - Parameter folder: as for `cancel`.
  private func retry(
    _ plan: PlanDetails, _ folder: PlanFolder?, _ task: String?, _ takesFollowers: Bool,
    as caller: Caller, _ report: ([RowResult]) throws -> Void
  ) throws -> [RowResult] {
    var rows = try plan.rows(ofTask: task, withFollowers: takesFollowers)
    if task == nil || takesFollowers {
      let queue = try snapshot()
      // Archived rows have ended, and rows at work continue.
      rows = rows.filter { queue.contains($0.id) && $0.status != .inProgress }
    }
    if task == nil {
      rows = rows.filter { ($0.status?.isStopped ?? false) && $0.item?.awaited == nil }
    } else {
      rows = rows.filter { $0.status != .pending && $0.status != nil }
    }
    // The plan is changed before the rows: after a crash in between, the plan must not have ended
    // while its rows run.
    try folder?.mark(isCancelled: false)
    try folder?.removeResult()
    // A plain retry is refused for a DONE row, and in a database a retry delays the row.
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
  /// Whether the row is at work, or may still start.
  fileprivate var isOpen: Bool {
    switch status {
    case .pending, .inProgress: true
    case .blocked, .done, .failed, nil: false
    }
  }
}

extension PlanDetails {
  /// All rows if `task` is `nil`; otherwise the row of the task, and with followers the rows that
  /// wait for it directly or indirectly.
  fileprivate func rows(ofTask task: String?, withFollowers: Bool) throws -> [PlanDetails.Row] {
    guard let task else { return rows }
    guard let first = rows.first(where: { $0.task?.id == task || $0.id == task }) else {
      throw Problem.plan(.noTask(task, plan: name))
    }
    guard withFollowers else { return [first] }
    // The rows name their dependencies, because a person may have changed them since the plan was
    // applied.
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
  package func planDiagnoses() -> [Diagnosis] {
    ((try? planProblems()) ?? []).map { .fail("plans", $0) }
  }
}

extension PlanNames {
  /// The names that plans and tasks of a project may use.
  ///
  /// - Parameters:
  ///   - workers: the project's workers, with its repositories.
  ///   - review: the project's checks.
  ///   - namesWorkers: whether `workers` of `orch.json` names workers. If not, any worker may be
  ///     named.
  package init(_ workers: WorkerProfiles, _ review: ReviewSettings, namesWorkers: Bool) {
    self.init(
      workers: namesWorkers ? Set(workers.profiles.map(\.name)) : nil,
      repositories: workers.repositories, checks: Set(review.checks.keys))
    acceptsExit = review.acceptsExit
  }
}
