import Attempts
package import Door
import Git
package import Host
package import Model
package import Workers

/// Checks workers before a row is claimed for them, so that no row loses an attempt to a problem
/// found here. Source: `docs/workers.md`, "Preflight and breaker".
package struct Preflight {
  private let workspace: Workspace
  private let now: QueueTime
  /// Whether programs are run to ask for their versions. If not, only earlier answers count.
  private let asksVersions: Bool
  /// Whether programs may start; `nil` until the first call looks it up.
  private var permission: TrustPermission?
  /// Why no row can be worked in a worktree, by the name of the repository (`nil` for the
  /// project's), for the repositories that were looked up.
  private var foundWorktreeObstacles: [String?: Problem?] = [:]
  /// The refs of repositories, by the same names.
  private var foundRefs: [String?: RefFiles?] = [:]
  /// Why no pull request can be made; `nil` until the first call looks it up.
  private var foundForgeObstacle: Problem??
  /// What is left of the budget; `nil` until the first call reads the ledger.
  private var foundBudget: Result<BudgetState?, SystemError>?

  package init(_ workspace: Workspace, now: QueueTime, asksVersions: Bool = false) {
    (self.workspace, self.now, self.asksVersions) = (workspace, now, asksVersions)
  }

  /// - Throws: if no worker can start here for any row.
  package mutating func checkAny() throws {
    try checkAnyBesidesDisk()
    if workspace.profiles.profiles.isEmpty { return }
    if let shortage = workspace.diskShortage { throw Problem.diskFull(shortage) }
  }

  fileprivate mutating func checkAnyBesidesDisk() throws {
    if let problem = workspace.settings.problem { throw problem }
    let profiles = workspace.profiles.profiles
    guard let first = profiles.first else { return }
    if workspace.environment["ORCH_LABEL"] != nil || workspace.isInsideWorker {
      throw Problem.insideWorker
    }
    // Without `/proc` a supervisor can't be identified later.
    if ProcessIdentity.current == nil { throw Problem.noProcessTable }
    for profile in profiles where try refusal(of: profile) == nil { return }
    if let refusal = try refusal(of: first) { throw refusal }
  }

  /// Why a worker starts nothing now; `nil` if it can.
  package mutating func obstacle(to profile: WorkerProfile) -> Problem? {
    obstacleBesideBudget(to: profile) ?? budgetObstacle(to: profile)
  }

  /// The same as `obstacle(to:)`, but without reading the budget. Asks the program for its version,
  /// which may take seconds, and remembers the answer.
  package mutating func obstacleBesideBudget(to profile: WorkerProfile) -> Problem? {
    do {
      if let refusal = try refusal(of: profile) { return refusal }
      try checkPrograms(of: profile)
      try checkPrompt(of: profile)
      try checkEndpoint(of: profile)
      try checkVersion(of: profile)
      try checkRepository(for: profile)
      try checkForge(for: profile)
      let breaker = workspace.breaker(of: profile.name)
      if let obstruction = breaker.obstruction {
        return cannotStart(profile, .unrecordable(obstruction))
      }
      if case .open(let pause) = breaker.state(now: now) {
        return cannotStart(profile, .paused(pause, day: now.beginningOfDay))
      }
      return nil
    } catch {
      return Problem(error)
    }
  }

  /// The pause that ends if a start of the worker succeeds; `nil` if the worker is not paused.
  package func trial(of profile: WorkerProfile) -> WorkerPause? {
    if case .halfOpen(let pause) = workspace.breaker(of: profile.name).state(now: now) {
      pause
    } else {
      nil
    }
  }

  /// What is left of the budget; `nil` if there is none. The ledger is read once.
  package mutating func budget() throws(SystemError) -> BudgetState? {
    if let foundBudget { return try foundBudget.get() }
    let found = Result { () throws(SystemError) in
      let budget = try workspace.budget(at: now)
      // Costs that can't be booked would never count.
      if budget != nil { try workspace.costs.checkWritable() }
      return budget
    }
    foundBudget = found
    return try found.get()
  }

  /// Keeps attempts from being booked as long as the result lives. If the ledger can't be locked,
  /// workers with a budget do not start, and other workers do.
  ///
  /// - Throws: `locked` if another process keeps the ledger for too long.
  package mutating func lockBudget() throws -> LockFile? {
    do { return try workspace.costs.lock() } catch {
      guard case .system(let problem) = error else {
        throw Problem(error, of: workspace.costs)
      }
      foundBudget = .failure(problem)
      return nil
    }
  }

  /// What is left of the budget; `nil` if it was not read.
  package var readBudget: BudgetState? { (try? foundBudget?.get()) ?? nil }

  /// Why the budget keeps the worker from a row although it may start on others.
  package mutating func rowBudgetObstacle(to profile: WorkerProfile, on id: String) -> Problem? {
    guard let problem = budgetObstacle(to: profile, on: id),
      case .overBudget(let excess) = problem, excess.use.id != nil, excess.use.limit > 0
    else { return nil }
    return problem
  }

  /// Why the budget forbids a start of the worker on a row.
  ///
  /// - Parameters:
  ///   - id: the row; `nil` for a row on which nothing was spent.
  ///   - reserved: the amount that rows at work have reserved; by default, no row has.
  package mutating func budgetObstacle(
    to profile: WorkerProfile, on id: String? = nil, beside reserved: BudgetAmount = BudgetAmount()
  ) -> Problem? {
    guard profile.adapter.isBilled else { return nil }
    do {
      guard let budget = try budget() else { return nil }
      let isUnpriced = !profile.adapter.saysMoney || budget.unpriced.contains(profile.name)
      if isUnpriced, budget.budget.limitsMoney,
        workspace.profiles.prices[profile.name] == nil
      {
        return cannotStart(profile, .noPrice(profile.adapter))
      }
      return budget.excess(of: profile.name, on: id, beside: reserved).map { .overBudget($0) }
    } catch {
      return cannotStart(profile, .unreadableCosts(error))
    }
  }

  private func cannotStart(
    _ profile: WorkerProfile, _ reason: WorkerObstacle.Reason
  ) -> Problem {
    .workerCannotStart(WorkerObstacle(profile, file: workspace.settingsPath, reason))
  }

  /// Why the worker's program must not run: the settings do not name it, or it is not trusted.
  private mutating func refusal(of profile: WorkerProfile) throws -> Problem? {
    // The simulated worker starts only orch itself.
    if profile.adapter == .simulated { return nil }
    if profile.programName == nil {
      let kind = profile.adapter == .openclaw ? "command" : "worker"
      return .noWorkerProgram(file: workspace.settingsPath, kind: kind)
    }
    if permission == nil { permission = try workspace.permission() }
    if case .refused(let refusal) = permission { return .untrusted(.startingWorkers, refusal) }
    do throws(EnvironmentFile.Fault) {
      _ = try workspace.environmentFile()
      return nil
    } catch {
      return cannotStart(profile, .environmentFile(error))
    }
  }

  private func checkPrograms(of profile: WorkerProfile) throws {
    if let program = profile.programName { try check(program, profile.programKey, of: profile) }
    // A worker that does not require its sandbox starts without one.
    guard profile.requiresSandbox else { return }
    if profile.sandboxRules != nil {
      let lack = try workspace.sandboxLacks(of: profile, asks: asksVersions).first
      if let lack { throw cannotStart(profile, .missingSandbox(lack)) }
      return
    }
    guard let sandbox = profile.sandbox.first else { throw cannotStart(profile, .noSandbox) }
    try check(sandbox, "sandbox", of: profile)
  }

  private func check(_ program: String, _ key: String, of profile: WorkerProfile) throws {
    if let error = try workspace.missing(program, key, of: profile) { throw error }
  }

  private func checkPrompt(of profile: WorkerProfile) throws {
    guard let prompt = profile.prompt else { return }
    if let problem = TaskFile.problem(prompt, below: try workspace.projectRoot()) {
      throw cannotStart(profile, .prompt(prompt, problem: problem))
    }
  }

  private func checkEndpoint(of profile: WorkerProfile) throws {
    guard profile.adapter.isChat else { return }
    do throws(ChatEndpoint.Fault) {
      _ = try ChatEndpoint(of: profile, workspace.environment)
    } catch {
      throw cannotStart(profile, .endpoint(error))
    }
  }

  private func checkVersion(of profile: WorkerProfile) throws {
    // The version also decides how the costs of a resumed session count.
    guard profile.minVersion != nil || profile.resumesSession, let word = profile.programName
    else { return }
    guard let program = try workspace.lookup(word, for: profile).files.first else {
      return try check(word, profile.programKey, of: profile)
    }
    let answer = try answer(of: program)
    guard let needed = profile.minVersion else { return }
    switch answer {
    case .version(let found)?:
      guard found < needed else { return }
      throw cannotStart(profile, .oldVersion(found, of: program, needed: needed))
    case .unreadable(let problem)?:
      throw cannotStart(profile, .unreadableVersion(of: program, problem: problem))
    case nil: return
    }
  }

  /// If there are other repositories, a problem of the project's repository stops only the rows of
  /// the project.
  private mutating func checkRepository(for profile: WorkerProfile) throws {
    guard profile.usesWorktree, workspace.profiles.repositories.isEmpty else { return }
    if let obstacle = obstacle(inRepository: nil) { throw obstacle }
  }

  private mutating func checkForge(for profile: WorkerProfile) throws {
    guard profile.integration == .pullRequest else { return }
    if foundForgeObstacle == nil {
      let readiness = ForgeReadiness(workspace: workspace, now: now, asks: asksVersions)
      do {
        try readiness.check()
        foundForgeObstacle = .some(nil)
      } catch { foundForgeObstacle = Problem(error) }
    }
    if let obstacle = foundForgeObstacle ?? nil { throw obstacle }
  }

  /// Why no row can be worked in a worktree of a repository now; `nil` if rows can. Git is run
  /// once, however many workers there are.
  ///
  /// - Parameter name: `nil` for the project's.
  package mutating func obstacle(inRepository name: String?) -> Problem? {
    if let found = foundWorktreeObstacles[name] { return found }
    let obstacle = workspace.worktreeObstacle(inRepository: name)
    foundWorktreeObstacles[name] = .some(obstacle)
    return obstacle
  }

  /// The refs of a repository, read once; `nil` if they can't be read.
  private mutating func refs(ofRepository name: String?) -> RefFiles? {
    if let found = foundRefs[name] { return found }
    let top = (try? workspace.root(ofRepository: name)).flatMap(Workspace.top(of:))
    let refs = top.flatMap { RefFiles(of: $0) }
    foundRefs[name] = .some(refs)
    return refs
  }

  /// Notes in a roster why the row, or every row of its repository, can't be worked there now.
  ///
  /// - Returns: the problem, if the roster did not have it before; `nil` otherwise.
  package mutating func noteRepository(of item: QueueItem, in roster: inout WorkerRoster)
    -> Problem?
  {
    let worker = roster.name(for: item)
    guard let profile = workspace.profiles[worker] else { return nil }
    let name = workspace.repositoryName(of: item)
    if !profile.usesWorktree {
      guard name != nil, roster.workers[worker]?.elsewhereObstacle == nil else { return nil }
      let problem = cannotStart(profile, .noWorktree)
      roster.workers[worker]?.elsewhereObstacle = WaitReason(problem)
      return problem
    }
    if name != nil || !workspace.profiles.repositories.isEmpty,
      let problem = obstacle(inRepository: name)
    {
      return note(problem, ofRepository: name, in: &roster) ? problem : nil
    }
    guard let problem = workspace.worktreeProblem(of: item, refs(ofRepository: name)) else {
      return nil
    }
    roster.rowObstacles[item.id] = WaitReason(problem)
    return problem
  }

  /// - Returns: whether the roster did not have it before.
  private func note(
    _ problem: Problem, ofRepository name: String?, in roster: inout WorkerRoster
  ) -> Bool {
    // The supervisor reports a problem that keeps only this process from working there.
    guard let reason = WaitReason(problem) else { return false }
    if let name {
      defer { roster.repositoryObstacles[name] = reason }
      return roster.repositoryObstacles[name] == nil
    }
    var isNew = false
    for profile in workspace.profiles.profiles where profile.usesWorktree {
      if roster.workers[profile.name]?.projectObstacle == nil { isNew = true }
      roster.workers[profile.name]?.projectObstacle = reason
    }
    return isNew
  }

  private func answer(of program: String) throws -> ProgramVersions.Answer? {
    guard asksVersions else {
      return ProgramVersions(sidecar: workspace.sidecar).remembered(of: program)
    }
    return try workspace.askVersion(of: program, now: now)
  }
}

