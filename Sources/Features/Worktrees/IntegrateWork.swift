package import Door
package import Gate
package import Git
import Host
package import Model

/// Use case: merges the work on a row into the integration branch, on which no person works.
///
/// The branch moves under the queue's lock, together with the change of the row: work does not land
/// if its row was cancelled, released or edited in the meantime. Git decides what was merged: if
/// the branch already has the commit, only the row changes. So after a kill at any moment, the next
/// call does the rest.
package struct IntegrateWork: Sendable, UseCase {
  package let queue: Queue
  /// The name of the row's worker; `nil` if none is known.
  let worker: String?

  package enum Outcome<Recorded> {
    /// The integration branch has the work, and the row records that.
    case landed(Recorded)
    /// The work and the integration branch change these files differently.
    case conflict([String])
    case failed(FailedCheck)
  }

  /// A check that failed on the merged files.
  package struct FailedCheck: Equatable, Sendable {
    package let name: String
    /// The output of the check.
    package let detail: String
    /// What kept the check from judging the files; `nil` if it judged them.
    package var obstacle: FailureClass?
  }

  /// What was decided about the work before the merge.
  package struct Judged: Sendable {
    /// The tree that the review of the present claim judged; `nil` if no review judged the work.
    package var tree: ObjectID?
    /// How the report settles the conflicts of the work: the side to keep, by path.
    package var resolutions: [String: Report.Resolution] = [:]

    package init(tree: ObjectID? = nil, resolutions: [String: Report.Resolution] = [:]) {
      self.tree = tree
      self.resolutions = resolutions
    }
  }

  /// - Parameters:
  ///   - judged: what was decided before the merge. The checks run on a merged tree unless it is
  ///     the judged one.
  ///   - subject: the first line of the merge commit's message, which begins with the row's id.
  ///   - check: runs the row's checks in a folder with the merged files; `nil` if the row has no
  ///     checks.
  ///   - record: changes the row. It gets the commit with which the work lands, and a closure that
  ///     moves the branch to this commit. The change and the closure have to happen together.
  func callAsFunction<Recorded>(
    _ work: CommittedWork, _ judged: Judged, subject: String,
    checking check: ((_ folder: String) throws -> FailedCheck?)?,
    recording record: (ObjectID, _ move: @escaping Queue.Alongside) throws -> Recorded
  ) throws -> Outcome<Recorded> {
    let clock = queue.clock.machine
    var main = try workspace.repository(at: work.worktree.repository)
    let lock = try RepositoryLock(
      of: main, .merge, holder: "orch: merge of \(work.worktree.id)", clock: clock)
    defer { withExtendedLifetime(lock) {} }
    let scratch = ScratchWorktree(
      workspace: workspace, clock: clock, main: main, root: work.worktree.root,
      path: work.worktree.path + "+merged")
    try scratch.removeLeft()
    // An old lock was left by a process that ended: only a person moves the branch without orch's
    // lock, and git holds the lock of a ref only for a moment.
    let branch = workspace.integration
    for ref in [branch.landedRef, branch.ref] {
      try main.removeLock(of: ref, olderThan: .seconds(60), clock)
    }
    let unsettled = try UnsettledConflicts(workspace: workspace)(
      in: work, judged.resolutions, of: main)
    if !unsettled.isEmpty { return .conflict(unsettled) }
    // A person, or git in another process, may move the branch in the meantime.
    var failure: (any Error)?
    for _ in 0..<5 {
      let old = try CheckIntegration(queue, main)()
      let target =
        if let commit = old.commit { commit } else {
          try WorktreeBase(workspace: workspace, repository: main).branchCommit()
        }
      if try main.contains(work.commit, in: target), old.commit != nil {
        let landed = try main.landing(of: work.commit, on: target)
        return .landed(try record(landed) { _ in })
      }
      try workspace.checkMayLand(old.state)
      let tree: ObjectID
      switch try main.merge(target, work.commit) {
      case .conflict(_, let conflicts):
        return .conflict(conflicts.flatMap(\.paths.keys).sorted())
      case .clean(let merged): tree = merged
      }
      let (merged, held): (ObjectID, HeldObject)
      do throws(GitError) {
        merged = try main.commit(
          tree: tree, parents: [target, work.commit], message: subject + "\n")
        held = try main.hold(merged)
      } catch {
        // If git's garbage collection removed an object, the loop makes it again.
        if error.isOfMissingObject { continue }
        throw error
      }
      defer { withExtendedLifetime(held) {} }
      if let check, tree != judged.tree {
        let failed = try scratch(of: merged, called: branch, by: worker, since: target) {
          folder, setupEnd -> FailedCheck? in
          if let setupEnd { return FailedCheck(name: "worktrees.setup", detail: setupEnd) }
          return try check(folder)
        }
        if let failed { return .failed(failed) }
        // A check runs programs that the worker wrote, so the repository is opened again.
        main = try workspace.repository(at: work.worktree.repository)
      }
      do {
        return .landed(
          try record(merged) { [main, workspace] decision in
            // A person may have required an approval in the meantime.
            guard decision.item?.status == .done else { return }
            let now = try main.state(of: branch)
            // The store may run this closure again.
            if now?.commit == merged { return }
            // The checks may have taken minutes, so this is checked again.
            try workspace.checkMayLand(now)
            try main.land(branch, to: merged, from: old, reason: subject)
          })
      } catch {
        guard case .git(.failed(command: "update-ref", _, _))? = Problem(error).worktree else {
          throw error
        }
        failure = try main.landingBranch(branch) == old ? error : nil
      }
    }
    if let failure { throw failure }
    let reason = "\(branch) moved during each try"
    throw Problem.worktree(.git(.failed(command: "update-ref", folder: main.top, reason: reason)))
  }
}
