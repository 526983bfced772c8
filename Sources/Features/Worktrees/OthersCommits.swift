import Door
import Git
import Host
import Workers

/// The commits in a row's work that others made: those that existed before the row's first attempt,
/// those on the branch of another row or of a remote, and those made in another worktree.
///
/// Where a ref points, and what a commit says of its author and time, is the word of whoever wrote
/// it. So the refs are kept that existed when the row's first worktree was made. Source:
/// `docs/decisions/0095-work-is-held-against-its-landing.md`.
struct OthersCommits: Sendable {
  let workspace: Workspace
  /// The repository at the checkout.
  let main: Repository
  let worktree: RowWorktree

  /// - Parameter landing: the commits against which the work is held.
  /// - Returns: the newest of these commits.
  func callAsFunction(in work: ObjectID, beside landing: [ObjectID]) throws -> [ObjectID] {
    let all = try main.commits(of: work, without: landing)
    if all.isEmpty { return [] }
    let others = try fromBefore() + onBranches(all, of: work) + madeElsewhere(all)
    if others.isEmpty { return [] }
    return try main.boundary(of: work, without: landing + others)
      .filter(Set(all).contains)
  }

  /// The name of a branch or tag with a commit, without the row's own branches; the commit itself if
  /// no ref is left.
  func name(of commit: ObjectID) throws -> String {
    let refs = try main.tips(below: "refs/", withAnyOf: [commit]).keys.sorted()
    let kinds = ["refs/heads/", "refs/remotes/", "refs/tags/"]
    for ref in refs where ref != workspace.integration.ref && !isOwn(ref) {
      guard let kind = kinds.first(where: ref.hasPrefix) else { continue }
      return String(ref.dropFirst(kind.count))
    }
    return "commit \(commit.short)"
  }

  /// The branches of other rows, each with the commit at which its work began.
  func branchesOfRows() throws -> [(branch: Branch, tip: ObjectID, begin: ObjectID?)] {
    let records = workspace.worktreeFolder.records().map {
      (workspace.branch(of: $0.id, number: $0.branchNumber), $0.base)
    }
    let begins = Dictionary(records) { first, _ in first }
    return try main.branches(below: Branch(workspace.worktreeSettings.branchPrefix))
      .filter { $0.branch != workspace.integration && !isOwn($0.branch.ref) }
      .map { ($0.branch, $0.commit, begins[$0.branch].flatMap { ObjectID($0) }) }
  }

  private func isOwn(_ ref: String) -> Bool {
    Branch(ref: ref).map { workspace.isBranch($0, of: worktree.id) } ?? false
  }

  private func fromBefore() throws -> [ObjectID] {
    let ids = workspace.worktreeFolder.record(of: worktree.id)?.others ?? []
    // A branch may have been removed, and git may have collected its commits.
    return ids.isEmpty ? [] : Array(try main.objects(named: ids).values)
  }

  /// What the work shares with branches of other rows and of remotes. Others may have taken the
  /// commit from this row.
  private func onBranches(
    _ all: [ObjectID], of work: ObjectID
  ) throws -> [ObjectID] {
    let remotes = try main.tips(below: "refs/remotes/", withAnyOf: all)
    let rows = try main.tips(
      below: Branch(workspace.worktreeSettings.branchPrefix).ref, withAnyOf: all)
    let begins = Dictionary(try branchesOfRows().map { ($0.branch.ref, $0.begin) }) { $1 }
    let own = madeHere
    var found: [ObjectID] = []
    for (ref, tip) in remotes.merging(rows, uniquingKeysWith: { $1 }) {
      if isOwn(ref) || ref == workspace.integration.ref { continue }
      let theirs = rows[ref] == nil ? [] : made(by: ref)
      for shared in try main.mergeBases(work, tip) {
        if own.contains(shared), !theirs.contains(shared) { continue }
        // Where another row's work began is not its own work.
        if case let begin?? = begins[ref], try main.contains(shared, in: begin) { continue }
        found.append(shared)
      }
    }
    return found
  }

  /// The commits that the log of a branch says were made there.
  private func made(by ref: String) -> Set<ObjectID> {
    let moves = HeadLog(of: main.commonFolder, ref: ref)?.moves ?? []
    return Set(moves.filter(\.makesCommit).map(\.to))
  }

  /// The commits that the logs of the row's worktree and branch say were made there.
  var madeHere: Set<ObjectID> {
    let folder = GitHead.linkedFolder(at: Path.join(worktree.path, ".git"))
    let moves = folder.flatMap { HeadLog(of: $0)?.moves } ?? []
    return made(by: worktree.branch.ref).union(moves.filter(\.makesCommit).map(\.to))
  }

  /// Those of the commits that the logs of other worktrees say were made there.
  private func madeElsewhere(_ all: [ObjectID]) -> [ObjectID] {
    let number = workspace.worktreeFolder.record(of: worktree.id)?.number ?? 1
    let own = (1...number).map {
      workspace.worktree(
        of: worktree.id, in: worktree.repository, root: worktree.root,
        below: Path.parent(of: worktree.path), $0, worktree.branch
      ).path
    }
    let parent = Path.join(main.commonFolder, "worktrees")
    let others = RefFiles.worktrees(in: parent)
      .filter { other in !own.contains { Path.isInside(other.path, $0) } }
      .map { Path.join(parent, $0.name) }
    let made = ([main.commonFolder] + others).flatMap { HeadLog(of: $0)?.moves ?? [] }
      .filter(\.isOfWorktree).map(\.to)
    return Array(Set(all).intersection(made))
  }
}
