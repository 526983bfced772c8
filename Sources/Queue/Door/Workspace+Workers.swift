package import Host
package import Model
package import Text
package import Workers

/// The workers of `orch.json`, and what keeps them from being started.
extension Workspace {
  /// Empty if no worker is named, or if the settings can't be read.
  package var profiles: WorkerProfiles { settings.workers }

  package func breaker(of worker: String) -> WorkerBreaker {
    WorkerBreaker(sidecar: sidecar, worker: worker, service: profiles[worker]?.service)
  }

  package var costs: CostLedger { CostLedger(sidecar: sidecar, records: sharedRecords) }

  /// What is left of the budget; `nil` if there is no budget, or no agent, and nothing is read
  /// then.
  package func budget(at now: QueueTime) throws(SystemError) -> BudgetState? {
    guard bindsAgents else { return nil }
    var count = BudgetCount(profiles, at: now)
    try costs.visitEntries { count.add($0) }
    return count.state
  }

  /// Whether there is a budget, and an agent or a planner that it binds.
  package var bindsAgents: Bool {
    !profiles.budget.isEmpty && !profiles.billed.isEmpty
  }

  /// The names of workers by the tokens of their claims. If the records can't be read, the rows
  /// report that.
  package var claimedWorkers: [String: String] {
    let records = (try? allRecords()) ?? []
    return Dictionary(records.map { ($0.claimToken, $0.workerName) }) { $1 }
  }

  /// The workers that start without their sandbox, because it can't be run, and why not.
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

  /// Asks a program for its version, once as long as its file is the same.
  package func askVersion(of program: String, now: QueueTime) throws -> ProgramVersions.Answer {
    ProgramVersions(sidecar: sidecar).answer(
      of: program, in: try projectRoot(),
      environment: ChildEnvironment.variables(from: environment), now: now.epochSeconds)
  }

  /// Looks a program up from the folder and with the variables of the worker.
  package func lookup(_ program: String, for profile: WorkerProfile) throws -> ProgramLookup {
    let variables = ChildEnvironment.variables(from: environment, passing: profile.env)
    return ProgramLookup(program, in: try projectRoot(), environment: variables)
  }
}

extension Workspace {
  /// The values of the secret variables that workers get, as far as this process has them: a worker
  /// that reports by itself does.
  package var secretValues: SecretValues {
    let names = Set(profiles.all.flatMap(\.secretNames))
    return SecretValues(names.compactMap { environment[$0] })
  }

  /// The name of the worker that a row has, and that the routes give a PENDING row; `nil` if
  /// `orch.json` has no `workers`, or if none is known.
  package func workerName(of item: QueueItem) -> String? {
    guard profiles.isNamed else { return nil }
    return item.status == .pending ? profiles.roster().name(for: item) : item.workerName
  }

  /// The name of the repository that a row names; `nil` for the project's.
  package func repositoryName(of item: QueueItem) -> String? {
    profiles.profiles.isEmpty ? nil : item.repositoryName
  }

  package func profile(of item: QueueItem) -> WorkerProfile? {
    profiles.roster.flatMap { profiles[$0.name(for: item)] }
  }
}

extension WorkerProfiles {
  /// The roster of all workers; `nil` if none is named.
  package var roster: WorkerRoster? { profiles.isEmpty ? nil : roster() }
}
