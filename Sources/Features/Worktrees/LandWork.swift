package import Door
import Gate
import Git
import Model
import Workers

/// What happens to work in a worktree that is not in the judged commit.
public enum LeftWork: Sendable {
  /// Nothing lands, and the error names the files.
  case refused
  /// The work is committed, checked and landed, too.
  case included
  /// The work is kept below `refs/orch/left`, and only the judged commit lands.
  case discarded
}

/// Use case: merges work on a row without a new report, because a person approved it or because it
/// was not merged before. Only judged work lands without its checks. Source: `docs/worktrees.md`,
/// "What lands".
package struct LandWork: Sendable, UseCase {
  package let queue: Queue

  package init(queue: Queue) { self.queue = queue }

  /// Work that may land.
  struct Found: Sendable {
    let work: CommittedWork
    /// The work that the review of the row's last claim judged; `nil` if no review judged it.
    let judged: JudgedWork?
    let integration: Integration
    /// The criteria by which the row is judged.
    let criteria: String?
  }

  /// The work on a row: the judged commit, or the files in the worktree, or the commit of the
  /// branch; `nil` if the row has no work.
  ///
  /// - Parameters:
  ///   - subject: the first line of the message if files have to be committed.
  ///   - left: what happens to work that was not judged.
  /// - Throws: `leftWork` if there is work that was not judged and `left` refuses it; `none` if the
  ///   worktree of a row that is not DONE is gone, and its branch is not at the commit of its last
  ///   attempt.
  func work(on item: QueueItem, subject: String, _ left: LeftWork) throws -> Found? {
    let profile = workspace.profile(of: item)
    let usesWorktree = profile?.usesWorktree ?? false
    let record = workspace.worktreeFolder.record(of: item.id)
    guard usesWorktree || record != nil else { return nil }
    let history = try queue.history(of: item.id)
    let judged = history.judgedWork
    // Approved work lands as it was meant to land, even if the row has another worker now.
    guard usesWorktree || judged != nil else { return nil }
    let integration =
      judged?.integration.flatMap(Integration.init)
      ?? (usesWorktree ? profile?.integration : nil) ?? .none
    let worktree =
      if usesWorktree { try workspace.usedWorktree(of: item, in: queue) } else {
        try workspace.worktree(of: item)
      }
    func found(_ work: CommittedWork) -> Found {
      Found(
        work: work, judged: judged, integration: integration,
        criteria: item.criteriaToJudge(history))
    }
    if let worktree, worktree.isThere {
      return found(try work(in: worktree, integration == .none ? nil : judged, subject, left))
    }
    if let record, try !OwnedBranch(queue: queue).isOwn(record, of: item) {
      return nil
    }
    let place = try workspace.worktree(of: item)
    let main = try workspace.repository(at: place.repository)
    guard let state = try main.state(of: place.branch) else { return nil }
    let commit = try committed(of: item, judged, at: state.commit, left)
    if left == .discarded, commit != state.commit {
      try main.keep(state.commit, below: Self.leftRefs(of: item.id))
      try main.move(
        place.branch, to: commit, from: state.commit, reason: "\(item.id): discarded")
    }
    return found(try work(in: place, of: main, at: commit))
  }

  /// - Parameter judged: the work that may land without checks; `nil` if all work may land.
  private func work(
    in worktree: RowWorktree, _ judged: JudgedWork?, _ subject: String, _ left: LeftWork
  ) throws -> CommittedWork {
    let own = try workspace.repository(at: worktree)
    guard let judged, let commit = ObjectID(judged.commit) else {
      return try CommitWork(workspace: workspace)(worktree, subject: subject, in: own)
    }
    let state = try own.state(of: worktree.branch)
    let head = try own.commit(of: "HEAD")
    let isAtRest = try head.map { try own.contains($0, in: commit) } ?? true
    let tree = try own.snapshot(except: workspace.queuePaths(in: worktree.repository))
    let isAsJudged = state?.commit == commit && tree.text == judged.tree && isAtRest
    if !isAsJudged {
      switch left {
      case .refused:
        let files = try own.changes(from: commit, to: tree).map(\.path)
        throw Problem.worktree(.leftWork(id: worktree.id, files: files))
      case .included:
        return try CommitWork(workspace: workspace)(worktree, subject: subject, in: own)
      case .discarded: try discard(in: worktree, of: own, returningTo: commit)
      }
    }
    return try work(in: worktree, of: own, at: commit)
  }

  /// Keeps the work of a worktree at `refs/orch/left/ID/N`, and resets the worktree to the judged
  /// commit.
  private func discard(
    in worktree: RowWorktree, of own: Repository, returningTo commit: ObjectID
  ) throws {
    let left = try CommitWork(workspace: workspace)(
      worktree, subject: "\(worktree.id): discarded", in: own)
    try own.keep(left.commit, below: Self.leftRefs(of: worktree.id))
    try own.checkOut(try own.tree(of: commit))
    try own.move(
      worktree.branch, to: commit, from: left.commit, reason: "\(worktree.id): discarded")
  }

  private static func leftRefs(of id: String) -> String {
    "refs/orch/left/\(Workspace.branchComponent(id))"
  }

  /// The commit of a branch without a worktree that may land.
  private func committed(
    of item: QueueItem, _ judged: JudgedWork?, at tip: ObjectID, _ left: LeftWork
  ) throws -> ObjectID {
    guard let judged, let commit = ObjectID(judged.commit) else {
      if item.status == .done { return tip }
      let attempts = workspace.keptAttempts(of: item.id).compactMap { $0.folder?.result()?.work }
      if attempts.last?.commit == tip.text { return tip }
      throw Problem.worktree(.none(id: item.id))
    }
    if commit == tip { return tip }
    switch left {
    case .refused: throw Problem.worktree(.leftWork(id: item.id, files: []))
    case .included: return tip
    case .discarded: return commit
    }
  }

  private func work(
    in worktree: RowWorktree, of repository: Repository, at commit: ObjectID
  ) throws -> CommittedWork {
    let base = try WorktreeBase(workspace: workspace, repository: repository)
      .start(of: commit, workspace.worktreeFolder.record(of: worktree.id))
    let exemptions = try FindSecrets.exemptions(of: worktree, at: base, in: repository)
    return CommittedWork(
      worktree: worktree, base: base, commit: commit, tree: try repository.tree(of: commit),
      changes: try repository.changes(from: base, to: commit), submodules: [],
      repository: repository, exemptions: exemptions)
  }

  /// Merges the work, and changes the row together with it.
  ///
  /// - Parameters:
  ///   - isNamed: whether a person asks for this row, and vouches for work that no review judged.
  ///   - record: changes the row, as in `IntegrateWork`.
  /// - Throws: if the work can't be merged; then nothing has changed.
  func callAsFunction<Recorded>(
    _ found: Found, of item: QueueItem, isNamed: Bool = true,
    recording record: (ObjectID, @escaping Queue.Alongside) throws -> Recorded
  ) throws -> Recorded {
    let id = item.id
    func refusal(_ reason: NotMerged) -> Problem { .worktree(.notMerged(id: id, reason)) }
    let queueFiles = try workspace.queueFiles(
      in: workspace.changedFiles(in: found.work), of: found.work.worktree)
    if !queueFiles.isEmpty { throw refusal(.queueFiles(queueFiles)) }
    try FindSecrets(workspace: workspace).check(found.work)
    let criteria = found.criteria ?? ""
    let tree = found.judged.flatMap { ObjectID($0.tree) }
    if tree == nil, !isNamed, Proof.checks(of: Checklist(criteria).items).isEmpty {
      throw refusal(.unjudged)
    }
    let outcome = try integrate(
      found.work, .init(tree: tree), item, by: criteria, isApproved: true, recording: record)
    switch outcome {
    case .landed(let recorded): return recorded
    case .conflict(let files): throw refusal(.conflict(files))
    case .failed(let failed): throw refusal(.failed(check: failed.name))
    }
  }

  /// Throws if work must not become a pull request. The checks of work that no review judged run
  /// first, in a clean checkout of its commit.
  ///
  /// - Returns: the work that a person approves now; `nil` if it is the judged work.
  func checkForPullRequest(_ found: Found, of item: QueueItem) throws -> JudgedWork? {
    let work = found.work
    try FindSecrets(workspace: workspace).check(work)
    if found.judged?.commit == work.commit.text { return nil }
    let names = Proof.checks(of: Checklist(found.criteria ?? "").items)
    if !names.isEmpty, found.judged?.tree != work.tree.text {
      let checkout = CleanCheckout(
        workspace: workspace, clock: queue.clock.machine,
        main: try workspace.repository(at: work.worktree.repository), work: work,
        worker: workspace.profile(of: item)?.name)
      let failed = try checkout { folder, _ in
        try failedCheck(of: names, on: work, item, isApproved: true, in: folder)
      }
      if let failed {
        throw Problem.worktree(.notMerged(id: item.id, .failed(check: failed.name)))
      }
    }
    return JudgedWork(
      commit: work.commit.text, tree: work.tree.text, integration: found.integration.rawValue)
  }
}
