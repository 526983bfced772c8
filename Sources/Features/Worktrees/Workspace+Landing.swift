package import Door
import Gate
package import Git
import Host
package import Model
package import Workers

extension Workspace {
  /// The worktree in which a row is worked, even if a worker removed it; `nil` if the row's worker
  /// has no worktree, or if the worktree was not made.
  ///
  /// - Parameter worker: the name of the worker that orch started; `nil` for the worker that the
  ///   row names.
  package func usedWorktree(
    of item: QueueItem, by worker: String? = nil, in queue: Queue
  ) throws -> RowWorktree? {
    guard profile(of: item, by: worker)?.usesWorktree ?? false else { return nil }
    let record = worktreeFolder.record(of: item.id)
    if let record, try !OwnedBranch(queue: queue).isOwn(record, of: item) {
      return nil
    }
    do {
      let worktree = try worktree(of: item)
      switch worktree.state(by: record) {
      case .whole: return worktree
      case .unfinished: return nil
      // A worker may have removed the record to have its work judged in the checkout instead.
      case .absent: return record?.isReady ?? (worker != nil) ? worktree : nil
      }
    } catch {
      if sharesFolder(because: Problem(error)) { return nil }
      throw error
    }
  }

  /// Creates the integration branch if it is missing, so that people find the branch before any
  /// work has landed.
  package func makeIntegration(in main: Repository) throws {
    let base = WorktreeBase(workspace: self, repository: main)
    let old = try main.landingBranch(integration)
    guard old.state == nil, let start = try? base.branchCommit() else { return }
    // Another process may create the branch first.
    try? main.land(integration, to: start, from: old, reason: "orch: where work lands")
  }

  /// Throws if the integration branch can't be moved.
  ///
  /// - Parameter state: the state of the integration branch.
  package func checkMayLand(_ state: BranchState?) throws {
    if let place = state?.worktree {
      throw Problem.worktree(.integrationCheckedOut(integration.name, worktree: place))
    }
    if state?.isSymbolic == true { throw Problem.worktree(.branchIsSymbolic(integration.name)) }
  }

  /// - Parameter worker: the name of the worker that orch started; `nil` for the worker that the
  ///   row names.
  package func profile(of item: QueueItem, by worker: String?) -> WorkerProfile? {
    worker.map { profiles[$0] } ?? profile(of: item)
  }

  /// The files that differ from where the work began, and those that the work takes back after a
  /// merge.
  package func changedFiles(in work: CommittedWork) throws -> Set<String> {
    let base = LandingBase(workspace: self, main: try repository(at: work.worktree.repository))
    let merged = try base(of: work.commit, begunAt: work.base)
    return Set((work.changes + (try work.changes(from: merged))).map(\.path))
  }

  /// The queue's own files among the files that work changes.
  package func queueFiles(in changed: Set<String>, of worktree: RowWorktree) -> [String] {
    let own = queuePaths(in: worktree.repository)
    return changed.filter { path in own.contains { Path.isInside(path, $0) } }.sorted()
  }
}

extension Proof {
  /// The names of the checks that prove criteria.
  package static func checks(of criteria: [String]) -> [String] {
    criteria.compactMap { if case .command(let name)? = parse($0) { name } else { nil } }
  }
}

extension CommittedWork {
  /// What the work changes of the files of commits, merged with each other.
  func changes(from commits: [ObjectID]) throws(GitError) -> [ChangedFile] {
    if commits == [base] { return changes }
    return try repository.changes(from: repository.mergedTree(of: commits), to: tree)
  }

  /// The paths of the changed files, relative to the root of the row's files.
  package var changedPaths: Set<String> {
    Set(changes.compactMap { worktree.pathBelowRoot($0.path) })
  }
}
