import Door
import Git
import Host
import Workers

/// Use case: separates the row's own changes from what a merge or a copy brought into the row's
/// branch.
struct OwnChanges: Sendable {
  let workspace: Workspace
  /// The branches of the rows that the row waits for.
  var before: [String] = []
  /// What becomes of the work.
  var integration = Integration.merge

  func callAsFunction(of work: CommittedWork) throws -> ProofRunner.Work {
    let worktree = work.worktree
    let base = LandingBase(
      workspace: workspace, main: try workspace.repository(at: worktree.repository),
      before: before, becomesPullRequest: integration == .pullRequest,
      worktree: integration == .merge ? worktree : nil)
    let merged = try base(of: work.commit, begunAt: work.base)
    let changes = try work.changes(from: merged)
    var found = ProofRunner.Work(
      // A merge may bring what a worker committed on the base, so a protected file counts if it
      // differs from where the work began, too.
      changed: Set((work.changes + changes).map { worktree.pathFromRoot($0.path) }),
      own: Set(changes.filter { !$0.isModeOnly }.compactMap { worktree.pathBelowRoot($0.path) }),
      touched: Set(changes.map { worktree.pathBelowRoot($0.path) ?? $0.path }),
      untrusted: try workspace.untrustedFile(in: worktree, after: work.changes + changes))
    found.pathToTop = Path.relative("", to: worktree.foldersToRoot)
    let origin = WorkOrigin(
      work: work, landing: merged,
      others: OthersCommits(workspace: workspace, main: base.main, worktree: worktree))
    found.origin = { path in
      let place = Path.join(worktree.foldersToRoot, path)
      // If git fails, a person decides whose file it is.
      do { return try origin(of: place) } catch { return "what git can't read" }
    }
    found.isMerged = { text, path in
      let place = Path.join(worktree.foldersToRoot, path)
      // If git fails, a person decides whose text it is.
      do { return try origin.isMerged(text, in: place) } catch { return true }
    }
    return found
  }
}
