import Dispatching
import Facts
import Git
import QueueModel

/// Use case: merges the work on a row before a person's approval makes it DONE. Each other change
/// stays as it is.
struct ApproveWork: Sendable {
  let queue: Queue
  let workspace: Workspace

  /// - Returns: the change, which says where the work is then.
  /// - Throws: where the work can't be merged; then nothing changed.
  func callAsFunction(_ transition: Transition) throws(Problem) -> Transition {
    guard case .reply(var reply) = transition, reply.kind == .approve else { return transition }
    let id = reply.id
    let found = try queue.read { table in try table.item(id) }
    guard let item = found, item.awaited == .approval, !item.awaitsStart,
      let worktree = try workspace.usedWorktree(of: item)
    else { return transition }
    let work = try CommitWork(workspace: workspace)(worktree, subject: "\(id): approved")
    let branch = worktree.branch.name
    reply.landing = Landing(branch: branch)
    guard workspace.profile(of: item)?.integration == .merge else { return .reply(reply) }
    func refusal(_ reason: NotMerged) -> Problem { .worktree(.notMerged(id: id, reason)) }
    let queueFiles = workspace.queueFiles(in: work)
    if !queueFiles.isEmpty {
      throw refusal(.queueFiles(queueFiles))
    }
    let review = ReviewReport(queue: queue, workspace: workspace)
    let criteria = item.criteriaToJudge(try queue.history(of: id)) ?? ""
    let outcome = try review.integrate(work, item, by: criteria, .init()) { () throws(Problem) in
      try queue.read { table in try table.item(id) }?.awaited == .approval
    }
    switch outcome {
    case .landed(let commit):
      reply.landing = Landing(branch: branch, commit: commit.text)
      return .reply(reply)
    case .conflict(let files): throw refusal(.conflict(files))
    case .failed(let check, _): throw refusal(.failed(check: check))
    // The rules say what is wrong.
    case .notClaimed: return transition
    }
  }
}
