public import Door
import Git
public import Model
import Workers

/// What `ops pr sync` did.
public struct SyncedForge: Sendable {
  /// The state of a row's pull request after a sync.
  public enum Step: Equatable, Sendable {
    /// The branch was pushed, and has this pull request.
    case opened(Int)
    case pushed(Int)
    /// Commits of others replaced the worker's on the branch, and the results of their checks are
    /// left to people.
    case hasCommitsOfOthers(Int)
    /// Others added commits, which the row's worktree has now, too.
    case tookCommitsOfOthers(Int)
    /// The checks of the pull request have this result.
    case checked(Int, PullRequestChecks)
    /// The work was sent back to a worker, for this reason.
    case sentBack(Int, FailureClass)
    case merged(Int, commit: String?)
    case closed(Int)
  }

  public struct Row: Sendable {
    public let id: String
    /// The step that was taken; `nil` if nothing is new.
    public let step: Result<Step?, Problem>
    /// The address of the pull request; `nil` if none is known.
    public let url: String?
  }

  /// The rows that wait for a merge.
  public internal(set) var rows: [Row] = []
  /// Why the forge was not asked, or did not answer.
  public internal(set) var problem: Problem?
  /// When the forge may be asked again, if it was asked less than a minute ago or did not answer.
  public internal(set) var waitsUntil: QueueTime?
}

/// Use case: makes pull requests of work that passed, and applies what happened to them to the rows
/// (`ops pr sync`, which ticks start). Source: `docs/forge.md`.
///
/// The forge's own state counts: each step asks the forge before it acts. So a kill between two
/// calls neither makes a second pull request nor loses an answer. A failure of one row does not
/// stop the others.
struct SyncForge: Sendable, UseCase {
  let queue: Queue
  /// How long to wait for another process that asks the forge.
  let lockTimeout: Duration

  private var now: Int { queue.clock.now.epochSeconds }

  /// - Parameters:
  ///   - id: the only row to sync; `nil` for all.
  ///   - asksNow: whether the forge is asked even if it was asked less than a minute ago.
  func callAsFunction(_ id: String?, asksNow: Bool) throws -> SyncedForge {
    // Programs that a worker prepared must not run with a person's account.
    try workspace.checkIsNoWorker()
    if case .refused(let refusal) = try workspace.permission() {
      throw Problem.untrusted(.pullRequests, refusal)
    }
    try queue.checkWritable()
    if try items(id).isEmpty { return SyncedForge() }
    let folder = ForgeFolder(workspace)
    let lock = try folder.lock(queue.clock.machine, timeout: lockTimeout)
    defer { withExtendedLifetime(lock) {} }
    // The process that had the lock before may have changed the rows.
    let items = try items(id)
    var state = try folder.state()
    var synced = SyncedForge()
    let wait = state.secondsToNext(at: now)
    if wait > 0, !asksNow {
      synced.waitsUntil = QueueTime(epochSeconds: now + wait, zone: queue.clock.zone)
      return synced
    }
    state.askedAt = now
    // The state is saved before the first question, so that after a kill the next tick does not ask
    // at once.
    try folder.save(state)
    let forge = workspace.forge(queue.clock.machine)
    var groups: [(root: String, items: [QueueItem])] = []
    for item in items {
      let root = (try? workspace.root(of: item)).flatMap(Workspace.top(of:)) ?? ""
      if let place = groups.firstIndex(where: { $0.root == root }) {
        groups[place].items.append(item)
      } else {
        groups.append((root, [item]))
      }
    }
    for group in groups {
      do {
        let place = try workspace.forgePlace(of: group.root)
        try sync(group.items, at: place, forge, &state, &synced, saving: folder.save)
      } catch {
        synced.problem = synced.problem ?? Problem(error)
      }
    }
    let isPassing = synced.problem?.forge?.isPassing ?? false
    state.failures = isPassing ? state.failures + 1 : 0
    state.note(synced.problem, of: nil)
    // If no row was named, the answers are about all rows that wait.
    if id == nil {
      let ids = Set(items.map(\.id))
      state.rows = try kept(state.rows)
      state.told = state.told.filter { $0.key.isEmpty || ids.contains($0.key) }
    }
    try folder.save(state)
    return synced
  }

  /// The rows that are not DONE. Commits that were pushed for such a row matter to its next
  /// attempt, too.
  private func kept(_ rows: [String: ForgeState.Row]) throws -> [String: ForgeState.Row] {
    try queue.read { table in
      try rows.filter { id, _ in (try table.item(id)?.status ?? .done) != .done }
    }
  }

  private func items(_ id: String?) throws -> [QueueItem] {
    guard let id else { return try DueSync(queue: queue).items() }
    let item = try queue.read { table in try table.existing(id) }
    guard item.awaited == .merge else { throw Problem.refused(.notAwaited(item, .merge)) }
    guard workspace.profile(of: item)?.integration == .pullRequest else {
      throw Problem.forge(.otherWorker(id: item.id))
    }
    return [item]
  }

  /// - Throws: if the forge does not answer, or can't be asked at all.
  private func sync(
    _ items: [QueueItem], at place: ForgePlace, _ forge: Forge, _ state: inout ForgeState,
    _ synced: inout SyncedForge, saving save: (ForgeState) throws -> Void
  ) throws {
    let found = try forge.pullRequests(
      of: place.repository, branches: items.map { branch(of: $0).name })
    for item in items {
      let step = RowSync(
        item: item, branch: branch(of: item), place: place, forge: forge, queue: queue)
      var row = state.rows[item.id] ?? ForgeState.Row()
      let result = Result {
        do {
          return try step(found[branch(of: item).name] ?? [], &row) { row in
            state.rows[item.id] = row
            try save(state)
          }
        } catch {
          // A person changed the row in the meantime.
          switch Problem(error).kind {
          case .refused(.notAwaited), .refused(.movedOn): return nil
          default: throw error
          }
        }
      }.mapError { Problem($0) }
      state.rows[item.id] = row
      // A problem that stops all rows is reported once.
      if case .failure(let problem) = result, problem.forge?.isPassing == true { throw problem }
      synced.rows.append(.init(id: item.id, step: result, url: row.url))
      guard case .failure(let problem) = result else {
        state.note(nil, of: item.id)
        continue
      }
      state.note(problem, of: item.id)
    }
  }

  /// The branch by the naming rule, whatever the notes name, because a person who may only edit the
  /// table must not have any branch pushed.
  private func branch(of item: QueueItem) -> Branch { workspace.branch(of: item) }
}
