import Door
import Git
import Model
import Workers

/// Use case: warns a person who made rows DONE if no review passed their work, so that it is not
/// merged.
struct WarnOfUnmerged: Sendable, UseCase {
  let queue: Queue

  func callAsFunction(_ changes: [ItemChange]) {
    guard queue.caller.session == nil else { return }
    for change in changes where change.event == .done {
      // The person's notes may have replaced the name of the worker.
      guard let item = change.before, change.after?.landing?.commit == nil,
        let branch = try? unmergedBranch(of: item)
      else { continue }
      queue.warn(.notMerged(id: item.id, branch: branch.name))
    }
  }

  private func unmergedBranch(of item: QueueItem) throws -> Branch? {
    guard workspace.profile(of: item)?.integration == .merge,
      let worktree = try workspace.usedWorktree(of: item, in: queue)
    else { return nil }
    let main = try workspace.repository(at: worktree.repository)
    let landed = try WorktreeBase(workspace: workspace, repository: main).integrationCommit()
    guard let commit = try main.state(of: worktree.branch)?.commit,
      try !main.contains(commit, in: landed)
    else { return nil }
    return worktree.branch
  }
}
