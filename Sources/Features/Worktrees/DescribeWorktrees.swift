public import Door
public import Git
import Host
public import Model
import Workers

/// The worktree of a row as it is now, or the branch that is left of it.
public struct WorktreeState: Sendable {
  public let id: String
  /// The name of its repository; `nil` for the project's.
  public let repository: String?
  /// The status of the row; `nil` if the queue has no such row, or can't read it.
  public let status: Status?
  /// The folder, which may be missing.
  public let path: String
  public let isThere: Bool
  /// Without `refs/heads/`.
  public let branch: String
  /// The last commit of the branch; `nil` if there is none.
  public let commit: ObjectID?
  /// The commit at which the work began; `nil` if it is unknown.
  public let base: String?
  /// The branch that has the work, by content; `nil` if none has.
  public let mergedInto: String?
  /// What keeps `ops gc` from removing the worktree, apart from the row and its branch.
  public let remarks: [Problem]
  /// What the row's last attempt changed apart from its work, as codes:
  /// `git_changed:hooks/post-commit`.
  public let changesBesideWork: [String]

  /// The bytes of the files in the folder. Each file counts by its length; links are not followed.
  ///
  /// - Parameter report: called with the number of bytes counted so far.
  public func bytes(reporting report: (Int) -> Void) -> Int {
    var total = 0
    var folders = isThere ? [path] : []
    while let folder = folders.popLast() {
      for name in (try? Directory.names(in: folder)) ?? [] {
        let path = Path.join(folder, name)
        guard let status = try? FileStatus(ofName: path) else { continue }
        if status.kind == .directory { folders.append(path) } else { total += status.identity.size }
      }
      report(total)
    }
    return total
  }
}

/// Use case: describes the worktrees of a queue. It changes nothing.
struct DescribeWorktrees: Sendable {
  let workspace: Workspace

  /// - Parameter id: the only row to describe; `nil` for all that have a worktree.
  /// - Throws: if the named row has no worktree.
  func callAsFunction(of id: String? = nil, status: (String) -> Status?) throws -> [WorktreeState] {
    let folder = workspace.worktreeFolder
    let records = if let id { [folder.record(of: id)].compactMap(\.self) } else { folder.records() }
    if records.isEmpty {
      if let id { throw Problem.worktree(.none(id: id)) }
      return []
    }
    var repositories = OpenedRepositories(workspace)
    var states: [WorktreeState] = []
    for record in records {
      do {
        let worktree = try workspace.worktree(of: record)
        let (main, targets) = try repositories(at: worktree.repository)
        states.append(try state(record, worktree, in: main, targets, status(record.id)))
      } catch {
        // A problem of one repository does not hide the others.
        if id != nil || workspace.profiles.repositories.isEmpty { throw error }
        states.append(try state(record, status(record.id), because: Problem(error)))
      }
    }
    return states
  }

  /// The state of a worktree whose repository git can't read.
  private func state(
    _ record: WorktreeRecord, _ status: Status?, because problem: Problem
  ) throws -> WorktreeState {
    let worktree = workspace.worktree(
      of: record.id, in: record.repository, root: record.repository,
      below: try workspace.worktreeRoot(), record.number,
      workspace.branch(of: record.id, number: record.branchNumber))
    return WorktreeState(
      id: record.id, repository: nil, status: status, path: worktree.path,
      isThere: worktree.isThere, branch: worktree.branch.name,
      commit: nil, base: record.base.isEmpty ? nil : record.base, mergedInto: nil,
      remarks: [problem],
      changesBesideWork: workspace.changesBesideWork(on: record.id))
  }

  private func state(
    _ record: WorktreeRecord, _ worktree: RowWorktree, in main: Repository, _ bases: MergeTargets,
    _ status: Status?
  ) throws -> WorktreeState {
    let branch = try main.state(of: worktree.branch)
    return WorktreeState(
      id: record.id, repository: workspace.repositoryName(of: main), status: status,
      path: worktree.path, isThere: worktree.isThere,
      branch: worktree.branch.name, commit: branch?.commit,
      base: record.base.isEmpty ? nil : record.base,
      mergedInto: try branch.flatMap { try bases.holder(of: $0.commit) },
      remarks: worktree.isThere ? remarks(on: worktree) : [],
      changesBesideWork: workspace.changesBesideWork(on: record.id))
  }

  private func remarks(on worktree: RowWorktree) -> [Problem] {
    do {
      try RemoveWorktrees(workspace: workspace, clock: .system).check(worktree)
      return []
    } catch {
      return [Problem(error)]
    }
  }
}

/// The branches to which work is merged, the base first.
struct MergeTargets {
  private let repository: Repository
  private let targets: [(name: String, commit: ObjectID)]

  init(workspace: Workspace, repository: Repository) throws {
    self.repository = repository
    let base = try WorktreeBase(workspace: workspace, repository: repository).branchCommit()
    let integration = workspace.integration
    let landed = try repository.state(of: integration)
    let name = try workspace.worktreeSettings.base ?? repository.checkedOutBranch()?.name
    targets = [(name ?? "HEAD", base)] + (landed.map { [(integration.name, $0.commit)] } ?? [])
  }

  /// The branch that already has the changes of a commit, even by a squash, so that a merge of the
  /// commit would change nothing.
  ///
  /// - Returns: its name; `nil` for none.
  func holder(of commit: ObjectID) throws -> String? {
    for (name, target) in targets {
      let isMerged =
        try repository.contains(commit, in: target)
        || repository.merge(target, commit) == .clean(repository.tree(of: target))
      if isMerged { return name }
    }
    return nil
  }
}
