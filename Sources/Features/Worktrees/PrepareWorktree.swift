import Attempts
package import Door
package import Git
package import Host
package import Model
package import Workers

/// Use case: makes the worktree of a row, or prepares the worktree of its last attempt. The
/// supervisor does this before it starts the program, so a dispatch stays fast.
///
/// After a kill at any moment there is either no worktree, or one whose record does not say that it
/// is complete. No worker was in such a worktree, and the next start makes it again.
package struct PrepareWorktree: Sendable {
  package let workspace: Workspace
  package let clock: Clock

  package init(workspace: Workspace, clock: Clock) {
    self.workspace = workspace
    self.clock = clock
  }

  /// Why a row can't be worked in its worktree.
  package enum Failure: Error {
    /// The work is not at fault, and the attempt does not count.
    case obstacle(Problem)
    /// The program of `worktrees.setup` failed; the text is the end of its output.
    case setup(String)

    /// The failure with which the attempt ends.
    ///
    /// - Parameters:
    ///   - start: when the attempt began, as ISO 8601. The queue may use another clock.
    ///   - streak: the failures of the row before this attempt.
    package func failure(
      ofAttemptBegunAt start: String?, after streak: FailureStreak? = nil
    ) -> WorkerFailure {
      let now = start.flatMap { QueueTime(iso8601: $0)?.epochSeconds } ?? 0
      switch self {
      case .setup(let end): return WorkerFailure(.build, note: end)
      case .obstacle(let problem):
        return WorkerFailure(
          .interrupted, note: problem.message,
          retryAt: now + AttemptRecorder.pause(after: streak, of: .interrupted))
      }
    }
  }

  /// - Parameters:
  ///   - worker: the name of the row's worker, in whose sandbox the setup runs.
  ///   - checks: the checks that prove the row's criteria.
  ///   - note: receives lines for the worker's log.
  package func callAsFunction(
    _ order: WorktreeOrder, of id: String, by worker: String?, provenBy checks: [String] = [],
    note: (String) -> Void
  ) throws(Failure) -> PreparedWorktree {
    let worktree = RowWorktree(order, of: id)
    var (main, place) = try getReady(worktree, order, by: worker, provenBy: checks, note)
    let end = try reporting {
      try checkTrusted(in: worktree)
      guard place.isNew else { return nil as String? }
      let record = workspace.worktreeFolder.record(of: id)
      return try setUp(
        worktree, of: worker, since: record.flatMap { ObjectID($0.base) }, to: place.start,
        in: main, note)
    }
    if let end { throw .setup(end) }
    return try reporting {
      if place.isNew { try markReady(worktree) }
      if place.isNew, place.status == nil {
        // The setup or git may have changed the repository's settings.
        main = try workspace.repository(at: order.repository)
      }
      let status = try place.status.map { try $0.wait().get() }
      let checkout = try ReadCheckout(workspace: workspace)(
        of: main, beside: worktree, by: status)
      return PreparedWorktree(checkout: checkout, start: place.start)
    }
  }

  private func reporting<Result>(
    _ body: () throws -> Result
  ) throws(Failure) -> Result {
    do { return try body() } catch { throw .obstacle(Problem(error)) }
  }

  /// - Returns: the repository at the checkout, and what it has at the path of the worktree.
  private func getReady(
    _ worktree: RowWorktree, _ order: WorktreeOrder, by worker: String?,
    provenBy checks: [String], _ note: (String) -> Void
  ) throws(Failure) -> (Repository, ReadyPlace) {
    while true {
      let (main, place) = try reporting {
        try checkSpace(for: worktree)
        let main = try workspace.repository(at: order.repository)
        try workspace.checkFilters(of: main)
        return (main, try find(worktree, order, in: main, checks, note))
      }
      switch place {
      case .ready(let place): return (main, place)
      // The base may move in the meantime.
      case .unchecked(let base):
        let check = CheckBase(workspace: workspace, clock: clock, root: worktree.root)
        let end = try reporting { try check(base, in: main, by: worker, note) }
        if let end { throw .setup(end) }
      }
    }
  }

  /// What exists at the path of a worktree.
  private enum Place {
    case ready(ReadyPlace)
    /// Nothing was made, because the checks of bases have not judged this commit.
    case unchecked(ObjectID)
  }

  private struct ReadyPlace {
    /// The commit of the row's branch.
    var start: ObjectID
    /// Whether the worktree was made now; the setup has not run in it.
    var isNew = false
    /// The status of the checkout, which git reads while it makes the worktree; `nil` if a program
    /// may change the checkout after that.
    var status: BackgroundWork<Result<CheckoutStatus, any Error>>?
  }

  private func find(
    _ worktree: RowWorktree, _ order: WorktreeOrder, in main: Repository, _ checks: [String],
    _ note: (String) -> Void
  ) throws -> Place {
    let lock = try RepositoryLock(
      of: main, .worktrees, holder: "orch: worktree of \(worktree.id)", clock: clock)
    defer { withExtendedLifetime(lock) {} }
    if let record = workspace.worktreeFolder.record(of: worktree.id),
      try workspace.worktree(of: record).path != worktree.path
    {
      // The worktree got a new start after the order was composed.
      throw Problem.worktree(.locked(holder: "ops retry --fresh"))
    }
    try main.removeLock(of: worktree.branch.ref, olderThan: .zero, clock)
    try main.releaseLeftHolds(clock)
    guard try isReady(worktree, in: main) else {
      return try make(worktree, in: main, after: order.after, checks, note)
    }
    // The worktree's files decide, because git may fail for a while.
    do throws(GitError) { _ = try main.worktree(at: worktree.path) } catch {
      if error.isOfOtherRepository {
        throw Problem.worktree(.givenUp(path: worktree.path, next: try giveUp(worktree, in: main)))
      }
      if error.cause != .work { throw error }
    }
    do {
      let own = try workspace.repository(at: worktree, of: main)
      // A killed supervisor may have left files, and an agent that ended may have left the index
      // locked.
      try own.removeLeftovers(clock)
      let work = try CommitWork(workspace: workspace)(
        worktree, subject: "\(worktree.id): work that was left", in: own)
      let merged =
        order.mergesIntegration ? try mergeIntegration(into: work, in: own, of: main) : nil
      return .ready(ReadyPlace(start: merged ?? work.commit))
    } catch {
      // The attempt that begins now repairs the worktree.
      let problem = Problem(error)
      guard problem.isMendedByWorker else { throw problem }
      note(problem.message)
    }
    guard let state = try main.state(of: worktree.branch) else {
      throw Problem.worktree(.none(id: worktree.id))
    }
    return .ready(ReadyPlace(start: state.commit))
  }

  /// Gives up a worktree whose `.git` a worker deleted or replaced. The next attempt gets another
  /// worktree on the row's branch. The folder is kept, and so are commits that only its HEAD has.
  ///
  /// - Returns: the folder of the next worktree.
  private func giveUp(_ worktree: RowWorktree, in main: Repository) throws -> String {
    try main.detachHead(ofWorktreeAt: worktree.path, reason: "\(worktree.id): given up")
    guard var record = workspace.worktreeFolder.record(of: worktree.id) else {
      throw Problem.worktree(.none(id: worktree.id))
    }
    (record.number, record.isReady) = (record.number + 1, false)
    try workspace.worktreeFolder.save(record)
    return try workspace.worktree(of: record).path
  }

  private func markReady(_ worktree: RowWorktree) throws {
    guard var record = workspace.worktreeFolder.record(of: worktree.id) else { return }
    record.isReady = true
    try workspace.worktreeFolder.save(record)
  }

  private func checkSpace(for worktree: RowWorktree) throws {
    let needed = workspace.worktreeSettings.leastFreeBytes
    let folder = Path.nearestExisting(from: Path.parent(of: worktree.path))
    guard let free = (try? DiskSpace(of: folder))?.freeBytes, free < needed else { return }
    throw Problem.worktree(.noSpace(path: folder, free: free, needed: needed))
  }

  /// Whether an earlier attempt left a complete worktree. Removes the files of an incomplete one.
  private func isReady(_ worktree: RowWorktree, in main: Repository) throws -> Bool {
    let record = workspace.worktreeFolder.record(of: worktree.id)
    let known = main.knowsWorktree(at: worktree.path)
    switch worktree.state(by: record) {
    case .whole where known:
      if record == nil { try restoreRecord(of: worktree, in: main) }
      return true
    case .whole: throw Problem.worktree(.inTheWay(path: worktree.path))
    case .unfinished:
      // No worker was in the folder.
      guard Path.linkTarget(worktree.path) == nil, Directory.removeTree(worktree.path) else {
        throw Problem.worktree(.inTheWay(path: worktree.path))
      }
    case .absent: break
    }
    if known { try main.forgetWorktree(at: worktree.path) }
    return false
  }

  /// Restores a missing record. A record is written before its worktree is made. So a missing
  /// record was removed later, and the worktree may have work.
  private func restoreRecord(of worktree: RowWorktree, in main: Repository) throws {
    let state = try main.state(of: worktree.branch)
    let base = WorktreeBase(workspace: workspace, repository: main)
    let start =
      if let state { try base.start(of: state.commit, nil) } else { try base.branchCommit() }
    var record = WorktreeRecord(
      id: worktree.id, repository: worktree.repository, base: start.text)
    record.isReady = true
    try workspace.worktreeFolder.save(record)
  }

  private func make(
    _ worktree: RowWorktree, in main: Repository, after branches: [String], _ checks: [String],
    _ note: (String) -> Void
  ) throws -> Place {
    let state = try main.state(of: worktree.branch)
    try checkBranch(of: worktree, state, in: main)
    let earlier = workspace.worktreeFolder.record(of: worktree.id)
    var record = WorktreeRecord(id: worktree.id, repository: worktree.repository, base: "")
    record.number = earlier?.number ?? 1
    (record.claim, record.claimedAt) = (earlier?.claim, earlier?.claimedAt ?? 0)
    record.branchNumber = earlier?.branchNumber ?? 1
    record.others = earlier?.others
    // The branch continues with the merges that its record names.
    if let earlier, state != nil {
      (record.conflicts, record.merging) = (earlier.conflicts, earlier.merging)
    }
    let begin = WorktreeBase(workspace: workspace, repository: main)
    let base: ObjectID
    // A branch without a commit of its own begins again at the commit at which rows begin now.
    let isEmpty = state != nil && state?.commit.text == earlier?.base
    if let state, !isEmpty {
      // An existing branch keeps the commit at which it began.
      base = try begin.start(of: state.commit, earlier)
    } else {
      if let problem = workspace.fetchBase(in: main, clock: clock) { note(problem) }
      let start = try begin.integrationCommit()
      if try !isChecked(start, for: worktree, provenBy: checks) { return .unchecked(start) }
      base = try begin(for: worktree.id, after: branches, on: start)
    }
    record.base = base.text
    if state == nil, record.others == nil {
      record.others = try main.tips(outside: base).map(\.text)
    }
    try Directory.createWithParents(Path.parent(of: worktree.path))
    try workspace.worktreeFolder.save(record)
    if isEmpty, let old = state?.commit, old != base {
      try main.move(worktree.branch, to: base, from: old, reason: "\(worktree.id): begin")
    }
    let status =
      workspace.worktreeSettings.setup.isEmpty
      ? try BackgroundWork { Result { try main.status() } } : nil
    try main.addWorktree(
      at: worktree.path, on: worktree.branch, from: state == nil ? base : nil,
      reason: worktree.lockReason)
    let own = try workspace.repository(at: worktree, of: main)
    try NewFile.replace(
      Path.join(own.folder, WorktreeMarker.name),
      text: workspace.queuePath ?? workspace.storePath, permissions: 0o600)
    let hasSubmodules = try addFiles(to: worktree, own, of: base, in: main, note)
    return .ready(
      ReadyPlace(
        start: isEmpty ? base : state?.commit ?? base, isNew: true,
        status: hasSubmodules ? nil : status))
  }

  /// Whether the checks of bases have judged a commit.
  ///
  /// - Throws: `baseFails` if a check fails, unless the row has this check as a criterion.
  private func isChecked(
    _ commit: ObjectID, for worktree: RowWorktree, provenBy checks: [String]
  ) throws -> Bool {
    let check = CheckBase(workspace: workspace, clock: clock, root: worktree.root)
    guard let failures = check.failures(of: commit) else { return false }
    guard failures.isEmpty || failures.contains(where: { checks.contains($0.check) }) else {
      throw Problem.worktree(.baseFails(failures.map(\.said), commit: commit.text))
    }
    return true
  }

  /// Adds the files that a new worktree has in addition to the files of its commit.
  ///
  /// - Returns: whether there are submodules, for which git changes the repository's settings.
  @discardableResult
  func addFiles(
    to worktree: RowWorktree, _ own: Repository, of commit: ObjectID, in main: Repository,
    _ note: (String) -> Void
  ) throws -> Bool {
    try IncludeFiles(workspace: workspace, main: main)(of: commit, in: worktree, own, note: note)
    // The file was just checked out.
    let hasSubmodules =
      (try? FileStatus(ofName: Path.join(worktree.path, ".gitmodules"))) != nil
    if hasSubmodules { try own.updateSubmodules() }
    return hasSubmodules
  }

  private func checkBranch(
    of worktree: RowWorktree, _ state: BranchState?, in main: Repository
  ) throws {
    guard let state else {
      let parents = Workspace.parents(of: worktree.branch.name)
      guard parents.contains(where: { main.mayHave(Branch($0).ref) }) else { return }
      let found = try main.objects(named: parents.map { Branch($0).ref })
      guard let parent = parents.first(where: { found[Branch($0).ref] != nil }) else { return }
      throw Problem.worktree(.branchInTheWay(parent))
    }
    if state.isSymbolic { throw Problem.worktree(.branchIsSymbolic(worktree.branch.name)) }
    if let place = state.worktree, place != worktree.path {
      throw Problem.worktree(.branchElsewhere(worktree.branch.name, worktree: place))
    }
  }

  /// Merges the integration branch into a worktree in which no worker runs. Conflict markers are
  /// left there, and the attempt that begins resolves them.
  ///
  /// - Returns: the commit of the row's branch after the merge.
  private func mergeIntegration(
    into work: CommittedWork, in repository: Repository, of main: Repository
  ) throws -> ObjectID {
    guard let landed = try CheckIntegration(workspace, main).promised(),
      var record = workspace.worktreeFolder.record(of: work.worktree.id)
    else { return work.commit }
    let isThere = try repository.contains(landed, in: work.commit)
    guard !isThere else {
      record.base = landed.text
      try workspace.worktreeFolder.save(record)
      return work.commit
    }
    let merged = try repository.merge(work.commit, landed)
    let (tree, conflicts): (ObjectID, [MergeConflict]) =
      switch merged {
      case .clean(let tree): (tree, [])
      case .conflict(let tree, let conflicts): (tree, conflicts)
      }
    let subject = "\(work.worktree.id): merge \(workspace.integration)"
    let commit = try repository.commit(
      tree: tree, parents: [work.commit, landed], message: subject + "\n")
    // The conflicts are recorded first, so that no unsettled conflict lands after a kill.
    record.conflicts += conflicts.filter { !record.conflicts.contains($0) }
    record.merging = commit.text
    try workspace.worktreeFolder.save(record)
    try CommitWork(workspace: workspace).finishMerge(in: work.worktree, of: repository)
    return commit
  }

  /// Throws if a trusted file differs in the worktree, because programs are started by names
  /// relative to the worktree.
  private func checkTrusted(in worktree: RowWorktree) throws {
    if let path = try workspace.untrustedFile(in: worktree) {
      throw Problem.worktree(.untrusted(path: path, branch: worktree.branch.name))
    }
  }
}

extension Problem {
  /// Whether a worker caused the problem in its worktree, and can mend it.
  fileprivate var isMendedByWorker: Bool {
    guard let problem = worktree else { return false }
    if case .secretInWork = problem { return true }
    return problem.cause == .work
  }
}

/// A worktree in which work can begin.
package struct PreparedWorktree: Sendable {
  /// The state of the checkout, which the worker must not change.
  package let checkout: CheckoutState
  /// The commit of the row's branch.
  package let start: ObjectID?
}
