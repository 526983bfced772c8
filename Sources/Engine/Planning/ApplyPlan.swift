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
    if version.isOver { return repeated(plan, version) }
    let work = try work(for: plan, version, in: folder)
    if version.isCurrent, work.isNothing { return repeated(plan, version) }
    return try applied(
      plan, version, work, work.decision, wasCancelled: version.head.isCancelled)
  }

  /// - Parameters:
  ///   - plan: one that was checked.
  ///   - key: names this call: with the same key nothing else can be applied, and a repetition
  ///     behind a newer version changes nothing.
  func callAsFunction(_ plan: Plan, key: String?) throws(Problem) -> AppliedPlan {
    try queue.checkWritable()
    let folder = PlanFolder(plan.name, workspace)
    let lock = try folder.lock(
      queue.clock.machine, timeout: lockTimeout, command: "orch plan apply")
    defer { withExtendedLifetime(lock) {} }
    var version = try version(of: plan, in: folder, key: key)
    if version.isOver { return repeated(plan, version) }
    // Then the history has each row that was deleted, and none that a crash kept from being added.
    try queue.recordExternalEdits()
    // A refusal changes nothing, also no file.
    let work = try work(for: plan, version, in: folder)
    if !version.isCurrent { try folder.write(version.bytes, version: version.number) }
    if let key, version.head.keys[key] == nil {
      version.head.keys[key] = .init(version: version.number, hash: version.hash)
      try folder.write(version.head)
    }
    if version.isCurrent, work.isNothing { return repeated(plan, version) }
    let decision = try work.briefs.writing { () throws(Problem) in
      try queue.perform(.plan(work.change))
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
    return try applied(plan, version, work, decision, wasCancelled: wasCancelled)
  }
}

// MARK: Work

extension ApplyPlan {
  /// What a version changes.
  struct Work {
    let snapshot: any QueueSnapshot
    let change: Transition.PlanChange
    /// As the rules decide it on the snapshot.
    let decision: Decision
    let briefs: PlanBriefs

    var isNothing: Bool { decision.changes.isEmpty && briefs.isEmpty }
  }

  private func work(
    for plan: Plan, _ version: Version, in folder: PlanFolder
  ) throws(Problem) -> Work {
    let snapshot = try queue.snapshot()
    let older = older(version, in: folder)
    let change = try change(to: plan, version, older, in: snapshot)
    let decision: Decision
    do { decision = try queue.preview(.plan(change)) } catch {
      guard case .alreadyExists? = error.refusal else { throw error }
      throw .hinted(
        error,
        Sentence(
          "give the task another id, or the plan another name",
          "할 일에 다른 id를, 또는 계획에 다른 이름을 주십시오"))
    }
    return Work(
      snapshot: snapshot, change: change, decision: decision,
      briefs: try PlanBriefs(
        of: plan, version.latest + older, gone: change.gone, snapshot, workspace))
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
    /// Whether it is the content that was applied last.
    let isCurrent: Bool
    /// Whether an older version had its key, or a person cancelled the plan with this content: then
    /// nothing is done.
    let isOver: Bool
    var head: PlanFolder.Head
    /// The version that the rows follow; `nil` for none.
    let applied: Plan?
    /// Later versions, of which a crash cut the application.
    let cut: [Plan]

    /// The versions that the rows may follow now.
    var latest: [Plan] { (applied.map { [$0] } ?? []) + cut }
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
    let isCurrent = head.hash == hash && later.isEmpty
    var isOver = isCurrent && head.isCancelled
    var older: Int?
    if let key, let content = head.keys[key] {
      guard content.hash == hash else { throw .plan(.keyUsed(key, plan: plan.name)) }
      if content.version < head.version { (isOver, older) = (true, content.version) }
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
      number: older ?? (isCurrent ? head.version : number), bytes: bytes, hash: hash,
      isCurrent: isCurrent, isOver: isOver, head: head,
      applied: head.version > 0 ? try folder.plan(ofVersion: head.version) : nil, cut: cut)
  }

  /// The versions before those that the rows may follow now, the newest first.
  private func older(_ version: Version, in folder: PlanFolder) -> [Plan] {
    let numbers = folder.versions().reversed().filter { $0 < version.head.version }
    return numbers.prefix(Self.mostOlderVersions).compactMap { try? folder.plan(ofVersion: $0) }
  }

  private static let mostOlderVersions = 50

