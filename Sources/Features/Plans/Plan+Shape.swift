import Attempts
import Door
public import Model
public import Text

/// The mistakes in a plan, and the warnings about it.
public struct PlanCheckAnswer: Shaped {
  private let plan: Plan?
  private let warnings: [PlanWarning]
  private let mistakes: PlanMistakes?

  public init(_ plan: Plan, _ warnings: [PlanWarning]) {
    (self.plan, self.warnings, mistakes) = (plan, warnings, nil)
  }
  public init(_ mistakes: PlanMistakes) {
    (plan, warnings, self.mistakes) = (nil, [], mistakes)
  }

  public static var shapeName: StaticString { "plan check" }
  public static func shape(_ fields: inout Fields<PlanCheckAnswer>) {
    fields.add("ok", { $0.plan != nil }, "whether the plan can be applied")
    fields.add("plan", \.plan?.name, "the name of the plan; null if there are mistakes")
    fields.add("tasks", \.plan?.tasks.count, "how many tasks there are")
    fields.add("mistakes") { $0.mistakes?.kept ?? [] }
    fields.addIfAny(
      "more_mistakes", { answer in answer.mistakes.flatMap { $0.others > 0 ? $0.others : nil } },
      "how many more mistakes there are")
    fields.add(
      "warnings", { $0.warnings.map(\.sentence.english) },
      "warnings about a plan without mistakes")
  }
}

extension PlanMistake: Shaped {
  public static var shapeName: StaticString { "plan mistake" }
  public static func shape(_ fields: inout Fields<PlanMistake>) {
    fields.add("path", \.path, "the place of the mistake, in the notation of `jq`")
    fields.add("message", \.fact.sentence.english)
  }
}

/// What applying a plan did, or would do.
public struct AppliedPlanAnswer: Shaped {
  private let applied: AppliedPlan
  private let graph: PlanGraph
  private let costLimit: Int?

  /// - Parameter costLimit: the most that the new rows may cost, in millionths of a US dollar.
  public init(_ applied: AppliedPlan, costLimit: Int?) {
    (self.applied, self.costLimit) = (applied, costLimit)
    graph = PlanGraph(applied.plan)
  }

  public static var shapeName: StaticString { "applied plan" }
  public static func shape(_ fields: inout Fields<AppliedPlanAnswer>) {
    fields.add("plan", \.applied.plan.name)
    fields.add("version", \.applied.version, "the number of this content, from 1")
    fields.add("hash", \.applied.hash, "the SHA-256 of the canonical JSON")
    fields.add("repeated", \.applied.isRepeated, "whether the rows already follow this content")
    fields.add(
      "was_cancelled", \.applied.isCancelled,
      "whether the plan was cancelled before; its cancelled rows stay cancelled")
    fields.add("added", \.applied.counts.added)
    fields.add("changed", \.applied.counts.changed)
    fields.add("cancelled", \.applied.counts.cancelled)
    fields.add(
      "rows", { $0.applied.rows }, "one entry for each task, then for each task that is gone")
    fields.add("critical_path", \.graph.criticalPath, "the longest chain of tasks")
    fields.add("width", \.graph.greatestWidth, "how many tasks may run at once at most")
    fields.add(
      "cost_limit_usd", { $0.costLimit.map { Number.dollars(micro: $0) } },
      "the most that the new rows may cost; null if `budget.usd_per_row` is not set")
  }
}

extension AppliedPlan.Row: Shaped {
  public static var shapeName: StaticString { "applied row" }
  public static func shape(_ fields: inout Fields<AppliedPlan.Row>) {
    fields.add("id", \.id)
    fields.add(
      "outcome", \.outcome.name,
      "`added`, `changed`, `unchanged`, `cancelled`, `dropped` (the task is gone, but the row is at work), `gone` (the row was deleted or archived) or `taken_out` (a person took the row out of the plan)"
    )
    fields.addIfNotEmpty("changed", { $0.outcome.changes })
    fields.addIfNotEmpty(
      "kept", { $0.kept.map(\.rawValue) },
      "the fields that this version changes, but that keep a person's text in the row")
    fields.addIfAny(
      "brief", \.brief?.rawValue, "`changed`, or `kept` if the brief differs from the plan")
  }
}

extension AppliedPlan.Row.FieldChange: Shaped {
  public static var shapeName: StaticString { "planned field" }
  public static func shape(_ fields: inout Fields<AppliedPlan.Row.FieldChange>) {
    fields.add("field", \.field, "the name of the field")
    fields.add("from", \.from)
    fields.add("to", \.to)
  }
}

extension AppliedPlan.Row.Outcome {
  var name: String {
    switch self {
    case .added: "added"
    case .changed: "changed"
    case .unchanged: "unchanged"
    case .cancelled: "cancelled"
    case .dropped: "dropped"
    case .gone: "gone"
    case .takenOut: "taken_out"
    }
  }

  fileprivate var changes: [AppliedPlan.Row.FieldChange] {
    if case .changed(let changes) = self { changes } else { [] }
  }
}

// MARK: Existing plans

/// The plans of a queue.
public struct PlanList: Shaped {
  private let plans: [PlanDetails]

