import Door
import Git
import Workers

/// Where the work on rows begins: the branches of the rows that come before, merged onto the
/// integration branch if that is ahead, otherwise onto `worktrees.base`.
struct WorktreeBase: Sendable {
  let workspace: Workspace
  let repository: Repository

  /// The commit of `worktrees.base`, or of the branch that the project has checked out.
  func branchCommit() throws -> ObjectID {
    if let name = workspace.worktreeSettings.base {
      guard let commit = try repository.commit(of: name) else {
        throw Problem.worktree(.noBase(name, folder: repository.top))
      }
      return commit
    }
    guard let head = try repository.commit(of: "HEAD") else {
      throw Problem.worktree(.noCommit(folder: repository.top))
    }
    return head
  }

  /// The commit on which work lands.
  func integrationCommit() throws -> ObjectID {
    let base = try branchCommit()
    guard let landed = try CheckIntegration(workspace, repository).promised(),
      try !repository.contains(landed, in: base)
    else { return base }
    return landed
  }

  /// The commit at which the work on a branch began: the recorded commit if the branch has it,
  /// otherwise the last commit that the branch shares with the branch on which it landed or lands.
  func start(
    of commit: ObjectID, _ record: WorktreeRecord?, landedOn landing: ObjectID? = nil
  ) throws -> ObjectID {
    let recorded = record.flatMap { ObjectID($0.base) }
    // The repository may no longer have the recorded commit.
    if let recorded, (try? repository.contains(recorded, in: commit)) == true { return recorded }
    let target = if let landing { landing } else { try integrationCommit() }
    // A worker may have reset the branch to another commit.
    return try repository.mergeBase(target, commit) ?? recorded ?? commit
  }

  /// - Parameters:
  ///   - branches: the branches of the rows that the row waits for. A branch may be merged already,
  ///     or gone.
  ///   - start: the commit onto which the branches are merged.
  func callAsFunction(
    for id: String, after branches: [String], on start: ObjectID
  ) throws -> ObjectID {
    var base = start
    for name in branches {
      let branch = Branch(name)
      guard let commit = try repository.state(of: branch)?.commit,
        try !repository.contains(commit, in: base)
      else { continue }
      switch try repository.merge(base, commit) {
      case .conflict(_, let conflicts):
        throw Problem.worktree(.baseConflict(conflicts.flatMap(\.paths.keys).sorted()))
      case .clean(let tree):
        base = try repository.commit(
          tree: tree, parents: [base, commit], message: "\(id): begin on \(name)\n")
      }
    }
    return base
  }
}
