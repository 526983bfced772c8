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
    let land = LandWork(queue: queue, workspace: workspace)
    guard let item = found, item.awaited == .approval, !item.awaitsStart,
      let work = try land.work(on: item, subject: "\(id): approved")
    else { return transition }
    let branch = work.worktree.branch.name
    reply.landing = Landing(branch: branch)
    // Merged already, without what a criterion asks for.
    if let landing = item.landing, landing.commit != nil, item.pullRequest != nil {
      reply.landing = landing
    } else {
      reply.awaitsMerge = workspace.becomesPullRequest(work, of: item, .init())
    }
    guard workspace.profile(of: item)?.integration == .merge else { return .reply(reply) }
    // Where the row has moved on, the rules say what is wrong.
    guard let commit = try land(work, of: item, while: { $0.awaited == .approval }) else {
      return transition
    }
    reply.landing = Landing(branch: branch, commit: commit.text)
    return .reply(reply)
  }
}
