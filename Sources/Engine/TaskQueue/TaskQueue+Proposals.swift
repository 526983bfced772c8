import Dispatching
public import Facts
import Host
public import Plans
import QueueModel
import Redaction
import Settings
import TeamProtocol

// Plans that a planner writes: a person reads a proposal, and decides it once.

extension TaskQueue {
  /// Whether `orch.json` names a planner, by which `propose` asks a model.
  public func hasPlanner() throws(Problem) -> Bool {
    try fileSettings().planner.worker != nil
  }

  /// Asks a planner for the plan of a goal. No row is made.
  ///
  /// - Parameters:
  ///   - goal: what is to be reached.
  ///   - planner: the name of a worker with the adapter `llm`; `nil` for that of the settings.
  ///   - caller: who asks.
  /// - Throws: `PlanProblem.noPlanner`, `noAnswer`, `proposalMistakes` or `exists`.
  public func propose(
    _ goal: PlanGoal, planner name: String? = nil, as caller: Caller
  ) throws(Problem) -> PlanProposal {
    let planner = try planner(named: name)
    return try begin(goal, as: caller) { folder, number throws(Problem) in
      try ask(
        planner, for: goal.text, revising: nil, in: folder, number, as: caller)
    } checking: { plan throws(Problem) in
      try proposing(by: planner, as: caller).check(plan: plan)
    }
  }

  /// Notes a plan that intake made of a goal as a proposal.
  ///
  /// - Parameters:
  ///   - goal: what is to be reached.
  ///   - caller: who asks.
  ///   - tasks: those of the plan.
  public func propose(
    _ goal: PlanGoal, as caller: Caller, tasks: [PlanTask]
  ) throws(Problem) -> PlanProposal {
    let names = try planNames() ?? PlanNames(workers: nil, checks: [])
    return try begin(goal, as: caller) { folder, number throws(Problem) in
      let written = Plan(name: folder.name, tasks: tasks)
      let plan: Plan
      // A text of the goal may be none that a row can have.
      do throws(PlanMistakes) {
        plan = try Plan(parsing: written.canonicalJSON, names: names)
      } catch {
        throw .plan(.mistakes(error))
      }
      let proposal = PlanProposal(
        plan: plan, number: number, state: .proposed,
        hash: SHA256.hexDigest(of: plan.canonicalJSON), planner: nil, model: nil, usage: nil,
        folder: folder.shownPath(of: number))
      try folder.write(proposal)
      return proposal
    }
  }

  /// Asks a planner to change the last proposal of a plan, or what was applied of it.
  ///
  /// - Parameters:
  ///   - name: the plan.
  ///   - feedback: what a person says of it.
  ///   - planner: as of `propose`.
  ///   - caller: who asks.
  /// - Throws: also `PlanProblem.noProposal`.
  public func revise(
    _ name: String, feedback: String, planner plannerName: String? = nil, as caller: Caller
  ) throws(Problem) -> PlanProposal {
    let planner = try planner(named: plannerName)
    guard PlanName.isWellFormed(name) else { throw .plan(.noProposal(name)) }
    let folder = ProposalFolder(name, try workspace())
    let last = try folder.last()
    let head = try PlanFolder(name, workspace()).head()
    var applied: Plan?
    if let head, head.version > 0, head.store == (try workspace()).storeName {
      applied = try PlanFolder(name, workspace()).plan(ofVersion: head.version)
    }
    guard let plan = last?.plan ?? applied else { throw .plan(.noProposal(name)) }
    let goal = try last.flatMap { proposal throws(Problem) in
      try folder.goal(of: proposal.number)
    }
    try proposing(by: planner, as: caller).check(plan: name)
    let text = goal ?? plan.goal ?? plan.title ?? name
    let number = try beginning(folder, text, feedback: feedback)
    return try ask(
      planner, for: text, revising: (plan, feedback), in: folder, number, as: caller)
  }

