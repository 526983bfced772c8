import Dispatching
import Facts
import Git
import Host
import QueueModel
import Redaction
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
  /// The submodules in which something changed: no commit of the row has that.
  let submodules: [String]
  /// The files that may have secrets, as the base says it.
  let exemptions: SecretExemptions

  /// As an attempt records it.
  var state: AttemptResult.Work {
    AttemptResult.Work(branch: worktree.branch.name, base: base.text, commit: commit.text)
  }
}

/// Use case: commits all that is in a row's worktree on the row's branch, also what an agent
/// committed elsewhere.
///
/// The worktree's own index is read from the commit's tree, too; else an agent would see deletions.
struct CommitWork: Sendable {
  let workspace: Workspace

  /// - Parameters:
  ///   - worktree: that of the row, made before.
  ///   - subject: the first line of the commit's message.
  func callAsFunction(
    _ worktree: RowWorktree, subject: String
  ) throws(Problem) -> CommittedWork {
    try self(worktree, subject: subject, in: try repository(of: worktree))
  }

  /// - Parameters:
  ///   - worktree: that of the row, made before.
  ///   - subject: the first line of the commit's message.
  ///   - repository: that of the worktree.
  func callAsFunction(
    _ worktree: RowWorktree, subject: String, in repository: Repository
  ) throws(Problem) -> CommittedWork {
    try finishMerge(in: worktree, of: repository)
    var last: Problem?
    // Another process may commit at the same time.
    for _ in 0..<5 {
      do {
        let (base, commit, exemptions) = try commit(worktree, subject, in: repository)
        let (changes, submodules) = try git { () throws(GitError) in
          (try repository.changes(from: base, to: commit), try repository.submodules())
        }
        return CommittedWork(
          worktree: worktree, base: base, commit: commit, changes: changes,
          submodules: submodules.filter { path in
            changes.contains { $0.path == path } || isDirty(Path.join(worktree.path, path))
          }, exemptions: exemptions)
      } catch {
        last = error
        guard case .worktree(.git(.failed(command: "update-ref", _, _))) = error else { break }
      }
    }
    throw last ?? .worktree(.none(id: worktree.id))
  }

  /// Gives the row's branch and its files the merge that its record names. Nobody has worked there
  /// since that began: where a kill came in between, this does the rest. Else what a part of the
  /// files got would count as work, and would be merged once more.
  func finishMerge(
    in worktree: RowWorktree, of repository: Repository
  ) throws(Problem) {
    guard var record = workspace.worktreeFolder.record(of: worktree.id),
      let merge = record.merging.flatMap({ ObjectID($0) })
    else { return }
    let landed = try git { () throws(GitError) -> ObjectID? in
      let now = try repository.state(of: worktree.branch)?.commit
      if let now, try repository.commit(of: "\(merge)^1") == now {
        try repository.checkOut(try repository.tree(of: merge))
        try repository.move(
          worktree.branch, to: merge, from: now, reason: "\(worktree.id): merge")
      } else if now != merge {
        return nil
      }
      return try repository.commit(of: "\(merge)^2")
    }
    // What the work changes is then what it adds to that commit.
    if let landed { record.base = landed.text }
    record.merging = nil
    let finished = record
    try system { () throws(SystemError) in try workspace.worktreeFolder.save(finished) }
  }

  /// The repository at the worktree, which has to be that of the checkout: a worker may have put
  /// another one in its place.
  func repository(of worktree: RowWorktree) throws(Problem) -> Repository {
    guard (try? FileStatus(ofName: worktree.path)) != nil else {
      throw .worktree(.none(id: worktree.id))
    }
    let main = try workspace.repository(at: worktree.repository)
    let own = try workspace.repository(at: worktree.path)
    guard own.commonFolder == main.commonFolder, own.folder != main.folder,
      own.top == Path.resolved(worktree.path)
    else { throw .worktree(.git(.otherRepository(folder: worktree.path))) }
    return own
  }

