package import Door
package import Git
import Host
package import Workers

/// The work on a row, as it is committed.
package struct CommittedWork: Sendable {
  package let worktree: RowWorktree
  /// The commit at which the work began.
  package let base: ObjectID
  /// The last commit of the row's branch.
  package let commit: ObjectID
  /// The files of that commit.
  package let tree: ObjectID
  /// What the work changes, with paths relative to the top folder.
  package let changes: [ChangedFile]
  /// The submodules with changes that no commit of the row contains.
  package let submodules: [String]
  /// The repository that has the work's objects.
  package let repository: Repository
  /// The files that may have secrets, as the base names them.
  package let exemptions: SecretExemptions

  /// The work as an attempt records it.
  package var state: AttemptResult.Work {
    AttemptResult.Work(
      branch: worktree.branch.name, base: base.text, commit: commit.text, tree: tree.text)
  }
}

/// Use case: commits everything in a row's worktree on the row's branch, including commits that an
/// agent made on another branch or on none.
///
/// The index of the worktree is set to the tree of the commit, too. Otherwise an agent would see
/// deletions in `git status`.
package struct CommitWork: Sendable {
  package let workspace: Workspace

  package init(workspace: Workspace) { self.workspace = workspace }

  /// - Parameters:
  ///   - worktree: the row's worktree, which exists.
  ///   - subject: the first line of the commit's message.
  package func callAsFunction(_ worktree: RowWorktree, subject: String) throws -> CommittedWork {
    try self(worktree, subject: subject, in: try workspace.repository(at: worktree))
  }

  /// - Parameters:
  ///   - worktree: the row's worktree, which exists.
  ///   - subject: the first line of the commit's message.
  package func callAsFunction(
    _ worktree: RowWorktree, subject: String, in repository: Repository
  ) throws -> CommittedWork {
    try finishMerge(in: worktree, of: repository)
    var last: Problem?
    // Another process may commit at the same time, or git may collect objects that no branch has
    // yet.
    for _ in 0..<20 {
      do {
        return try commit(worktree, subject, in: repository)
      } catch {
        let problem = Problem(error)
        last = problem
        guard case .git(let failure)? = problem.worktree else { break }
        if case .failed(command: "update-ref", _, _) = failure { continue }
        if !failure.isOfMissingObject { break }
      }
    }
    throw last ?? .worktree(.none(id: worktree.id))
  }

  /// Finishes a merge into the row's branch that a kill interrupted and that the record of the
  /// worktree names: updates the files, and moves the branch. No work was done in the worktree
  /// since the merge began. Without this, files that the merge had changed already would count as
  /// work, and the merge would be made again.
  func finishMerge(in worktree: RowWorktree, of repository: Repository) throws {
    guard var record = workspace.worktreeFolder.record(of: worktree.id),
      let merge = record.merging.flatMap({ ObjectID($0) })
    else { return }
    var now = try repository.state(of: worktree.branch)?.commit
    if let old = now, try repository.commit(of: "\(merge)^1") == old {
      try repository.checkOut(try repository.tree(of: merge))
      try repository.move(worktree.branch, to: merge, from: old, reason: "\(worktree.id): merge")
      now = merge
    }
    // From now on, the work is what it adds to the commit that was merged into it.
    if now == merge, let landed = try repository.commit(of: "\(merge)^2") {
      record.base = landed.text
    }
    record.merging = nil
    let finished = record
    try workspace.worktreeFolder.save(finished)
  }

  /// Whether a submodule has uncommitted changes, which orch does not commit either.
  private func isDirty(_ submodule: String) -> Bool {
    guard GitCheckout.isTop(submodule) else { return false }
    guard let repository = try? workspace.repository(at: submodule),
      let files = try? repository.uncommittedFiles()
    else { return true }
    return !files.isEmpty
  }

  private func commit(
    _ worktree: RowWorktree, _ subject: String, in repository: Repository
  ) throws -> CommittedWork {
    let exempting = Path.join(worktree.foldersToRoot, SecretExemptions.fileName)
    let state = try repository.state(of: worktree.branch)
    let found = try found(worktree, exempting, onBranch: state?.commit, in: repository)
    let excluded = workspace.queuePaths(in: worktree.repository)
    let now = try repository.snapshot(since: found.head, except: excluded)
    guard let old = state?.commit ?? found.head else {
      throw Problem.worktree(.noCommit(folder: repository.top))
    }
    let base =
      if let base = found.base { base } else {
        // The checkout decides which files may have secrets, too.
        try WorktreeBase(
          workspace: workspace, repository: workspace.repository(at: worktree.repository)
        ).start(of: old, nil)
      }
    let changes = try repository.changes(from: base, to: now.tree)
    let mayExempt = found.base == nil || found.isExempting
    let exempt = mayExempt ? try repository.file(exempting, of: base) : nil
    let exemptions = SecretExemptions(String(decoding: exempt ?? [], as: UTF8.self))
    if now.tree != found.tree || found.head != state?.commit {
      try checkSecrets(in: now.tree, found.head ?? base, changes, exemptions, worktree, repository)
    }
    let commit = try record(now.tree, on: worktree, state, old, found, subject, in: repository)
    let changed = changes.filter(\.isSubmodule).map(\.path)
    return CommittedWork(
      worktree: worktree, base: base, commit: commit, tree: now.tree, changes: changes,
      submodules: changed
        + now.submodules.filter { path in
          !changed.contains(path) && isDirty(Path.join(worktree.path, path))
        }, repository: repository, exemptions: exemptions)
  }

  /// The objects of the repository before the work is committed.
  private struct Found {
    /// The commit that is checked out.
    let head: ObjectID?
    /// The tree of the branch, or of HEAD if there is no branch.
    let tree: ObjectID?
    /// The commit at which the work began, as the record of the worktree says; `nil` if the
    /// repository has no such commit.
    let base: ObjectID?
    /// Whether the commit `base` has a file that names the files that may have secrets.
    let isExempting: Bool
  }

  private func found(
    _ worktree: RowWorktree, _ exempting: String, onBranch branch: ObjectID?,
    in repository: Repository
  ) throws(GitError) -> Found {
    let recorded = workspace.worktreeFolder.record(of: worktree.id).flatMap { ObjectID($0.base) }
    let head = "HEAD^{commit}"
    let tree = "\(branch?.text ?? "HEAD")^{tree}"
    let base = recorded.map { "\($0)^{commit}" }
    let file = recorded.map { "\($0):\(exempting)" }
    let found = try repository.objects(named: [head, tree] + [base, file].compactMap(\.self))
    return Found(
      head: found[head], tree: found[tree], base: base.flatMap { found[$0] },
      isExempting: file.flatMap { found[$0] } != nil)
  }

  /// Throws if new files have a secret: a committed secret can be pushed, and stays in the history.
  /// Secrets that are committed already are found by `FindSecrets` before the work lands.
  private func checkSecrets(
    in tree: ObjectID, _ head: ObjectID, _ changes: [ChangedFile], _ exemptions: SecretExemptions,
    _ worktree: RowWorktree, _ repository: Repository
  ) throws {
    let changed = Set(changes.map(\.path))
    let blobs = try repository.addedBlobs(from: head, to: tree)
    let places = try FindSecrets(workspace: workspace).places(
      in: blobs.filter { changed.contains($0.path) }, of: worktree, except: exemptions,
      in: repository)
    if !places.isEmpty { throw Problem.worktree(.secretInWork(places, path: worktree.path)) }
  }

  /// - Parameters:
  ///   - state: the state of the branch; `nil` if the branch is gone.
  ///   - old: the first parent.
  private func record(
    _ tree: ObjectID, on worktree: RowWorktree, _ state: BranchState?, _ old: ObjectID,
    _ found: Found, _ subject: String, in repository: Repository
  ) throws(GitError) -> ObjectID {
    let branch = worktree.branch
    var parents = [old]
    if let head = found.head, try !repository.contains(head, in: old) { parents.append(head) }
    var commit = old
    var held: HeldObject?
    defer { withExtendedLifetime(held) {} }
    if parents.count > 1 || tree != found.tree || state == nil {
      commit = try repository.commit(tree: tree, parents: parents, message: subject + "\n")
      held = try repository.hold(commit)
    }
    let isAttached = state?.worktree == worktree.path
    // The index is read before the branch moves: after a kill in between, the next call finds work
    // to commit. A program that has ended may have left the index locked. That does not keep work
    // from landing.
    if commit != old || !isAttached { try? repository.readIndex(from: tree) }
    if commit != old {
      try repository.move(branch, to: commit, from: state?.commit, reason: subject)
    }
    if !isAttached { try repository.attachHead(to: branch, reason: subject) }
    return commit
  }
}