  public init(_ plans: [PlanDetails]) { self.plans = plans }

  public static var shapeName: StaticString { "plans" }
  public static func shape(_ fields: inout Fields<PlanList>) {
    fields.add("plans", { $0.plans.map(PlanSummary.init) }, "by name")
  }
}

/// A plan, without its rows.
public struct PlanSummary: Shaped {
  private let plan: PlanDetails

  package init(_ plan: PlanDetails) { self.plan = plan }

  private var content: Plan? { plan.applied?.plan ?? plan.proposal?.plan }

  public static var shapeName: StaticString { "plan summary" }
  public static func shape(_ fields: inout Fields<PlanSummary>) {
    fields.add("plan", \.plan.name)
    fields.add(
      "state", \.plan.state.rawValue,
      "`proposed`, `rejected`, `waiting`, `running`, `done`, `failed`, `blocked` or `cancelled`")
    fields.add("title", \.content?.title)
    fields.add("goal", \.content?.goal)
    fields.add(
      "version", \.plan.applied?.version,
      "the number of the content that was applied last, from 1; null if people put the rows into the plan"
    )
    fields.add("hash", \.plan.applied?.hash, "the SHA-256 of the canonical JSON")
    fields.add(
      "counts",
      { answer in
        Map(
          Status.summaryOrder.map { ($0.rawValue, answer.plan.count($0)) })
      }, "how many rows have each status")
    fields.addIfAny(
      "costs", \.plan.costs, "the costs of the attempts and of the planner, if the ledger has some")
    fields.addIfAny(
      "proposal", { $0.plan.proposal.map { ProposalAnswer($0) } },
      "the proposal that a person has to decide, or has rejected")
  }
}

/// A plan that a planner wrote.
public struct ProposalAnswer: Shaped {
  private let proposal: PlanProposal

  public init(_ proposal: PlanProposal) { self.proposal = proposal }

  public static var shapeName: StaticString { "proposal" }
  public static func shape(_ fields: inout Fields<ProposalAnswer>) {
    fields.add("plan", \.proposal.plan.name)
    fields.add("number", \.proposal.number, "the number of the proposal within the plan, from 1")
    fields.add("state", \.proposal.state.rawValue, "`proposed`, `approved` or `rejected`")
    fields.add("hash", \.proposal.hash, "the SHA-256 of the canonical JSON, for `approve`")
    fields.add("planner", \.proposal.planner, "null if intake divided the goal")
    fields.add("model", \.proposal.model, "the model that answered")
    fields.add(
      "usage", { TokenCount($0.proposal.usage ?? AgentUsage()) }, "the tokens of the requests")
    fields.add("cost", { Cost($0.proposal.usage ?? AgentUsage()) })
    fields.add(
      "folder", \.proposal.folder, "the folder with the requests and answers, relative to home")
    fields.add("content", \.content, "the plan itself: `templates/plan.schema.json`")
  }

  private var content: JSONValue {
    (try? JSONValue(parsing: proposal.plan.canonicalJSON)) ?? .null
  }
}

/// A plan with its rows.
public struct PlanDetailsAnswer: Shaped {
  private let plan: PlanDetails
  private let rows: [PlanTaskAnswer]

  /// - Parameters:
  ///   - now: the time of the reading.
  ///   - zone: the zone of the rows' times, as for `ZonedItem`.
  ///   - language: the language of the messages.
  ///   - brief: reads the brief of a row.
  public init(
    _ plan: PlanDetails, at now: QueueTime, in zone: QueueZone?, language: Language = .english,
    brief: (String) -> String?
  ) {
    self.plan = plan
    rows = plan.rows.map {
      PlanTaskAnswer(
        row: $0, now: now, zone: zone, language: language, brief: brief($0.id))
    }
  }

  public static var shapeName: StaticString { "plan" }
  public static func shape(_ fields: inout Fields<PlanDetailsAnswer>) {
    fields.addAll { PlanSummary($0.plan) }
    fields.add("tasks", { $0.rows }, "in the order of the plan, then rows without a task")
  }
}

struct PlanTaskAnswer: Shaped {
  let row: PlanDetails.Row
  let now: QueueTime
  let zone: QueueZone?
  let language: Language
  let brief: String?

  static var shapeName: StaticString { "planned task" }
  static func shape(_ fields: inout Fields<PlanTaskAnswer>) {
    fields.add("id", \.row.id, "the id of the row")
    fields.add(
      "task", \.row.task?.id, "the id of the task in the plan; null for a row without a task")
    fields.add(
      "row", { answer in answer.row.item.map { ZonedItem($0, in: answer.zone) } },
      "the row as in `orch show`; null if it was deleted")
    fields.addIfAny("brief", \.brief, "the text of `tasks/ID.md`, if there is one")
    fields.addIfAny("reason", \.row.waiting?.reason, "why the row is not at work, as in `ops why`")
    fields.addIfAny(
      "message", { answer in answer.row.waiting?.sentence(at: answer.now)(answer.language) },
      "the same reason in words")
    fields.addIfAny("costs", \.row.costs, "the costs of the attempts, if the ledger has some")
  }
}
