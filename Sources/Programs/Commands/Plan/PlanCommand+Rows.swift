import Door
import Model
import Plans
import Runner
import Text
import Workers

// The actions on plans that were applied.

extension PlanCommand {
  func cancel(in context: CommandContext) throws {
    let results = try context.taskQueue.cancelPlan(
      name, task: task, holdingFollowers: holdsFollowers, reason: reason, as: context.caller
    ) { results in
      guard results.isEmpty, !context.shared.isJSON else { return try context.show(results) }
      if task == nil, let plan = try? context.taskQueue.plan(name), plan.hasNoRowsLeft {
        return try context.print(
          "Nothing to cancel: plan \(plan.name) has no rows left",
          "취소할 것이 없습니다: 계획 \(plan.name)에 남은 행이 없습니다")
      }
      let subject = [name, task].compactMap(\.self).joined(separator: ".")
      try context.print(
        "Nothing to cancel: \(subject.escaped) has ended",
        "취소할 것이 없습니다: \(subject.escaped)은(는) 이미 끝났습니다")
    }
    try results.check()
  }

  func retry(in context: CommandContext) throws {
    let results = try context.taskQueue.retryPlan(
      name, task: task, withFollowers: takesFollowers, as: context.caller
    ) { try context.show($0) }
    try results.check()
  }

  func list(in context: CommandContext) throws {
    let plans = try context.taskQueue.plans()
    if context.shared.isJSON { return try context.print(PlanList(plans)) }
    if plans.isEmpty { return try context.print("No plans", "계획 없음") }
    for plan in plans {
      let content = plan.applied?.plan ?? plan.proposal?.plan
      let count = plan.rows.isEmpty ? content?.tasks.count ?? 0 : plan.rows.count
      let fields = [
        plan.name, plan.state.rawValue, "\(plan.count(.done))/\(count)",
        plan.applied.map { String($0.version) } ?? "-", plan.costs?.usage.dollars ?? "-",
        content?.title ?? "-",
      ]
      try context.print(fields.map(\.escaped).joined(separator: "\t"))
    }
  }

  func show(in context: CommandContext) throws {
    let queue = context.taskQueue
    let plan = try queue.plan(name)
    let now = try queue.now()
    if context.shared.isJSON {
      let answer = PlanDetailsAnswer(plan, at: now, in: queue.zoneOfJSON) {
        (try? queue.brief(ofRow: $0)) ?? nil
      }
      return try context.print(answer)
    }
    try context.print(plan.sentence(context.language))
    for line in plan.head { try context.print(line.escaped) }
    let (policy, headings) = (try queue.policy(), try queue.timeHeadings())
    for row in plan.rows {
      try context.print("")
      try context.print("\(row.id)  \(row.status?.rawValue ?? "-")  \(row.text)".escaped)
      if let waiting = row.waiting {
        let remedy = waiting.remedy.map { " (\(context.commandLine($0)))" } ?? ""
        let line = "  " + waiting.sentence(at: now)(context.language) + remedy
        try context.print(line.escaped)
      }
      for line in row.item?.fields(policy, headings) ?? [] {
        try context.print("  " + line.escaped)
      }
      if let brief = try queue.brief(ofRow: row.id) {
        try show(brief: brief, of: row.id, in: context)
      }
    }
    if let proposal = plan.proposal {
      try show(proposal, policy, in: context)
      if proposal.state == .proposed {
        try context.print("")
        if !plan.rows.isEmpty { try showChanges(of: proposal, in: context) }
        try context.print("orch plan approve \(plan.name) --hash \(proposal.hash)")
      }
    }
  }

  /// Prints everything that workers would be sent.
  private func show(
    _ proposal: PlanProposal, _ policy: Policy, in context: CommandContext
  ) throws {
    let (plan, zone) = (proposal.plan, try context.taskQueue.zone())
    let headings = try context.taskQueue.timeHeadings()
    for line in proposal.head { try context.print(line.escaped) }
    for (task, row) in zip(plan.tasks, plan.rows(in: zone)) {
      let item = QueueItem(row, id: plan.rowID(of: task.id), policy.forPlans)
      try context.print("")
      try context.print("\(item.id)  \(task.task)".escaped)
      for line in item.fields(policy.forPlans, headings) { try context.print("  " + line.escaped) }
      if let brief = task.brief { try show(brief: brief, of: item.id, in: context) }
    }
  }

  /// Prints what approving the proposal would do to the existing rows.
  private func showChanges(of proposal: PlanProposal, in context: CommandContext) throws {
    let changes: AppliedPlan
    do throws(Problem) {
      changes = try context.taskQueue.preview(proposal.plan, as: context.caller)
    } catch {
      // Approving the proposal gives the same error.
      return context.warn(error.sentenceWithHint(context.languageForErrors))
    }
    try show(changes, isPreview: true, in: context)
    try context.print("")
  }

  private func show(brief: String, of id: String, in context: CommandContext) throws {
    try context.print("  tasks/\(id).md:")
    for line in brief.split(separator: "\n", omittingEmptySubsequences: false) {
      try context.print("    " + String(line).escaped)
    }
  }

  func graph(in context: CommandContext) throws {
    let plan = try context.taskQueue.plan(name)
    guard let applied = plan.applied else {
      let name = name.escaped
      throw Problem.adapter(
        .noPlan,
        Sentence(
          "no file was applied for plan \(name), so there is nothing to draw",
          "계획 \(name)에는 적용한 파일이 없어 그릴 것이 없습니다"),
        hint: Sentence("orch plan show \(name) shows its rows", "행은 orch plan show \(name)(으)로 봅니다")
      )
    }
    let graph = PlanGraph(applied.plan)
    try context.write(isDot ? graph.dot : graph.text)
  }
}

extension PlanDetails {
  /// The title, goal, version and costs, as far as they exist.
  fileprivate var head: [String] {
    guard let applied else { return [] }
    let plan = applied.plan
    let texts = [
      plan.title, plan.goal.map { "goal: \($0)" }, plan.parent.map { "parent: \($0)" },
      "version \(applied.version), sha256 \(applied.hash)",
      costs?.usage.dollars.map { "cost: \($0) USD" },
    ]
    return texts.compactMap(\.self).flatMap(\.indented)
  }
}

extension PlanDetails.Row {
  fileprivate var text: String { item?.task ?? task?.task ?? "" }

}

extension QueueItem {
  /// A line for each field that a worker or the rules read.
  fileprivate func fields(_ policy: Policy, _ headings: TimeHeadings) -> [String] {
    EditableField.allCases.filter { $0 != .task && $0 != .plan }.compactMap { field in
      field.text(of: self, policy).map { "\(field.name(headings)): \($0)" }
    }
  }
}

extension PlanProposal {
  /// The title, goal, writer and hash.
  fileprivate var head: [String] {
    let writer = [planner ?? "intake", model].compactMap(\.self).joined(separator: ", ")
    let texts = [
      plan.title, plan.goal.map { "goal: \($0)" }, plan.parent.map { "parent: \($0)" },
      "proposal \(number) of \(writer), sha256 \(hash)",
    ]
    return texts.compactMap(\.self).flatMap(\.indented)
  }
}

extension String {
  /// The lines. All but the first line are indented, so that no line looks like orch's own output.
  fileprivate var indented: [String] {
    let lines = split(separator: "\n").map(String.init)
    return lines.prefix(1) + lines.dropFirst().map { "  " + $0 }
  }
}
