import Facts
import Host
import Plans
import QueueModel
import QueueStore
import Settings
import Wording

/// Use case: makes the rows of a plan those of a version of it (`orch plan apply`), or says what
/// that would do (`orch plan diff`).
///
/// The version is written first, then the briefs, then all rows in one transition, then the head of
/// the plan's folder: what a crash cut is done by the next call.
struct ApplyPlan: Sendable {
  private let queue: Queue
  private let workspace: Workspace
  private let zone: QueueZone
  private let lockTimeout: Duration

  /// - Parameters:
  ///   - queue: the queue of the rows.
  ///   - workspace: the folders of plans and briefs.
  ///   - zone: that of the plan's times.
  ///   - lockTimeout: how long another process is waited for that applies the plan.
  init(queue: Queue, workspace: Workspace, zone: QueueZone, lockTimeout: Duration) {
    self.queue = queue
    self.workspace = workspace
    self.zone = zone
    self.lockTimeout = lockTimeout
  }

  /// What applying the plan would do now.
  func preview(_ plan: Plan) throws(Problem) -> AppliedPlan {
    let folder = PlanFolder(plan.name, workspace)
    let version = try version(of: plan, in: folder, key: nil)
    if version.isApplied { return repeated(plan, version) }
    let snapshot = try queue.snapshot()
    let earlier = earlier(version, of: plan, in: folder, snapshot)
    let change = try change(to: plan, version, earlier, in: snapshot)
    let decision = try queue.preview(.plan(change))
    let briefs = try PlanBriefs(of: plan, earlier, gone: change.gone, snapshot, workspace)
    return try applied(
      plan, version, change, decision, briefs, since: snapshot,
      wasCancelled: version.head.isCancelled)
  }

  /// - Parameters:
  ///   - plan: one that was checked.
  ///   - key: names this call: with the same key nothing else can be applied, and a repetition
  ///     changes nothing.
  func callAsFunction(_ plan: Plan, key: String?) throws(Problem) -> AppliedPlan {
    try queue.checkWritable()
    let folder = PlanFolder(plan.name, workspace)
    let lock = try folder.lock(
      queue.clock.machine, timeout: lockTimeout, command: "orch plan apply")
    defer { withExtendedLifetime(lock) {} }
    var version = try version(of: plan, in: folder, key: key)
    if version.isApplied {
      if let key, version.head.keys[key] == nil {
        version.head.keys[key] = .init(version: version.number, hash: version.hash)
        try folder.write(version.head)
      }
      return repeated(plan, version)
    }
    // Then the history has each row that was deleted, and none that a crash kept from being added.
    try queue.recordExternalEdits()
    let snapshot = try queue.snapshot()
    let earlier = earlier(version, of: plan, in: folder, snapshot)
    let change = try change(to: plan, version, earlier, in: snapshot)
    // A refusal changes nothing, also no file.
    _ = try queue.preview(.plan(change))
    let briefs = try PlanBriefs(of: plan, earlier, gone: change.gone, snapshot, workspace)
    try folder.write(version.bytes, version: version.number)
    if let key {
      version.head.keys[key] = .init(version: version.number, hash: version.hash)
      try folder.write(version.head)
    }
    let decision = try briefs.writing { () throws(Problem) in
      try queue.perform(.plan(change))
    } isThere: { id in
      try? queue.read { try $0.contains(id) }
    }
    // A key of a version that a crash cut names nothing that was applied.
    let before = version.head.version
    version.head.keys = version.head.keys.filter {
      $0.value.version <= before || $0.value.version == version.number
    }
    let wasCancelled = version.head.isCancelled
    version.head.version = version.number
    version.head.hash = version.hash
    version.head.isCancelled = false
    try folder.write(version.head)
    return try applied(
      plan, version, change, decision, briefs, since: snapshot, wasCancelled: wasCancelled)
  }
}

// MARK: Versions

extension ApplyPlan {
  /// A version of a plan that is to be applied, and what was applied before.
  struct Version {
    let number: Int
    /// Its canonical JSON.
    let bytes: [UInt8]
    /// The SHA-256 of `bytes`.
    let hash: String
    /// Whether the rows follow it, or the one before it that had the same key.
    let isApplied: Bool
    var head: PlanFolder.Head
    /// The version that the rows follow; `nil` for none.
    let applied: Plan?
    /// Later versions, of which a crash cut the application.
    let cut: [Plan]
  }

  private func version(
    of plan: Plan, in folder: PlanFolder, key: String?
  ) throws(Problem) -> Version {
    let head = try folder.head() ?? PlanFolder.Head(store: workspace.storeName)
    guard head.store == workspace.storeName else {
      throw .plan(.otherStore(plan.name, store: head.store))
    }
    let bytes = plan.canonicalJSON
    let hash = SHA256.hexDigest(of: bytes)
    let later = folder.versions().filter { $0 > head.version }
    // What a crash cut may have changed briefs, and rows.
    var applied = head.hash == hash && later.isEmpty ? head.version : nil
    if let key, let content = head.keys[key] {
      guard content.hash == hash else { throw .plan(.keyUsed(key, plan: plan.name)) }
      if content.version <= head.version { applied = content.version }
    }
    var number = head.version + 1
    var cut: [Plan] = []
    for later in later {
      if try folder.text(ofVersion: later) == bytes {
        number = later
      } else {
        number = later + 1
        cut.append(try folder.plan(ofVersion: later))
      }
    }
    return Version(
      number: applied ?? number, bytes: bytes, hash: hash, isApplied: applied != nil, head: head,
      applied: head.version > 0 ? try folder.plan(ofVersion: head.version) : nil, cut: cut)
  }

