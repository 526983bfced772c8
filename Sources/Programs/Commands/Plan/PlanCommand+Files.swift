import Door
import Model
import Plans
import Runner
import Text
import Workers

// The actions that take a plan file.

extension PlanCommand {
  /// As with `orch lint`, mistakes in the file are printed as results, for every action.
  func work(
    onFileIn context: CommandContext, by step: (PlanFile, CommandContext) throws -> Void
  ) throws -> ExitStatus {
    let file: PlanFile
    do throws(Problem) { file = try read(in: context) } catch {
      guard let mistakes = error.planMistakes else { throw error }
      try show(mistakes, in: context)
      return .refused
    }
    for warning in try context.taskQueue.warnings(of: file) { context.warn(warning.sentence) }
    try step(file, context)
    return .success
  }

  /// If there is a queue, the action also checks that the queue's rows allow the plan to be
  /// applied.
  func check(_ file: PlanFile, in context: CommandContext) throws {
    let queue = context.taskQueue
    if let problem = queue.endOfSearch {
      context.warn(problem.sentenceWithHint)
    } else {
      do throws(Problem) { _ = try queue.preview(file.plan, as: context.caller) } catch {
        if error.kind != .noQueue, error.kind != .noDatabase { throw error }
      }
    }
    try context.print(
      PlanCheckAnswer(file.plan, queue.warnings(of: file)),
      or: file.plan.checked)
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
    let limit = try context.taskQueue.costLimit(of: applied)
    if context.shared.isJSON {
      return try context.print(AppliedPlanAnswer(applied, costLimit: limit))
    }
    try show(applied, isPreview: true, in: context)
    let graph = PlanGraph(plan)
    let (chain, count) = (graph.criticalPath, plan.tasks.count)
    let (ids, width) = (Self.shown(chain), graph.greatestWidth)
    try context.print(
      "longest chain: \(ids) (\(chain.count) of \(count.counted("task")))",
      "가장 긴 사슬: \(ids) (할 일 \(count)개 중 \(chain.count)개)")
    try context.print("at once: up to \(width.counted("task"))", "동시에: 할 일 \(width)개까지")
    if let limit {
      try context.print(
        "cost of the new rows: up to \(AgentUsage.dollars(limit)) USD",
        "새 행의 비용: \(AgentUsage.dollars(limit)) USD까지")
    } else {
      try context.print(
        "cost of the new rows: unknown; set budget.usd_per_row in orch.json to limit it",
        "새 행의 비용: 모름. orch.json의 budget.usd_per_row로 제한할 수 있습니다")
    }
  }

  /// Shortens a long chain to its first and last ids.
  private static func shown(_ ids: [String]) -> String {
    let shown = ids.count > 12 ? ids.prefix(6) + ["…"] + ids.suffix(5) : ids[...]
    return shown.joined(separator: " → ")
  }

  func apply(_ file: PlanFile, in context: CommandContext) throws {
    try print(
      applied: context.taskQueue.apply(file.plan, key: key, as: context.caller), in: context)
  }

  func print(applied: AppliedPlan, in context: CommandContext) throws {
    if context.shared.isJSON {
      let limit = try context.taskQueue.costLimit(of: applied)
      return try context.print(AppliedPlanAnswer(applied, costLimit: limit))
    }
    try show(applied, isPreview: false, in: context)
  }

  func show(
    _ applied: AppliedPlan, isPreview: Bool, in context: CommandContext
  ) throws {
    try context.print(applied.sentence(isPreview: isPreview))
    if applied.isCancelled, !applied.isRepeated {
      let name = applied.plan.name
      try context.print(
        "= \(name) was cancelled and continues; cancelled rows stay BLOCKED until orch plan retry "
          + name,
        "= \(name): 취소된 계획이지만 계속합니다. 취소된 행은 orch plan retry \(name) 전까지 BLOCKED입니다")
    }
    for line in applied.lines(context.language) { try context.print(line) }
  }
}
