import Door
import Git
import Model
import Workers

/// Use case: makes a row DONE with its work. First commits the files that are left in the row's
/// worktree, so that rows that wait for this row begin with them. If a person approves the work,
/// merges it together with the change. Other changes are only applied.
struct FinishWork: Sendable, UseCase {
  let queue: Queue
  /// What happens to work that was not judged.
  let left: LeftWork

  /// - Parameter change: makes the change of the row. Its second parameter has to happen together
  ///   with the change.
  /// - Throws: if the work can't be merged; then nothing has changed.
  func callAsFunction(
    _ transition: Transition,
    by change: (Transition, Queue.Alongside?) throws -> Decision
  ) throws -> Decision {
    switch transition {
    case .reply(let reply) where reply.kind == .approve: try approve(reply, by: change)
    case .finish(let finish) where finish.ending == .done:
      try change(.finish(try committed(finish)), nil)
    case .several(let all): try change(.several(try all.map(committedIfDone)), nil)
    default: try change(transition, nil)
    }
  }

  private func committedIfDone(_ transition: Transition) throws -> Transition {
    guard case .finish(let finish) = transition, finish.ending == .done else { return transition }
    return .finish(try committed(finish))
  }

  private func approve(
    _ approval: Transition.Reply,
    by change: (Transition, Queue.Alongside?) throws -> Decision
  ) throws -> Decision {
    var reply = approval
    let id = reply.id
    let item = try queue.read { table in try table.item(id) }
    guard let item, item.awaited == .approval, !item.awaitsStart else {
      return try change(.reply(reply), nil)
    }
    try FindSecrets(workspace: workspace).checkMayLook(at: item, try queue.context())
    let land = LandWork(queue: queue)
    guard let found = try land.work(on: item, subject: "\(id): approved", left) else {
      // The branch of the work is gone, or the work belongs to a worker that no longer exists.
      if let branch = item.landing?.branch, item.landing?.commit == nil, item.pullRequest == nil {
        throw Problem.worktree(.notMerged(id: id, .noBranch(branch)))
      }
      return try change(.reply(reply), nil)
    }
    let branch = found.work.worktree.branch.name
    reply.landing = Landing(branch: branch)
    // The work was merged already, although a criterion is not met.
    if let landing = item.landing, landing.commit != nil, item.pullRequest != nil {
      reply.landing = landing
      return try change(.reply(reply), nil)
    }
    switch found.integration {
    case .none: return try change(.reply(reply), nil)
    case .pullRequest:
      reply.awaitsMerge = !found.work.changes.isEmpty
      if reply.awaitsMerge { reply.work = try land.checkForPullRequest(found, of: item) }
      return try change(.reply(reply), nil)
    case .merge:
      return try land(found, of: item) { [reply] commit, move in
        var reply = reply
        reply.landing = Landing(branch: branch, commit: commit.text)
        return try change(.reply(reply), move)
      }
    }
  }

  /// Commits the files in the worktree of a row that becomes DONE. If the work does not land, the
  /// row names its branch, with which the rows after it begin. If the row's own worker finishes the
  /// row, and the work would land without a person, the work counts as unjudged.
  private func committed(_ finish: Transition.Finish) throws -> Transition.Finish {
    guard workspace.profiles.profiles.contains(where: \.usesWorktree) else { return finish }
    var finish = finish
    let id = finish.id
    let item = try queue.read { table in try table.item(id) }
    guard let item, !item.status.isFinished, let profile = workspace.profile(of: item) else {
      return finish
    }
    do {
      guard let worktree = try workspace.usedWorktree(of: item, in: queue), worktree.isThere else {
        return finish
      }
      _ = try CommitWork(workspace: workspace)(worktree, subject: "\(id): done")
      if profile.integration == .none { finish.landing = Landing(branch: worktree.branch.name) }
    } catch {
      if !finish.force { throw error }
    }
    finish.isUnjudged = profile.integration != .none && isOfWorker(item)
    return finish
  }

  private func isOfWorker(_ item: QueueItem) -> Bool {
    guard let claim = item.claim, claim.isForWorker else { return false }
    if case .worker = queue.caller.kind { return true }
    return queue.caller.claimToken == claim.token
  }
}
