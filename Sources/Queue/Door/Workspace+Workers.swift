package import Host
package import Model
import Text
package import Workers

/// The workers of `orch.json`, and the obstacles to their start.
extension Workspace {
  /// Empty if no worker is named, or if the settings can't be read.
  package var profiles: WorkerProfiles { settings.workers }

  package func breaker(of worker: String) -> WorkerBreaker {
    WorkerBreaker(sidecar: sidecar, worker: worker, service: profiles[worker]?.service)
  }

  package var costs: CostLedger { CostLedger(sidecar: sidecar, records: sharedRecords) }

  /// The files with the costs of agents, for a backup, the oldest first.
  package func costFiles() throws -> [(path: String, bytes: [UInt8])] { try costs.copies() }

  /// The rest of the budget; `nil`, without reading the ledger, if there is no budget or no agent.
  package func budget(at now: QueueTime) throws(SystemError) -> BudgetState? {
    guard bindsAgents else { return nil }
    var count = BudgetCount(profiles, at: now)
    try costs.visitEntries { count.add($0) }
    return count.state
  }

  /// Whether there is a budget and an agent or a planner to which the budget applies.
  package var bindsAgents: Bool {
    !profiles.budget.isEmpty && !profiles.billed.isEmpty
  }

  /// The names of workers by the tokens of their claims. If the records can't be read, the rows
  /// report the error.
  package var claimedWorkers: [String: String] {
    let records = (try? allRecords()) ?? []
    return Dictionary(records.map { ($0.claimToken, $0.workerName) }) { $1 }
  }

  /// The workers that start without their sandbox because the sandbox can't be run, each with the
  /// reason.
  package var workersWithoutSandbox: [(worker: String, obstacle: ProgramLookup.Obstacle)] {
    profiles.profiles.compactMap { profile in
      guard !profile.requiresSandbox, let program = profile.sandbox.first,
        let obstacle = try? lookup(program, for: profile).obstacle
      else { return nil }
      return (profile.name, obstacle)
    }
  }

  /// Why a program that `key` of the profile names can't be run; `nil` if it can.
  package func missing(_ program: String, _ key: String, of profile: WorkerProfile) throws
    -> Problem?
  {
    guard let obstacle = try lookup(program, for: profile).obstacle else { return nil }
    return .missingProgram(
      file: settingsPath, key: "\(profile.key).\(key)",
      pathKey: key == "adapter" ? "\(profile.key).program" : nil, obstacle)
  }

  /// Returns the version of a program. The program is run once, and again after its file changes.
  package func askVersion(of program: String, now: QueueTime) throws -> ProgramVersions.Answer {
    ProgramVersions(sidecar: sidecar).answer(
      of: program, in: try projectRoot(),
      environment: ChildEnvironment.variables(from: environment), now: now.epochSeconds)
  }

  /// Finds a program from the worker's folder with the worker's variables.
  package func lookup(_ program: String, for profile: WorkerProfile) throws -> ProgramLookup {
    let variables = ChildEnvironment.variables(from: environment, passing: profile.env)
    return ProgramLookup(program, in: try projectRoot(), environment: variables)
  }
}

extension Workspace {
  /// The name of a row's worker; for a PENDING row, the worker that the row or the routes choose.
  /// `nil` if `orch.json` has no `workers`, or if the worker is unknown.
  package func workerName(of item: QueueItem) -> String? {
    guard profiles.isNamed else { return nil }
    return item.status == .pending ? profiles.roster().name(for: item) : item.workerName
  }

  /// The name of the repository that a row names; `nil` for the project's repository.
  package func repositoryName(of item: QueueItem) -> String? {
    profiles.profiles.isEmpty ? nil : item.repositoryName
  }

  package func profile(of item: QueueItem) -> WorkerProfile? {
    profiles.roster.flatMap { profiles[$0.name(for: item)] }
  }
}

extension WorkerProfiles {
  /// The roster of all workers; `nil` if the settings name none.
  package var roster: WorkerRoster? { profiles.isEmpty ? nil : roster() }
}
