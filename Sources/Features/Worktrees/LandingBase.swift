import Door
import Git
import Workers

/// The commits against which work is held: all that it contains of the branch on which it lands, of
/// the base, and of the work on which it builds. What differs from their merge is what the landing
/// changes.
///
/// The commit at which the work began does not show that: a row may merge what has landed since, and
/// take it back. Source: `docs/decisions/0095-work-is-held-against-its-landing.md`.
struct LandingBase: Sendable {
  let workspace: Workspace
  /// The repository at the checkout.
  let main: Repository
  /// The branches of the rows that the row waits for.
  var before: [String] = []
  /// Whether the work becomes a pull request.
  var becomesPullRequest = false
  /// The row's worktree, if only orch lands its work: a commit that was made there and did not land
  /// is the row's own, even if the worker moved the base to it.
  var worktree: RowWorktree?

  /// - Parameters:
  ///   - work: the last commit of the work.
  ///   - start: the commit at which the work began, which the work may have left.
  /// - Returns: commits of which none contains another; several where merges cross.
  func callAsFunction(of work: ObjectID, begunAt start: ObjectID) throws -> [ObjectID] {
    var found = try main.contains(start, in: work) ? [start] : []
    if let tip = try main.state(of: workspace.integration)?.commit,
      let tip = try beforeLanding(of: work, on: tip)
    {
      found += try main.mergeBases(tip, work).filter { !found.contains($0) }
    }
    for tip in try tipsOfBase() {
      guard let tip = try beforeLanding(of: work, on: tip) else { continue }
      found += try main.mergeBases(tip, work).filter {
        try !found.contains($0) && !isMovedByWorker($0)
      }
    }
    for name in before {
      guard let tip = try main.state(of: Branch(name))?.commit, try !main.contains(work, in: tip)
      else { continue }
      found += try main.mergeBases(tip, work).filter { !found.contains($0) }
    }
    return found.isEmpty ? [start] : try main.independent(found)
  }

  private func isMovedByWorker(_ commit: ObjectID) throws -> Bool {
    guard let worktree else { return false }
    let others = OthersCommits(workspace: workspace, main: main, worktree: worktree)
    guard others.madeHere.contains(commit) else { return false }
    let landed = try main.landingBranch(workspace.integration).landed
    return try landed.map { try !main.contains(commit, in: $0) } ?? true
  }

  private func tipsOfBase() throws -> [ObjectID] {
    var tips = [try? WorktreeBase(workspace: workspace, repository: main).branchCommit()]
    if becomesPullRequest, let base = try? workspace.pullRequestBase(in: main) {
      tips.append(try main.commit(of: "refs/remotes/\(workspace.forgeSettings.remote)/\(base)"))
    }
    return tips.compactMap(\.self)
  }

  /// A branch as it was before it had the work; `nil` if its first-parent line has the work itself,
  /// so that nothing shows where the work began.
  private func beforeLanding(of work: ObjectID, on tip: ObjectID) throws -> ObjectID? {
    guard try main.contains(work, in: tip) else { return tip }
    if work == tip { return nil }
    let landing = try main.landing(of: work, on: tip)
    guard let before = try main.commit(of: "\(landing)^1"), try !main.contains(work, in: before)
    else { return nil }
    return before
  }
}