  /// The change of the rows to those of a plan.
  private func change(
    to plan: Plan, _ version: Version, _ older: [Plan], in snapshot: any QueueSnapshot
  ) throws(Problem) -> Transition.PlanChange {
    let rows = plan.rows(in: zone)
    let latest = version.latest.map { $0.rows(in: zone) }
    let ids = rows.compactMap(\.id)
    let applied = version.applied?.rows(in: zone).compactMap(\.id) ?? []
    let gone = try goneRows(
      of: ids + latest.joined().compactMap(\.id), applied: Set(applied), in: snapshot)
    let standing = gone.standing(rows)
    try refuseFailures(inArchive: gone, ofWhich: rows)
    // A crash may have cut this version, too.
    let latestRows = Self.byID(latest.flatMap { $0 + gone.standing($0) })
    let known = older.map { $0.rows(in: zone) } + [rows]
    let knownRows = Self.byID(known.flatMap { $0 + gone.standing($0) })
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
    return Transition.PlanChange(plan: plan.name, tasks: tasks, dropped: dropped, gone: gone.all)
  }

  private static func byID(
    _ rows: [Transition.NewItem]
  ) -> [String: [Transition.NewItem]] {
    var found: [String: [Transition.NewItem]] = [:]
    for row in rows where !(found[row.id ?? ""]?.contains(row) ?? false) {
      found[row.id ?? "", default: []].append(row)
    }
    return found
  }

  /// Those of the ids that no row has now, and one had before: in the queue, the archive, or the
  /// version that was applied.
  private func goneRows(
    of ids: [String], applied: Set<String>, in snapshot: any QueueSnapshot
  ) throws(Problem) -> GoneRows {
    let missing = Set(ids.filter { !snapshot.contains($0) })
    if missing.isEmpty { return GoneRows(all: [], archived: []) }
    let archive = try queue.archive()
    let archived = missing.filter { archive?.contains($0) ?? false }
    var isDeleted: [String: Bool] = [:]
    for entry in try queue.history(of: nil) {
      if let id = entry.id, missing.contains(id) { isDeleted[id] = entry.isRemoval }
    }
    let all = missing.intersection(applied).union(archived)
      .union(isDeleted.filter(\.value).keys)
    return GoneRows(all: all, archived: archived)
  }
}

/// The ids of rows that were there once: archived, or else deleted by a person.
private struct GoneRows {
  let all: Set<String>
  let archived: Set<String>

  /// The rows of a version as they stand without those that are gone: an archived one is over, and
  /// in the place of a deleted one they wait for what that waited for.
  func standing(_ rows: [Transition.NewItem]) -> [Transition.NewItem] {
    if all.isEmpty { return rows }
    let after = Dictionary(rows.map { ($0.id ?? "", $0.after) }) { first, _ in first }
    return rows.map { row in
      var row = row
      var seen: Set<String> = []
      func resolve(_ ids: [String]) -> [String] {
        ids.filter { seen.insert($0).inserted }.flatMap { id in
          if !all.contains(id) { return [id] }
          return archived.contains(id) ? [] : resolve(after[id] ?? [])
        }
      }
      if row.after.contains(where: all.contains) { row.after = resolve(row.after) }
      return row
    }
  }
}

extension ApplyPlan {
  /// Refuses new rows that wait for one which failed, and was archived: they would start as if it
  /// were DONE.
  private func refuseFailures(
    inArchive gone: GoneRows, ofWhich rows: [Transition.NewItem]
  ) throws(Problem) {
    guard !gone.archived.isEmpty, let archive = try queue.archive() else { return }
    let waiting = rows.filter { !gone.all.contains($0.id ?? "") }
    for id in Set(waiting.flatMap(\.after)).intersection(gone.archived).sorted() {
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
    _ plan: Plan, _ version: Version, _ work: Work, _ decision: Decision, wasCancelled: Bool
  ) throws(Problem) -> AppliedPlan {
    let policy = try queue.settings.get().policy
    let changes = Dictionary(decision.changes.map { ($0.id, $0) }) { first, _ in first }
    var rows = work.change.tasks.map { task in
      let item = (try? work.snapshot.item(task.id)) ?? nil
      var row = AppliedPlan.Row(task, changes[task.id], item, of: plan.name, policy, zone)
      row.brief = work.briefs.outcomes[task.id]
      return row
    }
    rows += work.change.dropped.compactMap { id in
      AppliedPlan.Row(
        dropped: id, isCancelled: changes[id] != nil, work.snapshot.status(of: id))
    }
    return AppliedPlan(
      plan: plan, version: version.number, current: version.number, hash: version.hash,
      isRepeated: false, isCancelled: wasCancelled, rows: rows)
  }

  /// A version of which nothing is left to do.
  private func repeated(_ plan: Plan, _ version: Version) -> AppliedPlan {
    AppliedPlan(
      plan: plan, version: version.number, current: version.head.version, hash: version.hash,
      isRepeated: true, isCancelled: version.head.isCancelled, rows: [])
  }
}