  /// Whether something in a submodule is not committed, which orch does not commit either.
  private func isDirty(_ submodule: String) -> Bool {
    guard (try? FileStatus(ofName: Path.join(submodule, ".git"))) != nil else { return false }
    guard let repository = try? workspace.repository(at: submodule),
      let status = try? repository.status()
    else { return true }
    return !status.isEmpty
  }

  /// - Returns: the commit at which the work began, the last one, and the files that may have secrets.
  private func commit(
    _ worktree: RowWorktree, _ subject: String, in repository: Repository
  ) throws(Problem) -> (base: ObjectID, commit: ObjectID, SecretExemptions) {
    let (state, head, tree) = try git { () throws(GitError) in
      (
        try repository.state(of: worktree.branch), try repository.commit(of: "HEAD"),
        try repository.snapshot(except: workspace.queuePaths(in: worktree.repository))
      )
    }
    guard let old = state?.commit ?? head else {
      throw .worktree(.noCommit(folder: repository.top))
    }
    let base = try git { () throws(GitError) in try self.base(of: worktree, old, in: repository) }
    let exemptions = try checkSecrets(in: tree, since: base, of: worktree, in: repository)
    let commit = try git { () throws(GitError) in
      try record(tree, on: worktree.branch, state?.commit, old, head, subject, in: repository)
    }
    return (base, commit, exemptions)
  }

  /// A secret that is committed can be pushed, and stays in the history. The files are read from the
  /// disk: this is for the careless.
  ///
  /// - Returns: the files that may have secrets.
  private func checkSecrets(
    in tree: ObjectID, since base: ObjectID, of worktree: RowWorktree, in repository: Repository
  ) throws(Problem) -> SecretExemptions {
    let root = try workspace.projectRoot()
    let place = Path.join(worktree.folders(to: root), SecretExemptions.fileName)
    let (changes, exempt) = try git { () throws(GitError) in
      (try repository.changes(from: base, to: tree), try repository.file(place, of: base))
    }
    let exemptions = SecretExemptions(String(decoding: exempt ?? [], as: UTF8.self))
    let files = changes.filter { $0.change != .deleted }.map(\.path).filter { path in
      let isExempt = worktree.path(path, below: root).map(exemptions.contains) ?? false
      return !isExempt && hasSecret(Path.join(worktree.path, path))
    }
    if !files.isEmpty { throw .worktree(.secretInWork(files, path: worktree.path)) }
    return exemptions
  }

  private func hasSecret(_ path: String) -> Bool {
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      (try? file.status())?.kind == .regular,
      let bytes = try? file.read(OutputSecret.mostSearched, at: 0)
    else { return false }
    return Redactor.firstSecret(in: bytes) != nil
  }

  /// - Parameters:
  ///   - state: where the branch is; `nil` where it is gone.
  ///   - old: the first parent.
  ///   - head: what is checked out.
  private func record(
    _ tree: ObjectID, on branch: Branch, _ state: ObjectID?, _ old: ObjectID, _ head: ObjectID?,
    _ subject: String, in repository: Repository
  ) throws(GitError) -> ObjectID {
    var parents = [old]
    if let head, try !repository.contains(head, in: old) { parents.append(head) }
    var commit = old
    let oldTree = try repository.tree(of: old)
    if parents.count > 1 || tree != oldTree || state == nil {
      commit = try repository.commit(tree: tree, parents: parents, message: subject + "\n")
    }
    let isAttached = try repository.checkedOutBranch() == branch
    // Before the branch moves: where a kill comes in between, the next call finds work to commit. A
    // program that was ended may have left the index locked, which keeps no work from landing.
    if commit != old || !isAttached { try? repository.readIndex(from: tree) }
    if commit != old {
      try repository.move(branch, to: commit, from: state, reason: subject)
    }
    if !isAttached { try repository.attachHead(to: branch, reason: subject) }
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
