public import Door
import Host
import Model
import Text
import Workers

// Plans that a planner writes: a person reads a proposal, and decides once whether it is applied.

extension TaskQueue {
  /// Whether `orch.json` names a planner, with which `propose` asks a model.
  public func hasPlanner() throws(Problem) -> Bool {
    try fileSettings().planner.worker != nil
  }

  /// Asks a planner for the plan of a goal. No row is made.
  ///
  /// - Parameters:
  ///   - name: the name of a worker with the adapter `llm`; `nil` for the planner of the settings.
  /// - Throws: `PlanProblem.beingAsked`, or a problem if there is no planner or no answer, if the
  ///   plan has mistakes, or if a plan with this name exists.
  public func propose(
    _ goal: PlanGoal, planner name: String? = nil, as caller: Caller
  ) throws(Problem) -> PlanProposal {
    try asking {
      let planner = try planner(named: name)
      return try begin(goal, as: caller) { folder, number in
        try ask(planner, for: goal.text, revising: nil, in: folder, number, as: caller)
      } checking: {
        try proposing(by: planner, as: caller).check(plan: $0)
      }
    }
  }

  /// Records a plan that intake made from a goal as a proposal.
  public func propose(
    _ goal: PlanGoal, as caller: Caller, tasks: [PlanTask]
  ) throws(Problem) -> PlanProposal {
    try asking {
      let names = try planNames() ?? PlanNames(workers: nil, checks: [])
      return try begin(goal, as: caller) { folder, number in
        let written = Plan(name: folder.name, tasks: tasks)
        // A text of the goal may be one that a row can't have.
        let plan = try Plan(parsing: written.canonicalJSON, names: names)
        let proposal = PlanProposal(
          plan: plan, number: number, state: .proposed,
          hash: SHA256.hexDigest(of: plan.canonicalJSON), planner: nil, model: nil, usage: nil,
          folder: folder.shownPath(of: number))
        try folder.write(proposal)
        return proposal
      }
    }
  }

  /// Asks a planner to change the open proposal of a plan, or the applied version.
  ///
  /// - Parameters:
  ///   - feedback: the changes that a person wants, in words.
  ///   - plannerName: as for `propose`.
  /// - Throws: as `propose`, and `PlanProblem.noProposal`.
  public func revise(
    _ name: String, feedback: String, planner plannerName: String? = nil, as caller: Caller
  ) throws(Problem) -> PlanProposal {
    try asking {
      let planner = try planner(named: plannerName)
      guard PlanName.isWellFormed(name) else { throw Problem.plan(.noProposal(name)) }
      let folder = ProposalFolder(name, try workspace())
      // If there is neither a proposal nor a version, no folder is made for the lock.
      if try folder.last() == nil, try appliedHash(of: name) == nil {
        throw Problem.plan(.noProposal(name))
      }
      try proposing(by: planner, as: caller).check(plan: name)
      let lock = try folder.lock(opening.clock)
      defer { withExtendedLifetime(lock) {} }
      let (last, base) = (try folder.last(), try appliedHash(of: name))
      guard let plan = try planToRevise(last, base, folder) else {
        throw Problem.plan(.noProposal(name))
      }
      let goal = try last.flatMap { try folder.goal(of: $0.number) }
      let text = goal ?? plan.goal ?? plan.title ?? name
      let number = try beginning(folder, text, feedback: feedback, after: base)
      let proposal = try ask(
        planner, for: text, revising: (plan, feedback), in: folder, number, as: caller)
      try note(proposal, as: caller)
      return proposal
    }
  }

  /// The last proposal, if a person may still approve it or if no version was applied; otherwise
  /// the applied version.
  private func planToRevise(
    _ last: PlanProposal?, _ base: String?, _ folder: ProposalFolder
  ) throws -> Plan? {
    guard base != nil else { return last?.plan }
    if let last, last.state == .proposed, try folder.base(of: last.number) == base {
      return last.plan
    }
    let versions = PlanFolder(folder.name, try workspace())
    guard let head = try versions.head() else { return last?.plan }
    return try versions.plan(ofVersion: head.version)
  }

