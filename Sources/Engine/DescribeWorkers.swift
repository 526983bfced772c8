public import Dispatching
public import Facts
public import QueueModel
import Settings

/// Use case: says of each worker of `orch.json` whether it can start now, and how many rows it has.
public struct DescribeWorkers: Sendable {
  private let queue: Queue
  private let workspace: Workspace

  public init(queue: Queue, workspace: Workspace) {
    self.queue = queue
    self.workspace = workspace
  }

  public struct Worker: Sendable {
    public let profile: WorkerProfile
    /// Why it starts nothing now; `nil` where it can.
    public let problem: Problem?
    /// The same as a reason of its rows; `nil` also for what is wrong with this process only.
    public let startProblem: StartProblem?
    /// Its rows that are IN_PROGRESS.
    public let running: [QueueItem]
    /// How many there may be.
    public let limit: Int
  }

  /// In the order of `orch.json`. No program is asked for its version.
  public func callAsFunction() throws(Problem) -> [Worker] {
    if let problem = workspace.settings.problem { throw problem }
    let maxWorkers = try queue.settings.get().maxWorkers
    var roster = workspace.profiles.roster()
    roster.claimed = workspace.claimedWorkers
    let running = try queue.read { table in try table.items(.inProgress) }
      .filter { $0.claim?.isForWorker ?? false }
    let problems = workspace.workerProblems(now: queue.clock.now)
    return workspace.profiles.profiles.map { profile in
      let problem = problems.first { $0.profile.name == profile.name }?.error
      return Worker(
        profile: profile, problem: problem,
        startProblem: problem.flatMap(StartProblem.init),
        running: running.filter { roster.name(workingOn: $0) == profile.name },
        limit: min(profile.limit ?? maxWorkers, maxWorkers))
    }
  }
}
