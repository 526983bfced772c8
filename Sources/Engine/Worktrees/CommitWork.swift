import Dispatching
import Facts
import Git
import Host
import QueueModel
import TeamProtocol

/// The work on a row as git has it.
struct CommittedWork: Sendable {
  let worktree: RowWorktree
  /// The commit at which the work began.
  let base: ObjectID
  /// The last commit of the row's branch.
  let commit: ObjectID
  /// What the work changes, from the top folder.
  let changes: [ChangedFile]

  /// As an attempt records it.
  var state: AttemptResult.Work {
    AttemptResult.Work(branch: worktree.branch.name, base: base.text, commit: commit.text)
  }
}

/// Use case: commits all that is in a row's worktree on the row's branch, also what an agent
/// committed elsewhere.
///
/// The worktree's own index is read from the commit afterwards; else an agent would see deletions.
struct CommitWork: Sendable {
  let workspace: Workspace

  /// - Parameters:
  ///   - worktree: that of the row, made before.
  ///   - subject: the first line of the commit's message.
  func callAsFunction(
    _ worktree: RowWorktree, subject: String
  ) throws(Problem) -> CommittedWork {
    let repository = try repository(of: worktree)
    var last: Problem?
    // Another process may commit at the same time.
    for _ in 0..<5 {
      do throws(GitError) {
        let commit = try commit(worktree, subject, in: repository)
        let base = try base(of: worktree, commit, in: repository)
        return CommittedWork(
          worktree: worktree, base: base, commit: commit,
          changes: try repository.changes(from: base, to: commit))
      } catch {
        last = .worktree(.git(error))
        guard case .failed(command: "update-ref", _, _) = error else { break }
      }
    }
    throw last ?? .worktree(.none(id: worktree.id))
  }

  /// The repository at the worktree, which has to be that of the checkout: a worker may have put
  /// another one in its place.
  func repository(of worktree: RowWorktree) throws(Problem) -> Repository {
    guard (try? FileStatus(ofName: worktree.path)) != nil else {
      throw .worktree(.none(id: worktree.id))
    }
    return try git { () throws(GitError) in
      let environment = workspace.environment
      let main = try Repository(holding: worktree.repository, environment: environment)
      let own = try Repository(holding: worktree.path, environment: environment)
      guard own.commonFolder == main.commonFolder, own.folder != main.folder,
        own.top == Path.resolved(worktree.path)
      else { throw .otherRepository(folder: worktree.path) }
      return own
    }
  }

  private func commit(
    _ worktree: RowWorktree, _ subject: String, in repository: Repository
  ) throws(GitError) -> ObjectID {
    let branch = worktree.branch
    let state = try repository.state(of: branch)
    let head = try repository.commit(of: "HEAD")
    guard let old = state?.commit ?? head else {
      throw .failed(command: "rev-parse", folder: repository.top, reason: "HEAD names no commit")
    }
    let tree = try repository.snapshot(except: workspace.queuePaths(in: worktree.repository))
    var parents = [old]
    if let head, try !repository.contains(head, in: old) { parents.append(head) }
    var commit = old
    let oldTree = try repository.tree(of: old)
    if parents.count > 1 || tree != oldTree || state == nil {
      commit = try repository.commit(tree: tree, parents: parents, message: subject + "\n")
      try repository.move(branch, to: commit, from: state?.commit, reason: subject)
    }
    let isAttached = try repository.checkedOutBranch() == branch
    if !isAttached { try repository.attachHead(to: branch, reason: subject) }
    if commit != old || !isAttached { try repository.resetIndex() }
    return commit
  }

  private func base(
    of worktree: RowWorktree, _ commit: ObjectID, in repository: Repository
  ) throws(GitError) -> ObjectID {
    let recorded = workspace.worktreeFolder.record(of: worktree.id).flatMap { ObjectID($0.base) }
    if let recorded, try repository.commit(of: recorded.text) != nil { return recorded }
    // The record is gone, or was never ours.
    guard let head = try repository.commit(of: workspace.integration.ref) else { return commit }
    return try repository.mergeBase(head, commit) ?? commit
  }
}
