public import Attempts
public import Door
public import Host
public import Model
import QueueStore
public import Workers
public import Worktrees

/// Why workers that `orch.json` names can't start, or start in another way than a person meant.
public struct WorkerFindings: Sendable {
  /// The names of all workers.
  public let names: [String]
  /// Why some workers can't start.
  public let problems: [Problem]
  /// The workers that start without their sandbox, and why.
  public let unboxed: [(worker: String, obstacle: ProgramLookup.Obstacle)]
  /// What the sandboxes of workers limit on this machine, and what they can't limit.
  public let sandboxes: [Sandbox]
  /// The breakers that can't be read.
  public let unreadable: [String]
  /// Workers that do not exist, but that routes or rows name.
  public let unknown: [WorkerRoster.Unknown]
  /// Why unfinished rows can't be worked on in their repositories, and problems of the other
  /// repositories.
  public let repositories: [Problem]
  /// Other problems that keep rows from being worked on in worktrees, or their work from landing.
  public let obstacles: [WorkObstacle]
  /// Text in the command line of a worker that looks like a placeholder, but is not one.
  public let placeholders: [(word: String, key: String)]
  /// The problems with the briefs of unfinished rows.
  public let briefs: [Notice]
  /// The checks that are not in `review.checks`, and the unfinished rows whose criteria name them.
  public let missingChecks: [(name: String, ids: [String])]
  /// The workers whose work lands without a person, and is judged together with ignored files.
  public let judgedInWorktree: [String]
  public let budgetFindings: BudgetFindings

  /// The sandbox that orch makes for a worker.
  public struct Sandbox: Sendable {
    public let worker: String
    /// What the sandbox limits on this machine.
    public let enforced: Enforcement
    public let lacks: [SandboxLack]
    /// Whether the worker does not start if the sandbox is incomplete.
    public let isRequired: Bool
  }

  /// - Throws: if there is no queue.
  fileprivate init(of queue: TaskQueue) throws {
    let (workspace, now) = (try queue.workspace(), try queue.now())
    names = workspace.profiles.profiles.map(\.name)
    // This comes before the problems, which need the results of the tries.
    let mayTry = (try? workspace.permission()) == .allowed
    sandboxes = workspace.profiles.all.compactMap { profile in
      // Only rungs that were tried count.
      guard mayTry, let rungs = profile.sandboxRules?.rungs,
        let lacks = try? workspace.sandboxLacks(of: profile, asks: true)
      else { return nil }
      return Sandbox(
        worker: profile.name,
        enforced: Enforcement(Set(rungs).subtracting(lacks.map(\.rung))), lacks: lacks,
        isRequired: profile.requiresSandbox)
    }
    // Other checks report missing trust, and a faulty `env_file`.
    let ofWorkers = workspace.workerProblems(now: now).map(\.error).filter {
      switch $0 {
      case .untrusted: false
      case .workerCannotStart(let obstacle): !obstacle.isOfEnvironmentFile
      default: $0.forge == nil
      }
    }
    problems = ofWorkers + [workspace.forgeProblem(now: now)].compactMap(\.self)
    budgetFindings = queue.budgetFindings()
    judgedInWorktree =
      workspace.settings.review.checkout == .clean
      ? [] : workspace.profiles.profiles.filter { $0.integration != .none }.map(\.name)
    unboxed = workspace.workersWithoutSandbox
    unreadable = names.map(workspace.breaker(of:)).compactMap { breaker in
      // A breaker that can't be written either is among the problems.
      breaker.obstruction == nil ? breaker.problem : nil
    }
    // Another check reports why the queue can't be read.
    let rows = names.isEmpty ? nil : try? queue.snapshot()
    let items = rows.map { rows in (0..<rows.rowCount).compactMap { rows.item(at: $0) } } ?? []
    unknown =
      names.isEmpty ? [] : workspace.profiles.roster().unknownWorkers(of: items)
    repositories = workspace.repositoryProblems(of: items, now: now)
    let said = problems + repositories
    obstacles = queue.workObstacles().filter { !said.contains($0.problem) }
    let missing = (try? queue.fileSettings())?.missingChecks(of: items) ?? []
    let rowsOfChecks = Dictionary(grouping: missing, by: \.name)
    missingChecks = rowsOfChecks.keys.sorted().map { name in
      (name, rowsOfChecks[name, default: []].map(\.id))
    }
    placeholders = workspace.profiles.profiles.flatMap(\.unknownPlaceholders)
    let ofBriefs = rows.map { rows in
      workspace.briefWarnings { id in rows.status(of: id).map { !$0.isFinished } ?? false }
    }
    briefs = (ofBriefs ?? [:]).sorted { $0.key < $1.key }.map(\.value)
  }
}

extension Workspace {
  /// - Parameter items: rows in any state.
  fileprivate func repositoryProblems(of items: [QueueItem], now: QueueTime) -> [Problem] {
    var (preflight, roster) = (Preflight(self, now: now), profiles.roster())
    let ofRows = items.filter { !$0.status.isFinished }.compactMap { item in
      preflight.noteRepository(of: item, in: &roster)
    }
    guard profiles.profiles.contains(where: \.usesWorktree) else { return ofRows }
    let others = profiles.repositories.keys.sorted().filter {
      roster.repositoryObstacles[$0] == nil
    }
    return ofRows + others.compactMap { preflight.obstacle(inRepository: $0) }
  }
}

extension TaskQueue {
  /// - Returns: `nil` if there is no queue, or the settings can't be read.
  public func workerFindings() -> WorkerFindings? {
    settingProblems().isEmpty ? try? WorkerFindings(of: self) : nil
  }
}