  /// What the rows may have of earlier versions: the one that they follow, those that a crash cut,
  /// and of older ones the tasks that come back.
  private func earlier(
    _ version: Version, of plan: Plan, in folder: PlanFolder, _ snapshot: any QueueSnapshot
  ) -> [Plan] {
    var earlier = (version.applied.map { [$0] } ?? []) + version.cut
    let known = Set(earlier.flatMap(\.tasks).map(\.id))
    var returning = Set(plan.tasks.map(\.id)).subtracting(known)
      .filter { snapshot.contains(plan.rowID(of: $0)) }
    for number in folder.versions().reversed() where number < version.head.version {
      if returning.isEmpty { break }
      guard var older = try? folder.plan(ofVersion: number) else { continue }
      older.tasks.removeAll { !returning.contains($0.id) }
      returning.subtract(older.tasks.map(\.id))
      earlier.append(older)
    }
    return earlier
  }

  /// The change of the rows to those of a plan.
  private func change(
    to plan: Plan, _ version: Version, _ earlier: [Plan], in snapshot: any QueueSnapshot
  ) throws(Problem) -> Transition.PlanChange {
    let rows = plan.rows(in: zone)
    let earlier = earlier.map { $0.rows(in: zone) }
    var earlierRows: [String: [Transition.NewItem]] = [:]
    let ids = rows.compactMap(\.id)
    let applied = version.applied?.rows(in: zone).compactMap(\.id) ?? []
    let gone = try goneRows(
      of: ids + earlier.joined().compactMap(\.id), applied: Set(applied), in: snapshot)
    for row in earlier.joined() {
      let waiting = row.waiting(besides: gone)
      earlierRows[row.id ?? "", default: []] += waiting == row ? [row] : [row, waiting]
    }
    try refuseFailures(inArchive: gone, ofWhich: rows)
    let tasks = rows.map { planned in
      let (row, id) = (planned.waiting(besides: gone), planned.id ?? "")
      // A crash may have cut this version, too.
      let own = row == planned ? [] : [planned]
      return Transition.PlanChange.Task(
        id: id, row: row, earlier: (earlierRows[id] ?? []) + own)
    }
    let kept = Set(ids)
    var dropped: [String] = []
    for id in earlier.joined().compactMap(\.id)
    where !kept.contains(id) && !dropped.contains(id) { dropped.append(id) }
    return Transition.PlanChange(plan: plan.name, tasks: tasks, dropped: dropped, gone: gone)
  }

  /// Those of the ids that no row has now, and one had before: in the queue, the archive, or the
  /// version that was applied.
  private func goneRows(
    of ids: [String], applied: Set<String>, in snapshot: any QueueSnapshot
  ) throws(Problem) -> Set<String> {
    let missing = Set(ids.filter { !snapshot.contains($0) })
    if missing.isEmpty { return [] }
    do {
      var gone = missing.intersection(applied)
      if let archive = try queue.archive() { gone.formUnion(missing.filter(archive.contains)) }
      var isDeleted: [String: Bool] = [:]
      for entry in try queue.history(of: nil) {
        if let id = entry.id, missing.contains(id) { isDeleted[id] = entry.isRemoval }
      }
      return gone.union(isDeleted.filter(\.value).keys)
    } catch {
      throw Problem(error)
    }
  }
}

extension ApplyPlan {
  /// Refuses new rows that wait for one which failed, and was archived: they would start as if it
  /// were DONE.
  private func refuseFailures(
    inArchive gone: Set<String>, ofWhich rows: [Transition.NewItem]
  ) throws(Problem) {
    guard !gone.isEmpty, let archive = try queue.archive() else { return }
    let waiting = rows.filter { !gone.contains($0.id ?? "") }
    for id in Set(waiting.flatMap(\.after)).intersection(gone).sorted() {
      guard let item = (try? archive.item(id)) ?? nil, item.status != .done,
        item.failurePolicy != .continue
      else { continue }
      throw .hinted(
        .refused(.notFound(id)),
        Sentence(
          "it failed and was archived: orch restore \(id), or leave it out of after",
          "실패해 보관된 행입니다: orch restore \(id)를 실행하거나 after에서 빼십시오"))
    }
  }
}

// MARK: What was done

extension ApplyPlan {
  private func applied(
    _ plan: Plan, _ version: Version, _ change: Transition.PlanChange, _ decision: Decision,
    _ briefs: PlanBriefs, since snapshot: any QueueSnapshot, wasCancelled: Bool
  ) throws(Problem) -> AppliedPlan {
    let policy = try queue.settings.get().policy
    let changes = Dictionary(decision.changes.map { ($0.id, $0) }) { first, _ in first }
    var rows = change.tasks.map { task in
      var row = AppliedPlan.Row(task, changes[task.id], try? snapshot.item(task.id), policy, zone)
      row.brief = briefs.outcomes[task.id]
      return row
    }
    rows += change.dropped.compactMap { id in
      AppliedPlan.Row(
        dropped: id, isCancelled: changes[id] != nil, snapshot.status(of: id))
    }
    return AppliedPlan(
      plan: plan, version: version.number, hash: version.hash, isRepeated: false,
      isCancelled: wasCancelled, rows: rows)
  }

  /// A version that the rows follow already.
  private func repeated(_ plan: Plan, _ version: Version) -> AppliedPlan {
    AppliedPlan(
      plan: plan, version: version.number, hash: version.hash, isRepeated: true,
      isCancelled: version.head.isCancelled, rows: [])
  }
}

extension Transition.NewItem {
  /// The row without what it waits for and is gone.
  fileprivate func waiting(besides gone: Set<String>) -> Self {
    var row = self
    row.after.removeAll(where: gone.contains)
    return row
  }
}
