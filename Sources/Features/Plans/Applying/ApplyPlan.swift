package import Door
import Host
package import Model
import QueueStore
import Text

/// Use case: changes the rows of a plan to a version of the plan (`orch plan apply`), or reports
/// what that would do (`orch plan diff`).
///
/// The version is written first, then the briefs, then all rows in one transition, then the head of
/// the plan's folder. If a crash interrupts this, the next call completes it.
package struct ApplyPlan: Sendable, UseCase {
  package let queue: Queue
  private let zone: QueueZone
  private let lockTimeout: Duration

  /// - Parameters:
  ///   - zone: the zone of the plan's times.
  ///   - lockTimeout: how long to wait for another process that applies the plan.
  package init(queue: Queue, zone: QueueZone, lockTimeout: Duration) {
    self.queue = queue
    self.zone = zone
    self.lockTimeout = lockTimeout
  }

  /// What applying the plan would do now if a caller with the permission did it.
  func preview(_ plan: Plan) throws -> AppliedPlan {
    try ApplyPlan(
      queue: queue.called(by: Caller()), zone: zone, lockTimeout: lockTimeout
    ).decided(plan)
  }

  private func decided(_ plan: Plan) throws -> AppliedPlan {
    let folder = PlanFolder(plan.name, workspace)
    let version = try PlanVersion(of: plan, in: folder, key: nil, store: workspace.sharedStoreName)
    if version.isOver { return try repeated(plan, version) }
    let work = try work(for: plan, version, in: folder)
    if version.isCurrent, work.isNothing { return try repeated(plan, version) }
    return try applied(
      plan, version, work, work.decision, wasCancelled: version.head.isCancelled)
  }

  /// - Parameters:
  ///   - plan: a plan that was checked.
  ///   - key: names this call. Another plan with the same key is refused, and a repetition after a
  ///     newer version changes nothing.
  ///   - mustBeNew: whether a plan or proposal that has the name is a reason to refuse.
  package func callAsFunction(
    _ plan: Plan, key: String?, mustBeNew: Bool = false
  ) throws -> AppliedPlan {
    try queue.checkWritable()
    let lock = try lock(plan.name)
    defer { withExtendedLifetime(lock) {} }
    if mustBeNew, try DescribePlans(queue: queue).contains(plan.name) {
      throw Problem.plan(.exists(plan.name))
    }
    return try apply(plan, key: key)
  }

  /// Keeps other processes from applying the plan while the result lives.
  func lock(_ name: String) throws -> SharedLock {
    try PlanFolder(name, workspace).lock(
      queue.clock.machine, timeout: lockTimeout, command: "orch plan apply")
  }

  /// Applies the plan for the holder of the lock.
  func apply(_ plan: Plan, key: String?) throws -> AppliedPlan {
    try queue.checkWritable()
    let folder = PlanFolder(plan.name, workspace)
    var version = try PlanVersion(of: plan, in: folder, key: key, store: workspace.sharedStoreName)
    if version.isOver { return try repeated(plan, version) }
    // This records each deleted row in the history, and no row that a crash kept from being added.
    try queue.recordExternalEdits()
    // A refusal must change nothing, not even a file.
    let work = try work(for: plan, version, in: folder)
    if !version.isCurrent { try folder.write(version.bytes, version: version.number) }
    if let key, version.head.keys[key] == nil {
      version.head.keys[key] = .init(version: version.number, hash: version.hash)
      try folder.write(version.head)
    }
    if version.isCurrent, work.isNothing { return try repeated(plan, version) }
    let decision = try work.briefs.writing(for: queue) { queue in
      try queue.perform(.plan(work.change))
    } isThere: { id in
      try? queue.read { try $0.contains(id) }
    }
    // The key of a version that a crash interrupted does not name an applied version.
    let before = version.head.version
    version.head.keys = version.head.keys.filter {
      $0.value.version <= before || $0.value.version == version.number
    }
    let wasCancelled = version.head.isCancelled
    version.head.version = version.number
    version.head.hash = version.hash
    version.head.isCancelled = false
    try folder.write(version.head)
    return try applied(plan, version, work, decision, wasCancelled: wasCancelled)
  }
}

// MARK: Work

extension ApplyPlan {
  struct Work {
    let snapshot: any QueueSnapshot
    let change: Transition.PlanChange
    /// The decision of the rules about the snapshot.
    let decision: Decision
    let briefs: PlanBriefs

    var isNothing: Bool { decision.changes.isEmpty && briefs.isEmpty }
  }

