import Dispatching
import Facts
import Git
import Host
import QueueModel

/// Use case: merges the work on a row into the integration branch, where no person works.
///
/// No lock of the queue is held. What was merged is what git says: where the branch has the commit
/// already, there is nothing to do, so that a kill at any moment lets the next call do the rest.
struct IntegrateWork: Sendable {
  let workspace: Workspace
  let clock: Clock
  /// The name of the row's worker; `nil` where none is known.
  let worker: String?

  enum Outcome: Equatable, Sendable {
    /// The integration branch has the work, since this commit.
    case landed(ObjectID)
    /// The work and what was merged meanwhile change these files differently.
    case conflict([String])
    /// Together they fail this check; the text is its end.
    case failed(check: String, String)
    /// The row is no longer the one that was judged.
    case notClaimed
  }

  /// A check that failed, and what it said.
  typealias FailedCheck = (name: String, detail: String)

  /// - Parameters:
  ///   - work: what is merged.
  ///   - subject: the first line of the merge commit's message, which begins with the row's id.
  ///   - check: runs the row's checks in a folder with the merged files; `nil` where it has none.
  ///   - isClaimed: whether the work may still land.
  func callAsFunction(
    _ work: CommittedWork, subject: String,
    checking check: ((_ folder: String) throws(Problem) -> FailedCheck?)?,
    while isClaimed: () throws(Problem) -> Bool
  ) throws(Problem) -> Outcome {
    let main = try workspace.repository(at: work.worktree.repository)
    let lock = try RepositoryLock(
      of: main, .merge, holder: "orch: merge of \(work.worktree.id)", clock: clock)
    defer { withExtendedLifetime(lock) {} }
    try removeLeftScratch(of: work, in: main)
    let marked = try markedFiles(of: work, in: main)
    if !marked.isEmpty { return .conflict(marked) }
    let branch = workspace.integration
    let start = WorktreeBase(workspace: workspace, repository: main)
    // A person, or git elsewhere, may move the branch meanwhile.
    for _ in 0..<5 {
      let state = try git { () throws(GitError) in try main.state(of: branch) }
      if state?.isSymbolic == true { throw .worktree(.branchIsSymbolic(branch.name)) }
      let old = state?.commit
      let target = if let old { old } else { try start.branchCommit() }
      if try git({ () throws(GitError) in try main.contains(work.commit, in: target) }), old != nil
      {
        return .landed(
          try git { () throws(GitError) in try main.landing(of: work.commit, on: target) })
      }
      if let place = state?.worktree {
        throw .worktree(.integrationCheckedOut(branch.name, worktree: place))
      }
      let tree: ObjectID
      switch try git({ () throws(GitError) in try main.merge(target, work.commit) }) {
      case .conflict(_, let files): return .conflict(files)
      case .clean(let merged): tree = merged
      }
      let merged = try git { () throws(GitError) in
        try main.commit(tree: tree, parents: [target, work.commit], message: subject + "\n")
      }
      if let check, let failed = try inScratch(work, merged, tree, in: main, check) {
        return .failed(check: failed.name, failed.detail)
      }
      guard try isClaimed() else { return .notClaimed }
      do throws(GitError) {
        try main.move(branch, to: merged, from: old, reason: subject)
        return .landed(merged)
      } catch {
        guard case .failed(command: "update-ref", _, _) = error else {
          throw .worktree(.git(error))
        }
      }
    }
    let reason = "\(branch) was moved again and again"
    throw .worktree(.git(.failed(command: "update-ref", folder: main.top, reason: reason)))
  }

  /// The files in which an earlier merge left markers that are still there.
  private func markedFiles(
    of work: CommittedWork, in main: Repository
  ) throws(Problem) -> [String] {
    let files = workspace.worktreeFolder.record(of: work.worktree.id)?.conflicts ?? []
    if files.isEmpty { return [] }
    let marked = try git { () throws(GitError) in
      try main.filesWithConflictMarkers(in: work.commit)
    }
    return files.filter(marked.contains)
  }

  /// Runs checks on a commit in a worktree that is removed afterwards.
  ///
  /// - Parameter tree: that of the commit. The one that was judged needs no second check.
  private func inScratch(
    _ work: CommittedWork, _ commit: ObjectID, _ tree: ObjectID, in main: Repository,
    _ check: (String) throws(Problem) -> FailedCheck?
  ) throws(Problem) -> FailedCheck? {
    if try git({ () throws(GitError) in try main.tree(of: work.commit) }) == tree { return nil }
    let path = scratchPath(of: work)
    let lock = try RepositoryLock(of: main, .worktrees, holder: "orch: merge", clock: clock)
    try removeScratch(at: path, in: main)
    try git { () throws(GitError) in try main.addScratchWorktree(at: path, of: commit) }
    _ = consume lock
    let prepare = PrepareWorktree(workspace: workspace, clock: clock)
    let result = Result { () throws(Problem) -> FailedCheck? in
      let (worktree, branch) = (work.worktree, workspace.integration)
      let scratch = RowWorktree(
        id: worktree.id, repository: worktree.repository, root: worktree.root, path: path,
        branch: branch)
      if let file = workspace.untrustedFile(in: scratch) {
        throw .worktree(.untrusted(path: file, branch: branch.name))
      }
      if let end = prepare.setUp(in: path, of: worker, { _ in }) { return ("worktrees.setup", end) }
      return try check(path)
    }
    let again = try RepositoryLock(of: main, .worktrees, holder: "orch: merge", clock: clock)
    defer { withExtendedLifetime(again) {} }
    try removeScratch(at: path, in: main)
    return try result.get()
  }

  /// No row has such a name.
  private func scratchPath(of work: CommittedWork) -> String { work.worktree.path + "+merged" }

  /// Removes what a merge left that was killed: this one may need none.
  private func removeLeftScratch(
    of work: CommittedWork, in main: Repository
  ) throws(Problem) {
    let path = scratchPath(of: work)
    guard (try? FileStatus(ofName: path)) != nil else { return }
    let lock = try RepositoryLock(of: main, .worktrees, holder: "orch: merge", clock: clock)
    defer { withExtendedLifetime(lock) {} }
    try removeScratch(at: path, in: main)
  }

  /// No work is in it. A kill may have left the folder without git's knowledge of it, or that alone.
  private func removeScratch(at path: String, in main: Repository) throws(Problem) {
    let isThere = (try? FileStatus(ofName: path)) != nil
    if isThere, !Directory.removeTree(path) { throw .worktree(.inTheWay(path: path)) }
    try git { () throws(GitError) in try main.forgetWorktree(at: path) }
  }
}
