import Model
package import Text

/// What commands on plans say besides data.
package enum PlanOutput {
  case checked(Plan)
  /// What applying the plan did, or would do.
  case applied(AppliedPlan, isPreview: Bool)
  /// The longest chain of tasks, and the number of all tasks.
  case path([String], of: Int)
  /// How many tasks may run at once.
  case width(Int)
  /// The most that new rows may cost, in millionths of a US dollar; `nil` if nothing limits it.
  case costLimit(Int?)
  /// A plan that was cancelled gets another content.
  case goesOn(String)
  /// The rows of a plan, or the row of one of its tasks, have all ended.
  case nothingToCancel(String)
  case noPlans
  /// A proposal, and how to go on; without a planner nothing can revise it.
  case proposed(PlanProposal, isRevisable: Bool)
  case rejected(PlanProposal)

  package var sentence: Sentence {
    switch self {
    case .checked(let plan):
      Sentence(
        "\(plan.name): \(plan.tasks.count.counted("task")), no mistakes",
        "\(plan.name): 할 일 \(plan.tasks.count)개, 잘못된 곳 없음")
    case .applied(let applied, let isPreview): Self.applied(applied, isPreview)
    case .path(let ids, let count):
      Sentence(
        "longest chain: \(Self.chain(ids)) (\(ids.count) of \(count.counted("task")))",
        "가장 긴 사슬: \(Self.chain(ids)) (할 일 \(count)개 중 \(ids.count)개)")
    case .width(let count):
      Sentence("at once: up to \(count.counted("task"))", "동시에: 할 일 \(count)개까지")
    case .costLimit(let limit?):
      Sentence(
        "cost of the new rows: up to \(AgentUsage.dollars(limit)) USD",
        "새 행의 비용: \(AgentUsage.dollars(limit)) USD까지")
    case .costLimit(nil):
      Sentence(
        "cost of the new rows: unknown; budget.usd_per_row in orch.json would limit it",
        "새 행의 비용: 모름. orch.json의 budget.usd_per_row로 제한할 수 있습니다")
    case .goesOn(let name):
      Sentence(
        "= \(name) was cancelled and goes on; cancelled rows stay BLOCKED until orch plan retry "
          + name,
        "= \(name): 취소된 계획이지만 계속합니다. 취소된 행은 orch plan retry \(name) 전까지 BLOCKED입니다")
    case .nothingToCancel(let subject):
      Sentence(
        "Nothing to cancel: \(subject.escaped) has ended",
        "취소할 것이 없습니다: \(subject.escaped)은(는) 이미 끝났습니다")
    case .noPlans: Sentence("No plans", "계획 없음")
    case .proposed(let proposal, let isRevisable): Self.proposed(proposal, isRevisable)
    case .rejected(let proposal):
      Sentence(
        "\(proposal.plan.name) rejected: \(proposal.plan.tasks.count.counted("task"))",
        "\(proposal.plan.name) 거절: 할 일 \(proposal.plan.tasks.count)개")
    }
  }

  private static func proposed(_ proposal: PlanProposal, _ isRevisable: Bool) -> Sentence {
    let (name, count) = (proposal.plan.name, proposal.plan.tasks.count)
    let change =
      isRevisable
      ? Sentence(
        "orch plan revise \(name) --feedback TEXT", "orch plan revise \(name) --feedback TEXT")
      : Sentence(
        "orch plan reject \(name), and propose it again", "orch plan reject \(name) 뒤에 다시 propose")
    return Sentence(
      """
      \(name) proposed: \(count.counted("task")), no rows yet
      read it:    orch plan show \(name)
      change it:  \(change.english)
      """,
      """
      \(name) 제안: 할 일 \(count)개, 아직 행은 없음
      읽기:    orch plan show \(name)
      고치기:  \(change.korean)
      """)
  }

  private static func applied(_ applied: AppliedPlan, _ isPreview: Bool) -> Sentence {
    let (name, counts) = (applied.plan.name, applied.counts)
    if applied.isCancelled, applied.isRepeated {
      return Sentence(
        "\(name) was cancelled; to go on with it: orch plan retry \(name)",
        "\(name): 취소된 계획입니다. 계속하려면: orch plan retry \(name)")
    }
    if applied.current != applied.version {
      return Sentence(
        "\(name) is unchanged: the key was used for version \(applied.version), and version "
          + "\(applied.current) is applied now",
        "\(name): 바뀐 것이 없습니다. 이 키는 버전 \(applied.version)에 쓰였고, 지금은 버전 "
          + "\(applied.current)이(가) 적용되어 있습니다")
    }
    if applied.isRepeated {
      return Sentence(
        "\(name) is unchanged: version \(applied.version) is applied already",
        "\(name): 바뀐 것이 없습니다. 버전 \(applied.version)이(가) 이미 적용되어 있습니다")
    }
    let english =
      "\(counts.added) added, \(counts.changed) changed, \(counts.cancelled) cancelled"
    let korean = "추가 \(counts.added), 변경 \(counts.changed), 취소 \(counts.cancelled)"
    return isPreview
      ? Sentence(
        "\(name) version \(applied.version) would be: \(english)",
        "\(name) 버전 \(applied.version)을(를) 적용하면: \(korean)")
      : Sentence(
        "Applied \(name) version \(applied.version) (\(applied.hash.prefix(12))): \(english)",
        "\(name) 버전 \(applied.version) 적용 (\(applied.hash.prefix(12))): \(korean)")
  }

  /// Shortens a long chain to its first and last tasks.
  private static func chain(_ ids: [String]) -> String {
    let shown = ids.count > 12 ? ids.prefix(6) + ["…"] + ids.suffix(5) : ids[...]
    return shown.joined(separator: " → ")
  }
}

