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
    case failed(FailedCheck)
    /// The row is no longer the one that was judged.
    case notClaimed
  }

  /// A check that both together fail.
  struct FailedCheck: Equatable, Sendable {
    let name: String
    /// What it said.
    let detail: String
    /// What kept it from judging them; `nil` for nothing.
    var obstacle: FailureClass?
  }

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
    var main = try workspace.repository(at: work.worktree.repository)
    let lock = try RepositoryLock(
      of: main, .merge, holder: "orch: merge of \(work.worktree.id)", clock: clock)
    defer { withExtendedLifetime(lock) {} }
    let scratch = ScratchWorktree(
      workspace: workspace, clock: clock, main: main, root: work.worktree.root,
      path: work.worktree.path + "+merged")
    try scratch.removeLeft()
    // Only a person moves the branch without the lock, and git holds its own for a moment.
    try git { () throws(GitError) in
      try main.removeLock(of: workspace.integration, olderThan: .seconds(60), clock)
    }
    let marked = try markedFiles(of: work, in: main)
    if !marked.isEmpty { return .conflict(marked) }
    let branch = workspace.integration
    // A person, or git elsewhere, may move the branch meanwhile.
    for _ in 0..<5 {
      let state = try git { () throws(GitError) in try main.state(of: branch) }
      let old = state?.commit
      let target =
        if let old { old } else {
          try WorktreeBase(workspace: workspace, repository: main).branchCommit()
        }
      if try git({ () throws(GitError) in try main.contains(work.commit, in: target) }), old != nil
      {
        return .landed(
          try git { () throws(GitError) in try main.landing(of: work.commit, on: target) })
      }
      try workspace.checkMayLand(state)
      let tree: ObjectID
      switch try git({ () throws(GitError) in try main.merge(target, work.commit) }) {
      case .conflict(_, let files): return .conflict(files)
      case .clean(let merged): tree = merged
      }
      let merged = try git { () throws(GitError) in
        try main.commit(tree: tree, parents: [target, work.commit], message: subject + "\n")
      }
      // The tree that was judged needs no second check.
      if let check, try git({ () throws(GitError) in try main.tree(of: work.commit) }) != tree {
        let failed = try scratch(of: merged, called: branch, by: worker) {
          (folder, setupEnd) throws(Problem) -> FailedCheck? in
          if let setupEnd { return FailedCheck(name: "worktrees.setup", detail: setupEnd) }
          return try check(folder)
        }
        if let failed { return .failed(failed) }
        // A check runs what the worker wrote.
        main = try workspace.repository(at: work.worktree.repository)
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
}
