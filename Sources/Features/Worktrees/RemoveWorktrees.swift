public import Door
import Git
import Host
import Model
import Text
import Workers

/// What happened to a worktree, or would happen in a dry run.
public struct WorktreeRemoval: Sendable {
  public let id: String
  /// The folder, which may no longer exist.
  public let path: String
  /// The branch, which is kept.
  public let branch: String
  /// Why the worktree is kept; `nil` if it was removed.
  public let problem: Problem?
  /// The ignored files that are removed with the worktree; only in a dry run.
  public let ignored: [String]
}

/// Use case: removes worktrees of rows that ended, and keeps their branches. Nothing is forced. The
/// record is removed last, so after a kill at any moment the next call does the rest.
struct RemoveWorktrees: Sendable {
  let workspace: Workspace
  let clock: Clock

  /// - Parameters:
  ///   - isUnmerged: whether worktrees of unmerged branches are removed, too.
  ///   - mayGo: whether a row has ended or is gone, asked again before its worktree is removed;
  ///     `nil` if that can't be decided.
  func callAsFunction(
    unmerged isUnmerged: Bool, dryRun isDryRun: Bool,
    where mayGo: (String) throws -> Bool?
  ) throws -> [WorktreeRemoval] {
    let records = workspace.worktreeFolder.records()
    var repositories = OpenedRepositories(workspace)
    var removals: [WorktreeRemoval] = []
    for record in records {
      let id = record.id
      guard try mayGo(id) == true else { continue }
      let (worktree, main, targets): (RowWorktree, Repository, MergeTargets)
      do {
        worktree = try workspace.worktree(of: record)
        (main, targets) = try repositories(at: worktree.repository)
      } catch {
        // A problem of one repository does not stop the others.
        if workspace.profiles.repositories.isEmpty { throw error }
        removals.append(try kept(record, because: Problem(error)))
        continue
      }
      var problem: Problem?
      var ignored: [String] = []
      do {
        if isDryRun {
          try examine(worktree, in: main, isUnmerged ? nil : targets)
          try check(worktree)
          ignored = self.ignored(in: worktree)
        } else {
          let lock = try RepositoryLock(
            of: main, .worktrees, holder: "orch: removal of \(id)", clock: clock)
          defer { withExtendedLifetime(lock) {} }
          // The row may have been started again in the meantime.
          guard try mayGo(id) == true else { continue }
          try examine(worktree, in: main, isUnmerged ? nil : targets)
          try remove(worktree, in: main)
          try workspace.worktreeFolder.remove(id)
        }
      } catch {
        problem = Problem(error)
      }
      removals.append(
        WorktreeRemoval(
          id: id, path: worktree.path, branch: worktree.branch.name, problem: problem,
          ignored: ignored))
    }
    return removals
  }

  private func kept(_ record: WorktreeRecord, because problem: Problem) throws -> WorktreeRemoval {
    let worktree = workspace.worktree(
      of: record.id, in: record.repository, root: record.repository,
      below: try workspace.worktreeRoot(), record.number,
      workspace.branch(of: record.id, number: record.branchNumber))
    return WorktreeRemoval(
      id: record.id, path: worktree.path, branch: worktree.branch.name, problem: problem,
      ignored: [])
  }

  /// Gives a row a new start: commits the files in its worktree, removes the worktree, and keeps
  /// its branch under another name. Because of the record that is left, the next start gets another
  /// folder, so no agent resumes its session there.
  ///
  /// - Parameter isIdle: throws if the row is being worked on; called under the lock.
  /// - Returns: the new name of the branch; `nil` if there is no branch.
  func startAfresh(_ id: String, while isIdle: () throws -> Void) throws -> String? {
    guard var record = workspace.worktreeFolder.record(of: id) else { return nil }
    let worktree = try workspace.worktree(of: record)
    let main = try workspace.repository(at: worktree.repository)
    let lock = try RepositoryLock(
      of: main, .worktrees, holder: "orch: removal of \(id)", clock: clock)
    defer { withExtendedLifetime(lock) {} }
    try isIdle()
    try checkNobodyWorks(in: worktree)
    let state = worktree.state(by: record)
    if state == .whole || state == .unfinished && !isHalfRemoved(worktree),
      try !commitsLeftWork(in: worktree)
    {
      try main.detachHead(ofWorktreeAt: worktree.path, reason: "\(id): a new start")
    } else {
      try remove(worktree, in: main)
    }
    let name = try renameBranch(of: worktree, in: main)
    (record.number, record.base) = (record.number + 1, "")
    (record.conflicts, record.isReady) = ([], false)
    try workspace.worktreeFolder.save(record)
    return name
  }

  /// - Returns: `false` if the files have a secret. Then nothing is committed, and the folder is
  ///   kept.
  private func commitsLeftWork(in worktree: RowWorktree) throws -> Bool {
    do {
      let subject = "\(worktree.id): work that was left"
      _ = try CommitWork(workspace: workspace)(worktree, subject: subject)
      return true
    } catch {
      guard case .secretInWork? = Problem(error).worktree else { throw error }
      return false
    }
  }

