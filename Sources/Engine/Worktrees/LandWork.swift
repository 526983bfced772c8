import Dispatching
import Facts
import Git
import Host
import QueueModel
import TeamProtocol

/// Use case: merges the work on a row that no report leads to: a person approved it, or it was left.
struct LandWork: Sendable {
  let queue: Queue
  let workspace: Workspace

  /// The work on a row: what is in its worktree, else on its branch; `nil` where there is neither.
  ///
  /// - Parameters:
  ///   - item: the row.
  ///   - subject: the first line of the commit of what is not committed yet.
  /// - Throws: `none`, where the worktree of a row that is not DONE is gone, and its branch is not
  ///   what was judged.
  func work(on item: QueueItem, subject: String) throws(Problem) -> CommittedWork? {
    guard workspace.profile(of: item)?.usesWorktree ?? false else { return nil }
    if let worktree = try workspace.usedWorktree(of: item), worktree.isThere {
      return try CommitWork(workspace: workspace)(worktree, subject: subject)
    }
    let worktree = try workspace.worktree(of: item)
    let main = try workspace.repository(at: worktree.repository)
    guard let state = try git({ () throws(GitError) in try main.state(of: worktree.branch) }) else {
      return nil
    }
    if item.status != .done {
      let attempts = workspace.keptAttempts(of: item.id).compactMap { $0.folder?.result()?.work }
      guard attempts.last?.commit == state.commit.text else {
        throw .worktree(.none(id: item.id))
      }
    }
    let base = try WorktreeBase(workspace: workspace, repository: main)
      .start(of: state.commit, workspace.worktreeFolder.record(of: item.id))
    return try git { () throws(GitError) in
      CommittedWork(
        worktree: worktree, base: base, commit: state.commit,
        changes: try main.changes(from: base, to: state.commit), submodules: [], repository: main,
        exemptions: SecretExemptions(""))
    }
  }

  /// - Parameters:
  ///   - work: what is merged.
  ///   - item: its row.
  ///   - mayLand: whether the row is still one whose work lands.
  /// - Returns: the commit as which it was merged; `nil` where the row has moved on.
  /// - Throws: why it can't be merged; then nothing changed.
  func callAsFunction(
    _ work: CommittedWork, of item: QueueItem, while mayLand: (QueueItem) -> Bool
  ) throws(Problem) -> ObjectID? {
    let id = item.id
    func refusal(_ reason: NotMerged) -> Problem { .worktree(.notMerged(id: id, reason)) }
    let queueFiles = workspace.queueFiles(in: work)
    if !queueFiles.isEmpty { throw refusal(.queueFiles(queueFiles)) }
    let review = ReviewReport(queue: queue, workspace: workspace)
    let criteria = item.criteriaToJudge(try queue.history(of: id)) ?? ""
    let outcome = try review.integrate(work, item, by: criteria, .init(), isApproved: true) {
      () throws(Problem) in
      try queue.read { table in try table.item(id) }.map(mayLand) ?? false
    }
    switch outcome {
    case .landed(let commit): return commit
    case .conflict(let files): throw refusal(.conflict(files))
    case .failed(let failed): throw refusal(.failed(check: failed.name))
    case .notClaimed: return nil
    }
  }
}
