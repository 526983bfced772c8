package import Door
import Git
package import Model
package import QueueStore
import Workers

/// The work on which a row in a worktree builds: the work on the rows that it waits for.
///
/// A worker that made its own row DONE may still change files of its worktree; with `integrate:
/// none` the row was DONE before that work was committed. Then the row is not started until that
/// worker has ended. Source: `docs/worktrees.md`.
///
/// In a queue on a server, a branch of that work may be only on another machine. Then the row is
/// not started here until the branch is here, too. Source: `docs/postgresql.md`.
package struct WorkBefore: Sendable, UseCase {
  package let queue: Queue
  /// The rows on which a worker with `integrate: none` is at work in a worktree. If its supervisor
  /// was killed, the attempt is lost, and no row waits for it.
  private let idsAtWork: Set<String>

  package init(queue: Queue) throws {
    self.queue = queue
    let (records, profiles) = (try queue.workspace.records(), queue.workspace.profiles)
    idsAtWork = Set(
      records.filter { record in
        // The work is committed before the end is recorded.
        record.checkout != nil && record.endedAt == nil
          && profiles[record.workerName]?.integration == Integration.none
          && record.state.isThere
      }.map(\.id))
  }

  /// The branches of the rows that a row waits for, without those whose work has landed where rows
  /// begin: what such a branch has got since then was not judged. A branch may be gone.
  package func branches(of item: QueueItem, in repository: String) throws -> [String] {
    let ids = item.after
    if ids.isEmpty { return [] }
    let rows = try queue.read { table in try ids.compactMap { try table.item($0) } }
    let landings = branches(of: rows, in: repository).map(\.landing)
    guard landings.contains(where: { $0.commit != nil }) else { return landings.map(\.branch) }
    let main = try workspace.repository(at: repository)
    let start = try WorktreeBase(workspace: workspace, repository: main).integrationCommit()
    return landings.filter { landing in
      guard let commit = landing.commit.flatMap({ ObjectID($0) }) else { return true }
      // A commit that landed on another machine may not be here.
      return (try? main.contains(commit, in: start)) != true
    }.map(\.branch)
  }

  /// A branch of the same name in another repository does not count.
  private func branches(
    of rows: [QueueItem], in repository: String
  ) -> [(id: String, landing: Landing)] {
    rows.compactMap { row in
      guard let landing = row.landing,
        (try? workspace.root(of: row)).flatMap(Workspace.top(of:)) == repository
      else { return nil }
      return (row.id, landing)
    }
  }

  /// Whether any row may have an obstacle.
  var mayHaveObstacles: Bool { !idsAtWork.isEmpty || queue.store.sharedClaims != nil }

  /// Why a row can't be started now, because the work on which it builds is not committed, or on
  /// this machine, because a branch of that work is only on another one; `nil` if it can.
  ///
  /// - Parameter snapshot: an earlier reading of the queue; `nil` reads it now.
  package func obstacle(to item: QueueItem, in snapshot: (any QueueSnapshot)? = nil) throws
    -> Problem?
  {
    let ids = item.after
    if ids.isEmpty || !mayHaveObstacles { return nil }
    let rows =
      // The snapshot only serves explanations. A start reads the rows, and fails if it can't.
      if let snapshot { ids.compactMap { try? snapshot.item($0) } } else {
        try queue.read { table in try ids.compactMap { try table.item($0) } }
      }
    let unended = rows.filter { $0.status == .done && idsAtWork.contains($0.id) }
    if !unended.isEmpty { return .worktree(.workersRemain(ids: unended.map(\.id))) }
    guard let claims = queue.store.sharedClaims,
      workspace.profile(of: item)?.usesWorktree ?? false,
      let worktree = try? workspace.worktree(of: item)
    else { return nil }
    for (id, landing) in branches(of: rows, in: worktree.repository) {
      // If git fails, the supervisor reports it.
      guard let last = try claims.claimPlaces(ofRow: id).last, !last.isHere,
        (try? has(landing, for: worktree)) == false
      else { continue }
      let machine = Machine(last.machine)
      return .worktree(
        .branchOnHost(landing.branch, id: id, host: machine.host, folder: machine.home))
    }
    return nil
  }

  /// Whether a worktree can have the work: the branch is here, or the commit at which rows begin
  /// contains the work. A row whose own branch is here continues on that branch.
  private func has(_ landing: Landing, for worktree: RowWorktree) throws -> Bool {
    let branches = [Branch(landing.branch).ref, worktree.branch.ref]
    let merged = landing.commit.map { "\($0)^{commit}" }
    let found = try Repository.objects(
      named: branches + [merged].compactMap(\.self), at: worktree.repository,
      environment: workspace.environment)
    if branches.contains(where: { found[$0] != nil }) { return true }
    guard let commit = merged.flatMap({ found[$0] }) else { return false }
    let repository = try workspace.repository(at: worktree.repository)
    let start = try WorktreeBase(workspace: workspace, repository: repository).integrationCommit()
    return try repository.contains(commit, in: start)
  }
}