  /// Applies the proposal of a plan.
  ///
  /// - Parameters:
  ///   - hash: the hash of the content that the person read; no other content is applied.
  /// - Throws: `PlanProblem.otherHash` or `noProposal`; a problem if the proposal is outdated or
  ///   decided; `mistakes` if the plan has mistakes by the present settings.
  public func approve(
    proposalOf name: String, hash: String, as caller: Caller
  ) throws(Problem) -> AppliedPlan {
    try asking {
      let apply = try applyPlan(as: caller)
      return try deciding(name, as: caller) { folder, proposal in
        guard proposal.hash == hash else { throw Problem.plan(.otherHash(name)) }
        let names = try planNames() ?? PlanNames(workers: nil, checks: [])
        let bytes = try folder.planBytes(of: proposal.number) ?? []
        guard SHA256.hexDigest(of: bytes) == hash else { throw Problem.plan(.otherHash(name)) }
        guard try folder.base(of: proposal.number) == appliedHash(of: name) else {
          throw Problem.adapter(
            .otherHash,
            Sentence(
              "another version of plan \(name) was applied since this one was proposed",
              "이 제안 뒤에 계획 \(name)의 다른 버전이 적용되었습니다"),
            hint: Sentence(
              "orch plan revise \(name) --feedback TEXT changes the version that is applied now",
              "지금 적용된 버전 고치기: orch plan revise \(name) --feedback TEXT"))
        }
        // The hash does not cover the author of the plan. Whether a planner writes plans is in the
        // settings.
        let hasPlanner = try hasPlanner()
        let rules = hasPlanner || proposal.planner != nil ? try planRules(for: name) : nil
        let plan =
          if let rules {
            try Plan(parsing: bytes, names: names, keeping: rules)
          } else {
            try Plan(parsing: bytes, names: names)
          }
        let applied = try apply.apply(plan, key: nil)
        var decided = proposal
        decided.state = .approved
        try folder.write(head: decided)
        return applied
      }
    }
  }

  /// Rejects the proposal of a plan.
  ///
  /// - Parameters:
  ///   - reason: the reason, which is kept with the proposal; `nil` for none.
  /// - Throws: `PlanProblem.noProposal`, or a problem if the proposal is already decided.
  public func reject(
    proposalOf name: String, reason: String?, as caller: Caller
  ) throws(Problem) -> PlanProposal {
    try asking {
      try deciding(name, as: caller) { folder, proposal in
        var decided = proposal
        decided.state = .rejected
        try folder.write(head: decided, reason: reason)
        try note(decided, reason: reason, as: caller)
        return decided
      }
    }
  }

