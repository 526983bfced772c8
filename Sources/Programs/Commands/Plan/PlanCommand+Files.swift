import Door
import Model
import Plans
import Runner
import Text
import Workers

// The actions that take the file of a plan.

extension PlanCommand {
  /// Mistakes are results, as those of `orch lint`, whatever was to be done with the plan.
  func work(
    onFileIn context: CommandContext, by step: (PlanFile, CommandContext) throws -> Void
  ) throws -> ExitStatus {
    let file: PlanFile
    do throws(Problem) { file = try read(in: context) } catch {
      guard let mistakes = error.planMistakes else { throw error }
      try show(mistakes, in: context)
      return .refused
    }
    for warning in try context.taskQueue.warnings(of: file) { context.warn(.plan(warning)) }
    try step(file, context)
    return .success
  }

  /// Also whether the rows of the queue, where there is one, let it be applied.
  func check(_ file: PlanFile, in context: CommandContext) throws {
    do throws(Problem) { _ = try context.taskQueue.preview(file.plan, as: context.caller) } catch {
      if error.kind != .noQueue, error.kind != .noDatabase { throw error }
    }
    try context.print(
      PlanCheckAnswer(file.plan, context.taskQueue.warnings(of: file)),
      or: PlanOutput.checked(file.plan).sentence(context.language))
  }

  private func read(in context: CommandContext) throws(Problem) -> PlanFile {
    do {
      let bytes = try context.inputBytes(name, .plan, limit: Plan.byteLimit)
      return try context.taskQueue.readPlan(bytes, in: form, mappingWorkers: workers)
    } catch {
      throw Problem(error)
    }
  }

  func show(_ mistakes: PlanMistakes, in context: CommandContext) throws {
    let sentences = mistakes.kept.map(\.sentence) + [mistakes.sentenceOnOthers].compactMap(\.self)
    try context.print(
      PlanCheckAnswer(mistakes), or: sentences.map { $0(context.language).escaped })
  }

  func diff(_ file: PlanFile, in context: CommandContext) throws {
    let plan = file.plan
    let applied = try context.taskQueue.preview(plan, as: context.caller)
    let limit = try costLimit(of: applied, in: context)
    if context.shared.isJSON {
      return try context.print(AppliedPlanAnswer(applied, costLimit: limit))
    }
    try show(applied, isPreview: true, in: context)
    let graph = PlanGraph(plan)
    try context.print(
      PlanOutput.path(graph.criticalPath, of: plan.tasks.count).sentence(context.language))
    try context.print(PlanOutput.width(graph.greatestWidth).sentence(context.language))
    try context.print(PlanOutput.costLimit(limit).sentence(context.language))
  }

  func apply(_ file: PlanFile, in context: CommandContext) throws {
    try print(
      applied: context.taskQueue.apply(file.plan, key: key, as: context.caller), in: context)
  }

  func print(applied: AppliedPlan, in context: CommandContext) throws {
    if context.shared.isJSON {
      let limit = try costLimit(of: applied, in: context)
      return try context.print(AppliedPlanAnswer(applied, costLimit: limit))
    }
    try show(applied, isPreview: false, in: context)
  }

  func show(
    _ applied: AppliedPlan, isPreview: Bool, in context: CommandContext
  ) throws {
    try context.print(
      PlanOutput.applied(applied, isPreview: isPreview).sentence(context.language))
    if applied.isCancelled, !applied.isRepeated {
      try context.print(PlanOutput.goesOn(applied.plan.name).sentence(context.language))
    }
    for row in applied.rows {
      for line in row.lines(context.language) { try context.print(line) }
    }
  }

  /// The most that the rows of the tasks which are added may cost, in millionths of a US dollar;
  /// `nil` where no budget of a row says it.
  func costLimit(
    of applied: AppliedPlan, in context: CommandContext
  ) throws -> Int? {
    let budget = try context.taskQueue.fileSettings().workers.budget
    return budget.microdollarsPerRow.map {
      let (product, isTooLarge) = applied.counts.added.multipliedReportingOverflow(by: $0)
      return AgentUsage.limited(isTooLarge ? .max : product)
    }
  }
}