  private func renameBranch(of worktree: RowWorktree, in main: Repository) throws -> String? {
    let branch = worktree.branch
    guard let state = try main.state(of: branch) else { return nil }
    let first = workspace.branch(of: worktree.id, number: 1)
    var number = 1
    while try main.state(of: Branch("\(first)@\(number)")) != nil { number += 1 }
    let kept = Branch("\(first)@\(number)")
    try main.rename(branch, to: kept, at: state.commit, reason: "\(worktree.id): a new start")
    return kept.name
  }

  // MARK: One worktree

  /// Throws if a worktree is in use, or if its branch is not merged.
  ///
  /// - Parameter targets: the branches that may have the work; `nil` if the branch need not be
  ///   merged.
  private func examine(
    _ worktree: RowWorktree, in main: Repository, _ targets: MergeTargets?
  ) throws {
    try checkNobodyWorks(in: worktree)
    guard let targets, let state = try main.state(of: worktree.branch),
      try targets.holder(of: state.commit) == nil
    else { return }
    let (id, branch) = (worktree.id.escaped, worktree.branch.name.escaped)
    throw Problem.adapter(
      .worktree, Sentence("\(branch) is not merged", "\(branch) 브랜치는 병합되지 않았습니다"),
      hint: Sentence(
        "orch diff \(id) shows its work; ops gc --unmerged removes the worktree, and keeps the branch",
        "작업은 orch diff \(id)(으)로 봅니다. ops gc --unmerged는 작업 트리를 지우고 브랜치는 남깁니다"))
  }

  /// Throws if the row has a supervisor, or a process works in the folder.
  private func checkNobodyWorks(in worktree: RowWorktree) throws {
    let supervisors = try workspace.allRecords().filter { $0.id == worktree.id }
    if let record = supervisors.first(where: { $0.state == .running || $0.state == .elsewhere }) {
      throw Problem.worktree(.inUse(path: worktree.path, process: record.supervisor.id))
    }
    guard let place = Path.resolved(worktree.path) else { return }
    if let process = ProcessTable.process(workingIn: place) {
      throw Problem.worktree(.inUse(path: worktree.path, process: process.id))
    }
  }

  /// Throws if an existing worktree is not the row's own, or has work that no branch has.
  func check(_ worktree: RowWorktree) throws {
    guard worktree.isThere else { return }
    _ = try checked(worktree)
  }

  /// The same check for a worktree that exists.
  ///
  /// - Returns: the repository at the worktree.
  private func checked(_ worktree: RowWorktree) throws -> Repository {
    let repository = try workspace.repository(at: worktree)
    try repository.uncommittedFiles().checkNone(in: worktree)
    guard let head = try repository.commit(of: "HEAD") else { return repository }
    guard let state = try repository.state(of: worktree.branch),
      try repository.contains(head, in: state.commit)
    else { throw Problem.worktree(.uncommitted(path: worktree.path, files: [])) }
    return repository
  }

  private func remove(_ worktree: RowWorktree, in main: Repository) throws {
    guard var record = workspace.worktreeFolder.record(of: worktree.id), worktree.isThere else {
      return try main.forgetWorktree(at: worktree.path)
    }
    try checkPlace(of: worktree)
    if !record.isReady, isHalfRemoved(worktree) {
      guard Directory.removeTree(worktree.path) else {
        throw Problem.worktree(.inTheWay(path: worktree.path))
      }
      return try main.forgetWorktree(at: worktree.path)
    }
    let repository = try checked(worktree)
    let wasReady = record.isReady
    // Files that are missing after this were not deleted by a worker.
    record.isReady = false
    try workspace.worktreeFolder.save(record)
    do {
      try main.removeWorktree(repository, reason: worktree.lockReason)
    } catch {
      record.isReady = wasReady
      try? workspace.worktreeFolder.save(record)
      throw error
    }
  }

  /// Throws for a folder outside of the queue's own root, and for a link.
  private func checkPlace(of worktree: RowWorktree) throws {
    let root = try workspace.worktreeRoot()
    guard let place = Path.resolved(worktree.path), let own = Path.resolved(root),
      Path.parent(of: place) == own, Path.linkTarget(worktree.path) == nil
    else { throw Problem.worktree(.inTheWay(path: worktree.path)) }
  }

  /// Whether a removal was killed: the only differences are missing files.
  private func isHalfRemoved(_ worktree: RowWorktree) -> Bool {
    do throws(SystemError) {
      _ = try FileStatus(ofName: Path.join(worktree.path, ".git"))
    } catch {
      return error.isMissing
    }
    guard let repository = try? workspace.repository(at: worktree),
      let files = try? repository.uncommittedFiles()
    else { return false }
    return !files.isEmpty && files.allSatisfy(\.isMissing)
  }

  private func ignored(in worktree: RowWorktree) -> [String] {
    let repository = try? workspace.repository(at: worktree)
    return (try? repository?.ignoredFiles()) ?? []
  }
}

extension [UncommittedFile] {
  fileprivate func checkNone(in worktree: RowWorktree) throws {
    if isEmpty { return }
    throw Problem.worktree(.uncommitted(path: worktree.path, files: map(\.path)))
  }
}
