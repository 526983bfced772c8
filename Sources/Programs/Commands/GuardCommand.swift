import Door
import Gate
import Model
import Review
import Runner
import Text
import Worktrees

/// `orch guard`: checks a report against the guardrails.
struct GuardCommand: QueueCommand {
  static let name = "guard"
  static let summary = Sentence(
    "Check a report and its tokens against the guardrails", "보고서와 토큰을 가드레일로 검사합니다")
  static let discussion = Sentence(
    """
    A report has the header [REPORT ID], the sections Status, Files, Diff-Summary, Validation,
    Risks and Next in this order, bullets under Files and Diff-Summary, no pasted code, and a
    limited length. If the tokens are above the hard limit, or a violation has high severity, the
    action is BLOCK, which moves a PENDING or IN_PROGRESS row to BLOCKED. SUMMARIZE and ALLOW change
    no row. The history records every decision as an event named guardrail. A dry run writes nothing
    and needs no queue.
    """,
    """
    보고서에는 머리글 [REPORT ID]와 Status, Files, Diff-Summary, Validation, Risks, Next 절이 이
    순서로 있고, Files와 Diff-Summary에는 항목 표시가 있으며, 붙여 넣은 코드가 없고, 길이가
    제한됩니다. 토큰이 하드 한도를 넘거나 심각한 위반이 있으면 BLOCK이며, PENDING이나 IN_PROGRESS
    행을 BLOCKED로 옮깁니다. SUMMARIZE와 ALLOW는 행을 바꾸지 않습니다. 모든 결정은 이력에 guardrail
    이벤트로 기록됩니다. 시험 실행은 아무것도 쓰지 않으며 큐가 필요 없습니다.
    """)
  static let result = """
    `item=ID state=OK action=ALLOW violations=0`, then each violation with its line
    """
  static var answers: [any Shaped.Type] { [GuardAnswer.self] }
  static let examples = [
    Example(
      "orch guard --id ORCH-001 --report report.txt --current-tokens 1500",
      Sentence("checks a report", "보고서를 검사합니다")),
    Example(
      "orch guard --id ORCH-001 --report report.txt --current-tokens 0 --dry-run",
      Sentence("shows what the decision would be, without a queue", "큐 없이, 무엇이라고 할지")),
  ]
  static let options: [Option<GuardCommand>] = [
    .row(Sentence("the row of the report", "보고된 행"), of: .unfinished) { $1.id = $0 },
    .value(
      "--report", "FILE|-", Sentence("the report; - reads standard input", "보고서. -는 표준 입력을 읽습니다"),
      required: true, kind: .file
    ) { $1.report = $0 },
    .number(
      "--current-tokens", "N", Sentence("the tokens of the conversation", "대화의 토큰 수"),
      in: 0...(.max), required: true
    ) { $1.tokens = $0 },
    .number(
      "--soft", "N", Sentence("the tokens above which to summarize", "이보다 많은 토큰이면 요약"),
      in: 0...(.max),
      or: Settings.tokenSoftLimit.description
    ) { $1.soft = $0 },
    .number(
      "--hard", "N", Sentence("the tokens above which to stop the row", "이보다 많은 토큰이면 행을 멈춤"),
      in: 0...(.max),
      or: Settings.tokenHardLimit.description
    ) { $1.hard = $0 },
    .dryRun { $0.isDryRun = true },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id = ""
  var report = ""
  var tokens = 0
  var soft: Int?
  var hard: Int?
  var isDryRun = false
  var itemID: String? { id }
  var isDry: Bool { isDryRun }

  func run(in context: CommandContext) throws -> ExitStatus {
    let decision = try rules(context).decide(
      context.input(report, .report), of: id, tokens: tokens, within: budget(context))
    if !isDryRun {
      try context.taskQueue.perform(
        .review(.init(id: id, by: .guardrails, .init(guardrail: decision))), as: context.caller)
    }
    try context.print(GuardAnswer(id: id, decision: decision), or: lines(decision))
    return .success
  }

  private func rules(_ context: CommandContext) throws -> ReportRules {
    var rules = ReportRules()
    rules.maxCharacters = try context.taskQueue.value(Settings.reportMaxCharacters)
    rules.maxBullets = try context.taskQueue.value(Settings.reportMaxBullets)
    return rules
  }

  private func budget(_ context: CommandContext) throws -> TokenBudget {
    let budget = try TokenBudget(
      softLimit: context.taskQueue.value(Settings.tokenSoftLimit, given: soft),
      hardLimit: context.taskQueue.value(Settings.tokenHardLimit, given: hard))
    // A dry run needs no queue.
    if soft != nil || isDryRun && (try? context.taskQueue.storePath()) == nil { return budget }
    return budget.of(try context.taskQueue.read { table in try table.item(id) })
  }

  private func lines(_ decision: GuardDecision) -> [String] {
    [
      "item=\(id.escaped) state=\(decision.budget.rawValue) action=\(decision.action.rawValue) "
        + "violations=\(decision.violations.count)"
    ] + decision.violations.map(\.text)
  }
}

extension GuardDecision.Violation {
  /// `- FILES_EMPTY high, line 3: …`
  var text: String {
    "- \(code) \(severity.rawValue)\(line.map { ", line \($0)" } ?? ""): \(message)"
  }
}

private struct GuardAnswer: Shaped {
  let id: String
  let decision: GuardDecision

  static var shapeName: StaticString { "guard" }
  static func shape(_ fields: inout Fields<GuardAnswer>) {
    fields.add("id", \.id)
    fields.addAll { $0.decision }
  }
}
