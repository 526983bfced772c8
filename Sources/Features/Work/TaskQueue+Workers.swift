public import Door
import Host
public import Model
import Text
public import Workers
import Worktrees

/// Whether a worker of `orch.json` can start now, and which rows it has.
public struct WorkerState: Sendable {
  public let profile: WorkerProfile
  /// Why the worker starts nothing now; `nil` if it can start.
  public let problem: Problem?
  /// The worker's rows that are IN_PROGRESS.
  public let running: [QueueItem]
  /// The most rows of the worker that may be IN_PROGRESS.
  public let limit: Int

  /// The problem as a reason why rows wait; also `nil` if only this process has the problem.
  public var reason: WaitReason? { problem.flatMap(WaitReason.init) }
}

extension TaskQueue {
  /// The workers in the order of `orch.json`. No program is asked for its version.
  public func workers() throws(Problem) -> [WorkerState] {
    try asking {
      let queue = try queue(as: Caller())
      let workspace = queue.workspace
      if let problem = workspace.settings.problem { throw problem }
      let maxWorkers = try queue.settings.get().maxWorkers
      var roster = workspace.profiles.roster()
      roster.claimed = workspace.claimedWorkers
      let running = try queue.read { table in try table.items(.inProgress) }
        .filter { $0.claim?.isForWorker ?? false }
      let problems = workspace.workerProblems(now: queue.clock.now)
      var preflight = Preflight(workspace, now: queue.clock.now)
      return workspace.profiles.all.map { profile in
        let problem =
          profile.isPlanner
          ? preflight.obstacle(to: profile)
          : problems.first { $0.profile.name == profile.name }?.error
        return WorkerState(
          profile: profile, problem: problem,
          running: running.filter { roster.name(workingOn: $0) == profile.name },
          limit: profile.isPlanner ? 0 : min(profile.limit ?? maxWorkers, maxWorkers))
      }
    }
  }

  /// - Throws: if `orch.json` has no worker of this name.
  public func worker(named name: String) throws(Problem) -> WorkerProfile {
    try asking {
      let workers = try fileSettings().workers.all
      if let profile = workers.first(where: { $0.name == name }) { return profile }
      throw Problem.unknownWorker(
        name, known: workers.map(\.name), settingsExist: try settingsFile() != nil,
        .subject)
    }
  }

  /// Ends the pause of a worker whose starts failed.
  ///
  /// - Returns: the pause that ended; `nil` if the worker was not paused.
  public func resumeWorker(_ name: String, as caller: Caller) throws(Problem) -> WorkerPause? {
    try asking {
      let name = try worker(named: name).name
      try queue(as: caller, for: "worker").checkWritable()
      let breaker = try workspace().breaker(of: name)
      do throws(LockFile.Failure) { return try breaker.resume() } catch {
        switch error {
        case .system(let error): throw error
        case .held(let holder):
          throw Problem.adapter(
            .locked,
            Sentence(
              "the pause of \(name.escaped) is locked by \(holder.escaped)",
              "\(name.escaped)의 일시 정지를 \(holder.escaped)이(가) 잠갔습니다"),
            hint: Sentence("try again", "다시 시도하십시오"))
        }
      }
    }
  }

  /// The records of this queue's workers that run on this machine, by row.
  public func runningWorkers() throws(Problem) -> [String: WorkerRecord] {
    try asking { try workspace().runningWorkers() }
  }
}