  /// Throws if a planner's plan must not be applied without a person reading it.
  ///
  /// - Parameter name: the planner; `nil` for the planner of the settings.
  /// - Throws: a problem if the settings do not allow that, or if there is no such planner.
  public func checkAutoApproval(by name: String?) throws(Problem) {
    guard try fileSettings().planner.mayApproveItself else {
      throw .adapter(
        .noAutoApproval,
        Sentence("orch.json does not allow --auto-approve", "orch.json이 --auto-approve를 허용하지 않습니다"),
        hint: Sentence(
          #"set "auto_approve": true in planner, or read the plan and approve it"#,
          #"planner에 "auto_approve": true를 정하거나, 계획을 읽고 승인하십시오"#))
    }
    _ = try planner(named: name)
  }

  /// Applies a planner's proposal without a person reading it, unless a person has to approve one
  /// of its tasks.
  ///
  /// - Parameters:
  ///   - caller: who asked for the proposal.
  /// - Throws: as `checkAutoApproval` and `approve`.
  public func approveUnread(
    _ proposal: PlanProposal, as caller: Caller
  ) throws(Problem) -> UnreadPlan {
    try checkAutoApproval(by: proposal.planner)
    let plan = proposal.plan
    let tasks = plan.tasks.filter { plan.settings(of: $0).approval != nil }.map(\.id)
    guard tasks.isEmpty else { return .held(tasks: tasks) }
    return .applied(
      try approve(proposalOf: plan.name, hash: proposal.hash, as: caller))
  }
}

// MARK: Steps

extension TaskQueue {
  /// Notes in the history what happened to a proposal.
  private func note(
    _ proposal: PlanProposal, reason: String? = nil, as caller: Caller
  ) throws {
    let secrets = try workspace().secretValues
    let fact = QueueFact.Proposal(
      plan: proposal.name, number: proposal.number,
      state: proposal.state == .rejected ? .rejected : .proposed, planner: proposal.planner,
      reason: reason.map { Redactor.redacted($0, removing: secrets) })
    _ = try queue(as: caller, for: "plan").perform(.note([.proposal(fact)]))
  }

  private func planner(named name: String?) throws(Problem) -> WorkerProfile {
    let settings = try fileSettings()
    let planners = settings.workers.planners
    let wanted = name ?? settings.planner.worker
    guard let profile = planners.first(where: { $0.name == wanted }) else {
      let known = planners.map(\.name).joined(separator: ", ").escaped
      throw Problem.adapter(
        .noWorker,
        wanted.map {
          Sentence(
            "orch.json has no planner '\($0.escaped)'", "orch.json에 플래너 '\($0.escaped)'이(가) 없습니다")
        } ?? Sentence("orch.json names no planner", "orch.json에 정해진 플래너가 없습니다"),
        hint: known.isEmpty
          ? Sentence(
            "a planner is a worker with the adapter llm: docs/planner.md",
            "플래너는 어댑터가 llm인 워커입니다: docs/planner.md")
          : Sentence("it has \(known)", "있는 플래너: \(known)"))
    }
    return profile
  }

  private func proposing(by planner: WorkerProfile, as caller: Caller) throws -> ProposePlan {
    ProposePlan(
      queue: try queue(as: caller, for: "plan"), planner: planner,
      clock: opening.clock, notice: waitNotice)
  }

  private func planRules(for name: String) throws -> PlanRules {
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
  ) throws -> PlanProposal {
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

  /// The text of a profile's `prompt`; empty if there is none. Preflight has checked its file.
  private func prompt(of planner: WorkerProfile) throws -> String {
    guard let path = planner.prompt,
      let text = TaskFile.text(path, below: try workspace().projectRoot(), limit: 1 << 20)
    else { return "" }
    return text.hasSuffix("\n") ? text : text + "\n"
  }

  /// Finds a name for the plan of a goal, makes the folder of its proposal, and lets `body` fill
  /// it.
  private func begin(
    _ goal: PlanGoal, as caller: Caller,
    _ body: (ProposalFolder, Int) throws -> PlanProposal,
    checking check: (String) throws -> Void = { _ in }
  ) throws -> PlanProposal {
    try queue(as: caller, for: "plan").checkWritable()
    for name in names(for: goal) where try !isTaken(name) {
      try check(name)
      let folder = ProposalFolder(name, try workspace())
      do {
        let lock = try folder.lock(opening.clock)
        defer { withExtendedLifetime(lock) {} }
        // Another process may have received its answer in the meantime.
        if try isTaken(name) { continue }
        let proposal = try body(folder, beginning(folder, goal.text, feedback: nil, after: nil))
        try note(proposal, as: caller)
        return proposal
      } catch {
        guard goal.name == nil, Problem(error).plan?.isInUse == true else {
          throw error
        }
      }
    }
    throw Problem.plan(.exists(goal.name ?? goal.derivedName))
  }

  /// The candidate names for a plan, the best first.
  private func names(for goal: PlanGoal) -> [String] {
    if let name = goal.name { return [name] }
    let name = goal.derivedName
    return [name] + (2...Self.mostNames).map { "\(name)-\($0)" }
  }

  private static let mostNames = 99

  /// Whether rows belong to a plan of this name, or a person has to decide a proposal for it.
  private func isTaken(_ name: String) throws -> Bool {
    if let head = try PlanFolder(name, workspace()).head(), head.version > 0 { return true }
    if try ProposalFolder(name, workspace()).last()?.state == .proposed { return true }
    return !(try queue(as: Caller()).snapshot().rows(ofPlans: [name])[name] ?? []).isEmpty
  }

  private func beginning(
    _ folder: ProposalFolder, _ goal: String, feedback: String?, after base: String?
  ) throws -> Int {
    let lock = try lock(folder.name)
    defer { withExtendedLifetime(lock) {} }
    let number = try folder.begin(after: base)
    let secrets = try workspace().secretValues
    try folder.write(Redactor.redacted(goal, removing: secrets), .goal, of: number)
    if let feedback {
      try folder.write(Redactor.redacted(feedback, removing: secrets), .feedback, of: number)
    }
    return number
  }

  private func lock(_ name: String) throws -> SharedLock {
    try PlanFolder(name, workspace()).lock(
      opening.clock, timeout: value(Settings.lockTimeout), command: "orch plan")
  }

  /// Lets `body` decide the last proposal of a plan while no other process does.
  private func deciding<Result>(
    _ name: String, as caller: Caller,
    _ body: (ProposalFolder, PlanProposal) throws -> Result
  ) throws -> Result {
    let queue = try queue(as: caller, for: "plan")
    try queue.checkWritable()
    guard PlanName.isWellFormed(name) else { throw Problem.plan(.noProposal(name)) }
    try queue.checkMayReply(to: name)
    let folder = ProposalFolder(name, try workspace())
    // Without a proposal, no folder is made for the lock.
    guard try folder.last() != nil else { throw Problem.plan(.noProposal(name)) }
    let lock = try lock(name)
    defer { withExtendedLifetime(lock) {} }
    guard var proposal = try folder.last() else { throw Problem.plan(.noProposal(name)) }
    // Another process ended after it changed the rows, and before it recorded the approval.
    if proposal.state == .proposed, try appliedHash(of: name) == proposal.hash,
      try folder.base(of: proposal.number) != proposal.hash
    {
      proposal.state = .approved
      try folder.write(head: proposal)
    }
    switch proposal.state {
    case .proposed: return try body(folder, proposal)
    case .approved, .rejected:
      let isApproved = proposal.state == .approved
      throw Problem.adapter(
        .decided,
        isApproved
          ? Sentence(
            "the proposal of plan \(name) was already approved", "계획 \(name)의 제안은 이미 승인되었습니다")
          : Sentence(
            "the proposal of plan \(name) was already rejected", "계획 \(name)의 제안은 이미 거절되었습니다"),
        hint: Sentence(
          "orch plan revise \(name) --feedback TEXT makes a new proposal",
          "새 제안 만들기: orch plan revise \(name) --feedback TEXT"))
    }
  }

  /// The hash of the version that the rows of a plan follow; `nil` if no row of this queue follows
  /// one.
  private func appliedHash(of name: String) throws -> String? {
    let workspace = try workspace()
    guard let head = try PlanFolder(name, workspace).head(), head.version > 0,
      head.store == workspace.sharedStoreName
    else { return nil }
    return head.hash
  }
}
