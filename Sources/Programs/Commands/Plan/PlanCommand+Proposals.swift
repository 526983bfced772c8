import Door
import Host
import Model
import Plans
import Runner
import Text

// The actions on plans that a planner writes.

extension PlanCommand {
  /// Mistakes of a plan are results, as those of `check`.
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
      case .held(let tasks): context.warn(.approvalOfTasks(tasks))
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
    try context.print(
      ProposalAnswer(proposal), or: PlanOutput.rejected(proposal).sentence(context.language))
  }

  private func warn(of proposal: PlanProposal, in context: CommandContext) throws {
    for warning in try context.taskQueue.warnings(of: proposal.plan) {
      context.warn(.plan(warning))
    }
  }

  private func print(_ proposal: PlanProposal, in context: CommandContext) throws {
    let hasPlanner = try planner != nil || context.taskQueue.hasPlanner()
    try context.print(
      ProposalAnswer(proposal),
      or: PlanOutput.proposed(proposal, isRevisable: hasPlanner).sentence(context.language))
  }

  // MARK: The goal

  private func goalText(in context: CommandContext) throws -> String {
    let text = try goal ?? goalFile.map { try context.input($0, .request) } ?? ""
    guard text.contains(where: { !$0.isWhitespace }) else { throw Problem.usage(.emptyRequest) }
    return try visible(text)
  }

  /// What a person does not see, a model reads all the same.
  private func visible(_ text: String) throws -> String {
    do { try IntakeCommand.checkVisible(text) } catch {
      throw Problem.hinted(
        Problem(error), Sentence("take them out", "그 문자들을 지우십시오"))
    }
    return text
  }

  private var chosenName: String? {
    get throws {
      guard let subject else { return nil }
      guard PlanName.isWellFormed(subject) else {
        throw Problem.usage(.planName(subject))
      }
      return subject
    }
  }

  private var fileName: String? {
    goalFile.flatMap { $0 == "-" ? nil : Path.name(of: $0) }
  }

  /// Without a planner the goal is divided where one task ends and another begins.
  private func divided(_ goal: PlanGoal, in context: CommandContext) throws -> PlanProposal {
    let intake = IntakePlan(
      request: goal.text, parallel: nil, inPhases: false, now: try context.taskQueue.now(),
      priority: nil, due: nil, criteria: nil)
    guard !intake.rows.isEmpty else { throw Problem.usage(.emptyRequest) }
    let tasks = intake.rows.enumerated().map { index, row in
      var task = PlanTask(id: "t\(index + 1)", task: row.task)
      task.criteria = row.successCriteria.isEmpty ? [] : [row.successCriteria]
      task.after = intake.isSequence && index > 0 ? ["t\(index)"] : []
      task.settings.priority = row.priority == .p1 ? nil : row.priority
      task.settings.dueAt = row.dueAt?.text
      return task
    }
    let proposal = try context.taskQueue.propose(goal, as: context.caller, tasks: tasks)
    context.warn(.dividedGoal)
    return proposal
  }
}