  /// Applies the proposal of a plan.
  ///
  /// - Parameters:
  ///   - name: the plan.
  ///   - hash: of the content that the person read: no other one is applied.
  ///   - caller: who approves.
  /// - Throws: `PlanProblem.otherHash`, `decided` or `noProposal`; `mistakes` where the settings have
  ///   changed since.
  public func approve(
    proposalOf name: String, hash: String, as caller: Caller
  ) throws(Problem) -> AppliedPlan {
    let apply = try applyPlan(as: caller)
    return try deciding(name) { folder, proposal throws(Problem) in
      guard proposal.hash == hash else { throw .plan(.otherHash(name)) }
      let names = try planNames() ?? PlanNames(workers: nil, checks: [])
      let bytes = try folder.planBytes(of: proposal.number) ?? []
      guard SHA256.hexDigest(of: bytes) == hash else {
        throw .plan(.otherHash(name))
      }
      let rules = proposal.planner == nil ? nil : try planRules(for: name)
      let plan: Plan
      do throws(PlanMistakes) {
        plan =
          if let rules {
            try Plan(parsing: bytes, names: names, keeping: rules)
          } else {
            try Plan(parsing: bytes, names: names)
          }
      } catch {
        throw .plan(.mistakes(error))
      }
      let applied = try apply.apply(plan, key: nil)
      var decided = proposal
      decided.state = .approved
      try folder.write(head: decided)
      return applied
    }
  }

  /// Rejects the proposal of a plan.
  ///
  /// - Parameters:
  ///   - name: the plan.
  ///   - reason: is kept with it; `nil` for none.
  ///   - caller: who rejects.
  /// - Throws: `PlanProblem.decided` or `noProposal`.
  public func reject(
    proposalOf name: String, reason: String?, as caller: Caller
  ) throws(Problem) -> PlanProposal {
    try queue(as: caller, for: "plan").checkWritable()
    return try deciding(name) { folder, proposal throws(Problem) in
      var decided = proposal
      decided.state = .rejected
      try folder.write(head: decided, reason: reason)
      return decided
    }
  }

  /// Throws where the settings do not let a plan be applied that nobody read.
  public func checkAutoApproval() throws(Problem) {
    guard try fileSettings().planner.mayApproveItself else { throw .plan(.noAutoApproval) }
  }
}

// MARK: Steps

extension TaskQueue {
  private func planner(named name: String?) throws(Problem) -> WorkerProfile {
    let settings = try fileSettings()
    let planners = settings.workers.planners
    let wanted = name ?? settings.planner.worker
    guard let profile = planners.first(where: { $0.name == wanted }) else {
      throw .plan(.noPlanner(wanted, known: planners.map(\.name)))
    }
    return profile
  }

  private func proposing(
    by planner: WorkerProfile, as caller: Caller
  ) throws(Problem) -> ProposePlan {
    ProposePlan(
      queue: try queue(as: caller, for: "plan"), workspace: try workspace(), planner: planner,
      clock: opening.clock, notice: waitNotice)
  }

  /// What plans of planners have to keep.
  private func planRules(for name: String) throws(Problem) -> PlanRules {
    let settings = try fileSettings()
    let allowed = settings.planner.workers
    let profiles = settings.workers.profiles.filter { allowed.isEmpty || allowed.contains($0.name) }
    return PlanRules(
      name: name,
      workers: Dictionary(profiles.map { ($0.name, $0.timeoutSeconds) }) { first, _ in first },
      mostTasks: settings.planner.mostTasks, mostAttempts: try value(Settings.maxAttempts),
      codeNeeds: settings.planner.codeNeeds)
  }

