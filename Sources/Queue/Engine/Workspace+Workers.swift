import Facts
import Host
import Model
import Text
import Workers

/// The workers of `orch.json`, and what keeps them from being started.
extension Workspace {
  /// Empty where none is named, and where the settings can't be read.
  var profiles: WorkerProfiles { settings.workers }

  /// The breaker of a worker.
  func breaker(of worker: String) -> WorkerBreaker {
    WorkerBreaker(sidecar: sidecar, worker: worker, service: profiles[worker]?.service)
  }

  /// The workers as the rules need them, each with what keeps it from starting; `nil` where none is
  /// named. No program is asked for its version.
  func roster(now: QueueTime) -> WorkerRoster? {
    if profiles.profiles.isEmpty { return nil }
    var preflight = Preflight(self, now: now)
    var roster = profiles.roster { profile in
      preflight.obstacle(to: profile).flatMap(WaitReason.init)
    }
    roster.claimed = claimedWorkers
    // One that can't be read is an obstacle of its workers.
    roster.budget = try? preflight.budget()
    return roster
  }

  /// The ledger of what agents took.
  var costs: CostLedger { CostLedger(sidecar: sidecar, records: sharedRecords) }

  /// What is left of the budget; `nil` where there is none, or no agent, and nothing is read then.
  func budget(at now: QueueTime) throws(SystemError) -> BudgetState? {
    guard bindsAgents else { return nil }
    var count = BudgetCount(profiles, at: now)
    try costs.visitEntries { count.add($0) }
    return count.state
  }

  /// Whether there is a budget, and an agent or a planner that it binds.
  var bindsAgents: Bool {
    !profiles.budget.isEmpty && !profiles.billed.isEmpty
  }

  /// The names of workers by the tokens of their claims. Where the records can't be read, the rows
  /// say it.
  var claimedWorkers: [String: String] {
    let records = (try? allRecords()) ?? []
    return Dictionary(records.map { ($0.claimToken, $0.workerName) }) { $1 }
  }

  /// - Throws: where no worker may start here, whatever the rows.
  func checkWorkers() throws {
    // The time decides only about pauses, which are not looked at.
    var preflight = Preflight(self, now: QueueTime(epochSeconds: 0, offset: 0))
    try preflight.checkAny()
  }

  /// The error with which a dispatch starts nothing here, whatever the rows.
  func startProblem(now: QueueTime) -> Problem? {
    do {
      try checkWorkers()
      let problems = workerProblems(now: now)
      return problems.count < profiles.profiles.count ? nil : problems.first?.error
    } catch {
      return Problem(error)
    }
  }

  /// The workers that start nothing now, and why, in the order of the settings.
  func workerProblems(now: QueueTime) -> [(profile: WorkerProfile, error: Problem)] {
    var preflight = Preflight(self, now: now)
    return profiles.profiles.compactMap { profile in
      preflight.obstacle(to: profile).map { (profile, $0) }
    }
  }

  /// The workers that start without their sandbox, because it can't be run, and why not.
  var workersWithoutSandbox: [(worker: String, obstacle: ProgramLookup.Obstacle)] {
    profiles.profiles.compactMap { profile in
      guard !profile.requiresSandbox, let program = profile.sandbox.first,
        let obstacle = try? lookup(program, for: profile).obstacle
      else { return nil }
      return (profile.name, obstacle)
    }
  }

  /// The files whose creation or change may make a missing program available.
  func missingProgramFiles(now: QueueTime) -> [String] {
    workerProblems(now: now).flatMap { problem -> [String] in
      switch problem.error {
      case .missingProgram(_, _, _, let obstacle): return obstacle.files
      case .workerCannotStart(let obstacle):
        guard case .missingSandbox(let lack) = obstacle.reason else { return [] }
        if case .missing(let obstacle) = lack.obstacle { return obstacle.files }
        return [Path.join(sidecar, SandboxTrials.file)]
      default: return []
      }
    }
  }

  /// Why a program can't be run that `key` of the profile names; `nil` where it can.
  func missing(_ program: String, _ key: String, of profile: WorkerProfile) throws -> Problem? {
    guard let obstacle = try lookup(program, for: profile).obstacle else { return nil }
    return .missingProgram(
      file: settingsPath, key: "\(profile.key).\(key)",
      pathKey: key == "adapter" ? "\(profile.key).program" : nil, obstacle)
  }

  /// Asks a program for its version, once as long as its file is the same.
  func askVersion(of program: String, now: QueueTime) throws -> ProgramVersions.Answer {
    ProgramVersions(sidecar: sidecar).answer(
      of: program, in: try projectRoot(),
      environment: ChildEnvironment.variables(from: environment), now: now.epochSeconds)
  }

  /// Looks a program up from the folder and with the variables of the worker.
  func lookup(_ program: String, for profile: WorkerProfile) throws -> ProgramLookup {
    let variables = ChildEnvironment.variables(from: environment, passing: profile.env)
    return ProgramLookup(program, in: try projectRoot(), environment: variables)
  }
}

extension Workspace {
  /// The values of secret variables that workers get, as far as this process has them: a worker
  /// that reports by itself does.
  var secretValues: SecretValues {
    let names = Set(profiles.all.flatMap(\.secretNames))
    return SecretValues(names.compactMap { environment[$0] })
  }

  /// The name of the worker that a row has, for a PENDING row also by the routes; `nil` where
  /// `orch.json` has no `workers`, and where none is known.
  func workerName(of item: QueueItem) -> String? {
    guard profiles.isNamed else { return nil }
    return item.status == .pending ? profiles.roster().name(for: item) : item.workerName
  }

  /// The profile of the worker that a row has.
  func profile(of item: QueueItem) -> WorkerProfile? {
    profiles.roster.flatMap { profiles[$0.name(for: item)] }
  }
}

extension WorkerProfiles {
  /// The roster of all; `nil` where none is named.
  var roster: WorkerRoster? { profiles.isEmpty ? nil : roster() }
}
