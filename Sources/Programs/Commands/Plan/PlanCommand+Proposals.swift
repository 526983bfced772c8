import Door
import Host
import Model
import Plans
import Runner
import Text

// The actions on plans written by a planner.

extension PlanCommand {
  /// As with `check`, mistakes in a plan are printed as results.
  func answering(
    _ context: CommandContext, by step: (CommandContext) throws -> Void
  ) throws -> ExitStatus {
    do { try step(context) } catch {
      guard let mistakes = Problem(error).planMistakes else { throw error }
      try show(mistakes, in: context)
      return .refused
    }
    return .success
  }

  func propose(in context: CommandContext) throws {
    let queue = context.taskQueue
    if approvesItself { try queue.checkAutoApproval(by: planner) }
    let goal = PlanGoal(try goalText(in: context), name: try chosenName, file: fileName)
    let proposal =
      if try planner != nil || queue.hasPlanner() {
        try queue.propose(goal, planner: planner, as: context.caller)
      } else {
        try divided(goal, in: context)
      }
    try warn(of: proposal, in: context)
    if approvesItself {
      switch try queue.approveUnread(proposal, as: context.caller) {
      case .applied(let applied): return try print(applied: applied, in: context)
      case .held(let tasks):
        let ids = tasks.joined(separator: ", ")
        context.warn(
          "not applied, because a person must approve \(ids)",
          "적용하지 않았습니다. 사람이 승인할 할 일이 있습니다: \(ids)")
      }
    }
    try print(proposal, in: context)
  }

  func revise(in context: CommandContext) throws {
    let feedback = try visible(feedback ?? "")
    let proposal = try context.taskQueue.revise(
      name, feedback: feedback, planner: planner, as: context.caller)
    try warn(of: proposal, in: context)
    try print(proposal, in: context)
  }

  func approve(in context: CommandContext) throws {
    try print(
      applied: context.taskQueue.approve(
        proposalOf: name, hash: (hash ?? "").lowercased(), as: context.caller), in: context)
  }

  func reject(in context: CommandContext) throws {
    let proposal = try context.taskQueue.reject(
      proposalOf: name, reason: reason, as: context.caller)
    let (name, count) = (proposal.plan.name, proposal.plan.tasks.count)
    try context.print(
      ProposalAnswer(proposal),
      or: Sentence(
        "\(name) rejected: \(count.counted("task"))", "\(name) 거절: 할 일 \(count)개"))
  }

  private func warn(of proposal: PlanProposal, in context: CommandContext) throws {
    for warning in try context.taskQueue.warnings(of: proposal.plan) {
      context.warn(warning.sentence)
    }
  }

  private func print(_ proposal: PlanProposal, in context: CommandContext) throws {
    let hasPlanner = try planner != nil || context.taskQueue.hasPlanner()
    let (name, count) = (proposal.plan.name, proposal.plan.tasks.count)
    let change =
      hasPlanner
      ? Sentence(
        "orch plan revise \(name) --feedback TEXT", "orch plan revise \(name) --feedback TEXT")
      : Sentence(
        "orch plan reject \(name), and propose it again", "orch plan reject \(name) 뒤에 다시 propose")
    try context.print(
      ProposalAnswer(proposal),
      or: Sentence(
        """
        \(name) proposed: \(count.counted("task")), no rows yet
        read it:    orch plan show \(name)
        change it:  \(change.english)
        """,
        """
        \(name) 제안: 할 일 \(count)개, 아직 행은 없음
        읽기:    orch plan show \(name)
        고치기:  \(change.korean)
        """))
  }

  // MARK: The goal

  private func goalText(in context: CommandContext) throws -> String {
    let text = try goal ?? goalFile.map { try context.input($0, .request) } ?? ""
    guard text.contains(where: { !$0.isWhitespace }) else { throw Problem.emptyRequest }
    return try visible(text)
  }

  /// Refuses invisible characters, which a model reads but a person does not see.
  private func visible(_ text: String) throws -> String {
    do { try IntakeCommand.checkVisible(text) } catch {
      throw Problem.hinted(
        Problem(error), Sentence("remove them", "그 문자들을 지우십시오"))
    }
    return text
  }

  private var chosenName: String? {
    get throws {
      guard let subject else { return nil }
      guard PlanName.isWellFormed(subject) else {
        throw Problem.usage(
          "'\(subject.escaped)' is not a name of a plan",
          "'\(subject.escaped)'은(는) 계획의 이름으로 쓸 수 없습니다",
          hint: PlanName.rule)
      }
      return subject
    }
  }

  private var fileName: String? {
    goalFile.flatMap { $0 == "-" ? nil : Path.name(of: $0) }
  }

  /// Divides the goal into tasks as `orch intake` does, for a queue without a planner.
  private func divided(_ goal: PlanGoal, in context: CommandContext) throws -> PlanProposal {
    let intake = IntakePlan(
      request: goal.text, parallel: nil, inPhases: false, now: try context.taskQueue.now(),
      priority: nil, due: nil, criteria: nil)
    guard !intake.rows.isEmpty else { throw Problem.emptyRequest }
    let tasks = intake.rows.enumerated().map { index, row in
      var task = PlanTask(id: "t\(index + 1)", task: row.task)
      task.criteria = row.successCriteria.isEmpty ? [] : [row.successCriteria]
      task.after = intake.isSequence && index > 0 ? ["t\(index)"] : []
      task.settings.priority = row.priority == .p1 ? nil : row.priority
      task.settings.dueAt = row.dueAt?.text
      return task
    }
    let proposal = try context.taskQueue.propose(goal, as: context.caller, tasks: tasks)
    context.warn(
      "orch.json names no planner: intake divided the goal, and no model read it",
      "orch.json에 플래너가 없어 intake가 목표를 나누었습니다. 모델은 읽지 않았습니다")
    return proposal
  }
}