extension AppliedPlan.Row {
  /// What happened to the row; empty if it is as the plan has it.
  package func lines(_ language: Language) -> [String] {
    var lines: [String] = []
    switch outcome {
    case .added: lines.append("+ \(id)")
    case .cancelled: lines.append("- \(id)")
    case .changed(let changes):
      lines += changes.map { "~ \(id) \($0.field): \($0.from ?? "-") -> \($0.to ?? "-")" }
    case .gone: lines.append("= \(id) \(Self.gone(language))")
    case .takenOut: lines.append("= \(id) \(Self.takenOut(language))")
    case .dropped(let status): lines.append("= \(id) \(Self.dropped(status)(language))")
    case .unchanged(let status):
      if !kept.isEmpty, status == .inProgress || status == .done {
        return ["= \(id) \(Self.atWork(status, kept)(language))".escaped]
      }
    }
    if !kept.isEmpty { lines.append("= \(id) \(Self.edited(kept)(language))") }
    switch brief {
    case .changed: lines.append("~ \(id) brief")
    case .kept: lines.append("= \(id) \(Self.keptBrief(language))")
    case nil: break
    }
    return lines.map(\.escaped)
  }

  private static let gone = Sentence(
    "was deleted or archived, and is not added again", "지워졌거나 보관되어 다시 추가하지 않습니다")

  private static let takenOut = Sentence(
    "was taken out of the plan, and stays as it is", "계획에서 빠진 행이라 그대로 둡니다")

  private static let keptBrief = Sentence(
    "keeps its brief, which differs from the plan", "브리프가 계획과 다르지만 그대로 둡니다")

  private static func dropped(_ status: Status) -> Sentence {
    Sentence(
      "is \(status.rawValue) and goes on, though its task is gone",
      "\(status.rawValue) 상태라 계속합니다. 할 일은 계획에서 없어졌습니다")
  }

  private static func atWork(_ status: Status, _ fields: [EditableField]) -> Sentence {
    let names = fields.map(\.rawValue).joined(separator: ", ")
    return Sentence(
      "is \(status.rawValue) and stays as it is: \(names)",
      "\(status.rawValue) 상태라 그대로 둡니다: \(names)")
  }

  private static func edited(_ fields: [EditableField]) -> Sentence {
    let names = fields.map(\.rawValue).joined(separator: ", ")
    return Sentence("was edited and keeps its \(names)", "사람이 고쳐서 그대로 둡니다: \(names)")
  }
}
