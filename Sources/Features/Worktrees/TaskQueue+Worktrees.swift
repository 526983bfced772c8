import Attempts
public import Door
public import Git
import Host
import Model
import QueueStore
import Text
public import Workers

extension TaskQueue {
  /// The work on a row, compared with what its landing would find, including uncommitted files.
  ///
  /// - Parameters:
  ///   - id: the row's id.
  ///   - claim: the number of the claim of an attempt whose commit is shown; `nil` for the branch.
  ///   - revision: the revision with which the work is compared; `nil` for what its landing would
  ///     find.
  ///   - form: the form of the text; `nil` for none.
  /// - Throws: if the row has no branch.
  public func diff(
    ofRow id: String, claim: Int? = nil, against revision: String? = nil, _ form: GitCall.DiffForm?
  ) throws(Problem) -> WorkDiff {
    try asking {
      let item = try read { table in try table.item(id) }
      let diff = DiffWork(queue: try queue(as: Caller()))
      if let claim {
        let attempt = try attempt(ofRow: id, claim: claim, lacking: .commit) { _ in true }
        let work = attempt.folder?.result()?.work
        return try diff(of: id, item, attempt: claim, work, against: revision, form)
      }
      do {
        try checkWorktreeIsOwn(item)
        return try diff(of: id, item, against: revision, form)
      } catch {
        // For a row that never existed, the error says so.
        if case .some(.none(_)) = Problem(error).worktree, item == nil { _ = try row(id) }
        throw error
      }
    }
  }

  /// Throws if the worktree of an id belongs to a row that was removed.
  private func checkWorktreeIsOwn(_ item: QueueItem?) throws {
    guard let item, let record = try workspace().worktreeFolder.record(of: item.id) else { return }
    let owned = OwnedBranch(queue: try queue(as: Caller()))
    if try !owned.isOwn(record, of: item) { throw Problem.worktree(.none(id: item.id)) }
  }

  /// The worktrees of rows.
  ///
  /// - Parameter id: the only row to describe; `nil` for all.
  /// - Throws: if the named row has no worktree.
  public func worktrees(ofRow id: String? = nil) throws(Problem) -> [WorktreeState] {
    try asking {
      let snapshot = try snapshot()
      if let id, !snapshot.contains(id), try workspace().worktreeFolder.record(of: id) == nil {
        _ = try row(id)
      }
      return try DescribeWorktrees(workspace: workspace())(of: id) { snapshot.status(of: $0) }
    }
  }

  /// Merges the work of DONE rows that was not merged.
  ///
  /// - Parameters:
  ///   - id: the only row to merge; `nil` for all rows. Then the checkout is brought up to date,
  ///     too.
  ///   - left: what happens to work that was not judged.
  ///   - commit: the commit, or the beginning of its id, at which the caller accepts the integration
  ///     branch; `nil` to accept none.
  ///   - caller: who asks for the merge.
  /// - Throws: if the named row can't be merged, or no integration branch is at the commit.
  public func integrate(
    _ id: String?, _ left: LeftWork = .refused, accepting commit: String? = nil,
    as caller: Caller
  ) throws(Problem) -> LeftIntegration {
    try asking {
      let queue = try queue(as: caller, for: "integrate")
      try queue.checkWritable()
      return try IntegrateLeft(queue: queue, left: left)(id, accepting: commit)
    }
  }

  /// Removes the worktrees of rows that ended, and keeps their branches.
  ///
  /// - Parameters:
  ///   - isUnmerged: whether worktrees of unmerged branches are removed, too.
  ///   - isDryRun: whether nothing is removed.
  public func removeWorktrees(
    unmerged isUnmerged: Bool, dryRun isDryRun: Bool
  ) throws(Problem) -> [WorktreeRemoval] {
    try asking {
      let workspace = try workspace()
      let foreign = try idsOfOtherQueues(
        among: Set(workspace.worktreeFolder.records().map(\.id)))
      let remove = RemoveWorktrees(workspace: workspace, clock: opening.clock)
      return try remove(unmerged: isUnmerged, dryRun: isDryRun) { id in
        let snapshot = try snapshot()
        if let status = snapshot.status(of: id) { return status.isFinished }
        return snapshot.contains(id) || foreign.contains(id) ? nil : true
      }
    }
  }

  /// Whether a row is PENDING, and has a worktree.
  func hasWaitingWorktree(_ id: String) throws -> Bool {
    guard let record = try workspace().worktreeFolder.record(of: id), !record.base.isEmpty else {
      return false
    }
    return try read { table in try table.item(id) }?.status == .pending
  }

  /// If a row may be retried, gives it a new start: removes its worktree, and keeps its branch
  /// under another name.
  func startAfresh(_ id: String, in queue: Queue) throws {
    let remove = RemoveWorktrees(workspace: queue.workspace, clock: opening.clock)
    let name = try remove.startAfresh(id) {
      let status = try queue.read { table in try table.existing(id) }.status
      if status == .inProgress {
        let (id, status) = (id.escaped, status.rawValue)
        throw Problem.adapter(
          .worktree, Sentence("\(id) is \(status)", "\(id)의 상태는 \(status)입니다"),
          hint: Sentence(
            "wait until the work on the row has ended", "행의 작업이 끝날 때까지 기다리십시오"))
      }
    }
    if let name { warn(.branchKept(id: id, branch: name)) }
  }
}

// MARK: Folders of the project

extension TaskQueue {
  /// The root of the project. In a linked worktree, the corresponding folder there.
  ///
  /// - Throws: if `orch.json` names a folder elsewhere, and is not trusted.
  public func projectRoot() throws(Problem) -> String {
    try asking {
      let workspace = try workspace()
      return workspace.rootHere(of: try workspace.projectRoot())
    }
  }

  /// The settings of all repositories that name programs or lead elsewhere, in the form in which
  /// `orch trust` keeps them; empty if no worker has a worktree.
  public func gitSettings() throws(Problem) -> [(setting: TrustedFiles.File, value: String)] {
    try asking { try workspace().gitSettings() }
  }

  /// The places outside home that `orch.json` and the defaults name, with the keys of their
  /// settings.
  public func placesOutside() -> [(key: String, path: String)] {
    guard let home = try? home() else { return [] }
    let paths = [Settings.databasePath.description, Settings.logPath.description].compactMap {
      setting -> (key: String, path: String)? in
      guard let given = try? validated(setting),
        given.source == .configuration || given.source == .fallback
      else { return nil }
      return (setting.key, Path.join(home, given.text))
    }
    let outside = paths.map { (key: $0.key, path: Path.resolvedWhereExisting($0.path) ?? $0.path) }
      .filter { !Path.isInside($0.path, home) }
    let server = configuration().inFileOnly.database.flatMap { name in
      ServerPlace.isAddress(name) ? (key: "db", path: name) : nil
    }
    guard let workspace = try? workspace() else { return outside + (server.map { [$0] } ?? []) }
    var folders = [(key: "root", path: try? workspace.namedRoot())]
    for name in workspace.profiles.repositories.keys.sorted() {
      folders.append(
        ("repositories.\(name)", try? workspace.namedRoot(ofRepository: name)))
    }
    return outside + (server.map { [$0] } ?? [])
      + folders.compactMap { key, path in
        path.flatMap { Path.isInside($0, workspace.foundRoot) ? nil : (key: key, path: $0) }
      }
  }
}