  private func work(for plan: Plan, _ version: PlanVersion, in folder: PlanFolder) throws -> Work {
    let snapshot = try queue.snapshot()
    let older = try version.older(in: folder)
    let change = try change(to: plan, version, older, in: snapshot)
    let decision: Decision
    do { decision = try queue.preview(.plan(change)) } catch {
      let problem = Problem(error)
      switch problem.refusal {
      case .alreadyExists?:
        throw Problem.hinted(
          problem,
          Sentence(
            "give the task another id, or the plan another name",
            "할 일에 다른 id를, 또는 계획에 다른 이름을 주십시오"))
      case .notFound(let id)? where id == plan.parent:
        throw Problem.hinted(
          problem,
          Sentence(
            "the parent of a plan is a row of the queue: name an existing row, or leave \"parent\" out",
            "계획의 parent는 큐에 있는 행입니다. 그런 행을 적거나 \"parent\"를 빼십시오"))
      default: throw error
      }
    }
    return Work(
      snapshot: snapshot, change: change, decision: decision,
      briefs: try PlanBriefs(
        of: plan, version.latest + older, gone: change.gone, snapshot, workspace))
  }
}

// MARK: The change

extension ApplyPlan {
  private func change(
    to plan: Plan, _ version: PlanVersion, _ older: [Plan], in snapshot: any QueueSnapshot
  ) throws -> Transition.PlanChange {
    let rows = plan.rows(in: zone)
    let latest = version.latest.map { $0.rows(in: zone) }
    let ids = rows.compactMap(\.id)
    let applied = version.applied?.rows(in: zone).compactMap(\.id) ?? []
    let gone = try GoneRows(
      of: ids + latest.joined().compactMap(\.id), applied: Set(applied), in: snapshot, queue)
    let standing = gone.standing(rows)
    try gone.refuseFailures(for: rows, queue)
    let latestRows = gone.variants(latest)
    // A crash may also have interrupted this version before rows were deleted or archived.
    let ofThis = gone.all.isEmpty ? [] : [rows]
    let knownRows = gone.variants(older.map { $0.rows(in: zone) } + ofThis)
    let tasks = standing.map { row in
      let id = row.id ?? ""
      return Transition.PlanChange.Task(
        id: id, row: row,
        earlier: (latestRows[id] ?? []) + (knownRows[id] ?? []).filter { $0 != row },
        latest: latestRows[id] ?? [])
    }
    let kept = Set(ids)
    var dropped: [String] = []
    for id in latest.joined().compactMap(\.id)
    where !kept.contains(id) && !dropped.contains(id) { dropped.append(id) }
    return Transition.PlanChange(
      plan: plan.name, tasks: tasks, dropped: dropped, gone: gone.all, parent: plan.parent,
      earlierParents: Set((older + version.latest).compactMap(\.parent)))
  }

}

// MARK: What was done

extension ApplyPlan {
  private func applied(
    _ plan: Plan, _ version: PlanVersion, _ work: Work, _ decision: Decision, wasCancelled: Bool
  ) throws -> AppliedPlan {
    let policy = try queue.settings.get().policy
    let changes = decision.changes.filter { $0.before != $0.after }
    let numbers = Dictionary(changes.enumerated().map { ($1.id, $0) }) { first, _ in first }
    var rows = try work.change.tasks.map { task in
      let number = numbers[task.id]
      var row =
        if let number, changes[number].before == nil {
          AppliedPlan.Row(added: task.id)
        } else {
          AppliedPlan.Row(
            task, number.map { changes[$0] }, try work.snapshot.item(task.id), of: plan.name, policy
          )
        }
      row.brief = work.briefs.outcomes[task.id]
      return row
    }
    rows += work.change.dropped.compactMap { id in
      AppliedPlan.Row(
        dropped: id, numbers[id].map { changes[$0] }, work.snapshot.status(of: id))
    }
    return AppliedPlan(
      plan: plan, version: version.number, current: version.number, hash: version.hash,
      isRepeated: false, isCancelled: wasCancelled, rows: rows)
  }

  /// The result for a version that leaves nothing to do: the rows as they are now.
  private func repeated(_ plan: Plan, _ version: PlanVersion) throws -> AppliedPlan {
    let snapshot = try queue.snapshot()
    let rows = try plan.rows(in: zone).compactMap(\.id).map { id in
      AppliedPlan.Row(standing: id, try snapshot.item(id), of: plan.name)
    }
    return AppliedPlan(
      plan: plan, version: version.number, current: version.head.version, hash: version.hash,
      isRepeated: true, isCancelled: version.head.isCancelled, rows: rows)
  }
}