  private func ask(
    _ planner: WorkerProfile, for goal: String, revising revision: (plan: Plan, feedback: String)?,
    in folder: ProposalFolder, _ number: Int, as caller: Caller
  ) throws(Problem) -> PlanProposal {
    let settings = try fileSettings()
    let rules = try planRules(for: folder.name)
    let messages = PlannerMessages(
      goal: goal, revision: revision, rules: rules,
      workers: settings.workers.profiles.filter { rules.workers[$0.name] != nil },
      checks: settings.review.checks.keys.sorted(),
      repositories: settings.workers.repositories.keys.sorted(), prompt: try prompt(of: planner))
    return try proposing(by: planner, as: caller)(
      messages, names: try planNames() ?? PlanNames(workers: nil, checks: []), in: folder,
      number: number)
  }

  /// The text of a profile's `prompt`; empty for none. Preflight looked at its file.
  private func prompt(of planner: WorkerProfile) throws(Problem) -> String {
    guard let path = planner.prompt,
      let text = TaskFile.text(path, below: try workspace().projectRoot(), limit: 1 << 20)
    else { return "" }
    return text.hasSuffix("\n") ? text : text + "\n"
  }

  /// Finds a name for the plan of a goal, makes the folder of its proposal, and lets `body` fill it.
  private func begin(
    _ goal: PlanGoal, as caller: Caller,
    _ body: (ProposalFolder, Int) throws(Problem) -> PlanProposal,
    checking check: (String) throws(Problem) -> Void = { _ throws(Problem) in }
  ) throws(Problem) -> PlanProposal {
    try queue(as: caller, for: "plan").checkWritable()
    let name = try freeName(for: goal)
    try check(name)
    let folder = ProposalFolder(name, try workspace())
    return try body(folder, beginning(folder, goal.text, feedback: nil))
  }

  private func freeName(for goal: PlanGoal) throws(Problem) -> String {
    if let name = goal.name {
      if try isTaken(name) { throw .plan(.exists(name)) }
      return name
    }
    let name = goal.derivedName
    if try !isTaken(name) { return name }
    for number in 2...Self.mostNames where try !isTaken("\(name)-\(number)") {
      return "\(name)-\(number)"
    }
    throw .plan(.exists(name))
  }

  private static let mostNames = 99

  /// Whether rows belong to a plan of this name, or a person has to decide one.
  private func isTaken(_ name: String) throws(Problem) -> Bool {
    if let head = try PlanFolder(name, workspace()).head(), head.version > 0 { return true }
    if try ProposalFolder(name, workspace()).last()?.state == .proposed { return true }
    return !(try queue(as: Caller()).snapshot().rows(ofPlans: [name])[name] ?? []).isEmpty
  }

  private func beginning(
    _ folder: ProposalFolder, _ goal: String, feedback: String?
  ) throws(Problem) -> Int {
    let lock = try lock(folder.name)
    defer { withExtendedLifetime(lock) {} }
    let number = try folder.begin()
    let secrets = try workspace().secretValues
    try folder.write(Redactor.redacted(goal, removing: secrets), .goal, of: number)
    if let feedback {
      try folder.write(Redactor.redacted(feedback, removing: secrets), .feedback, of: number)
    }
    return number
  }

  private func lock(_ name: String) throws(Problem) -> LockFile {
    try PlanFolder(name, workspace()).lock(
      opening.clock, timeout: value(Settings.lockTimeout), command: "orch plan")
  }

  /// Lets `body` decide the last proposal of a plan, while no other process does.
  private func deciding<Result>(
    _ name: String,
    _ body: (ProposalFolder, PlanProposal) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    guard PlanName.isWellFormed(name) else { throw .plan(.noProposal(name)) }
    let folder = ProposalFolder(name, try workspace())
    // Without one, no folder is made for the lock.
    guard try folder.last() != nil else { throw .plan(.noProposal(name)) }
    let lock = try lock(name)
    defer { withExtendedLifetime(lock) {} }
    guard let proposal = try folder.last() else { throw .plan(.noProposal(name)) }
    switch proposal.state {
    case .proposed: return try body(folder, proposal)
    case .approved: throw .plan(.decided(name, isApproved: true))
    case .rejected: throw .plan(.decided(name, isApproved: false))
    }
  }
}