extension Workspace {
  /// The workers as the rules need them, each with the obstacle to its start; `nil` if the settings
  /// name no worker. No program is asked for its version.
  func roster(now: QueueTime) -> WorkerRoster? {
    if profiles.profiles.isEmpty { return nil }
    var preflight = Preflight(self, now: now)
    var roster = profiles.roster { profile in
      preflight.obstacle(to: profile).flatMap(WaitReason.init)
    }
    roster.claimed = claimedWorkers
    // A ledger that can't be read is noted as an obstacle to its workers.
    roster.budget = try? preflight.budget()
    return roster
  }

  /// - Throws: if no worker can start here for any row. A full disk is no error, because it passes.
  package func checkWorkers() throws {
    // The time matters only for pauses, and those are not checked here.
    var preflight = Preflight(self, now: QueueTime(epochSeconds: 0, offset: 0))
    try preflight.checkAnyBesidesDisk()
  }

  /// The error with which a dispatch starts no worker here, for any row.
  func startProblem(now: QueueTime) -> Problem? {
    do {
      var preflight = Preflight(self, now: now)
      try preflight.checkAny()
      let problems = workerProblems(now: now)
      return problems.count < profiles.profiles.count ? nil : problems.first?.error
    } catch {
      return Problem(error)
    }
  }

  /// The workers that can't start now, with the problem, in the order of the settings.
  package func workerProblems(now: QueueTime) -> [(profile: WorkerProfile, error: Problem)] {
    var preflight = Preflight(self, now: now)
    return profiles.profiles.compactMap { profile in
      preflight.obstacle(to: profile).map { (profile, $0) }
    }
  }

  /// The files whose creation or change may make a missing program available.
  package func missingProgramFiles(now: QueueTime) -> [String] {
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
}
