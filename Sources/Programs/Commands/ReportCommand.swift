import Door
import Runner
import Text
import Work

/// `orch report`: keeps, judges and routes a worker's report.
struct ReportCommand: QueueCommand {
  static let name = "report"
  static let summary = Sentence(
    "Take a worker's [REPORT ID] message: guard, review and route its row",
    "워커의 [REPORT ID] 메시지를 받아 검사하고, 판정하고, 행을 옮깁니다")
  static let discussion = Sentence(
    """
    The message is first written durably to the inbox beside the queue. Then the part from the last
    line [REPORT ID] on is judged: its length, its tokens and its claims, as by orch review. With
    --spool the message only waits in the inbox, which needs no lock; --drain judges all waiting
    messages. A report changes nothing if its row is not IN_PROGRESS, if its session does not own
    the row, or if its token (--attempt or ORCH_ATTEMPT) is from another claim. Such a report is
    kept in refused/ with the reason. A report that was routed is kept in .orch/attempts.
    """,
    """
    메시지를 먼저 큐 옆의 inbox에 안전하게 쓴 뒤, [REPORT ID]만 있는 마지막 줄부터 판정합니다:
    길이와 토큰, 그리고 orch review처럼 게이트가 주장을 판정합니다. --spool이면 그곳에서 기다리기만
    하므로 잠금이 필요 없고, --drain은 기다리는 것을 모두 판정합니다. IN_PROGRESS가 아닌 행,
    소유하지 않은 세션, 다른 배정의 토큰으로 온 보고서는 아무것도 바꾸지 않고 이유와 함께 refused/에
    남습니다. 토큰은 --attempt 또는 ORCH_ATTEMPT입니다. 처리된 보고서는 .orch/attempts에 남습니다.
    """)
  static let result = """
    `ID -> STATUS (VERDICT)`; with `--spool` `spooled NAME`; with `--drain` a line for each \
    report, or `NOOP`
    """
  static var answers: [any Shaped.Type] {
    [ReviewAnswer.self, SpooledReportAnswer.self, DrainedReports.self]
  }
  static let examples = [
    Example(
      "orch report --file report.txt --owner-session worker-a",
      Sentence("reports on your own row", "자신의 행에 대해 보고합니다")),
    Example(
      "orch report --spool --file -",
      Sentence("leaves a report for the next tick", "다음 틱이 처리할 보고서를 남깁니다")),
    Example("orch report --drain", Sentence("routes what waits", "대기하는 것을 처리합니다")),
  ]
  static let options: [Option<ReportCommand>] = [
    .value(
      "--file", "FILE|-", Sentence("the message", "메시지"), kind: .file,
      fallback: Sentence("standard input", "표준 입력")
    ) {
      $1.file = $0
    },
    .number(
      "--current-tokens", "N", Sentence("the tokens of the conversation", "대화의 토큰 수"),
      in: 0...(.max)
    ) {
      $1.tokens = $0
    },
    .row(
      Sentence(
        "the row, if the message does not name one", "메시지에 적혀 있지 않을 때, 어느 행의 것인지"),
      of: .inProgress, required: false
    ) { $1.id = $0 },
    .flag("--explain", Sentence("also show the grounds for each criterion", "기준마다 근거도 보여 줌")) {
      $0.explains = true
    },
    .flag(
      "--spool",
      Sentence("only keep the report, for the next drain of the inbox", "보관만 하고 inbox를 다음에 비울 때 처리")
    ) { $0.spools = true },
    .flag("--drain", Sentence("route the reports that wait", "대기하는 보고서를 처리")) { $0.drains = true },
    .force(
      Sentence(
        "accept it even if the row is not IN_PROGRESS, has another owner, or has another claim",
        "IN_PROGRESS가 아닌 행, 다른 세션의 행, 다른 배정의 토큰도")
    ) {
      $0.force = true
    },
  ]

  static let positional: String? = "--file"

  /// A report is kept even if a setting can't be read.
  static let needsSettings = false

  var shared = SharedOptions()
  var id: String?
  var file: String?
  var explains = false
  var tokens: Int?
  var spools = false
  var drains = false
  var force = false

  func run(in context: CommandContext) throws -> ExitStatus {
    if drains {
      try checkDrain()
      return try drain(in: context)
    }
    let text = try context.input(file ?? "-", .report, mends: true)
    if spools {
      guard !force else {
        throw Problem.usage(
          "--force can't be used with --spool", "--force와 --spool은 함께 쓸 수 없습니다", hint: .leaveOneOut)
      }
      return try spool(text, in: context)
    }
    let outcome = try context.taskQueue.report(
      text, of: id, tokens: tokens, force: force, as: context.caller)
    if case .refused(_, let error, let path) = outcome {
      throw context.problem(error).adding(
        Sentence("the report is kept in \(path)", "보고서는 \(path)에 남아 있습니다"))
    }
    if context.shared.isJSON {
      try context.print(ReportAnswer(outcome, explaining: explains))
    } else {
      try print(outcome, in: context)
    }
    return .success
  }

  private func print(
    _ outcome: ReceiveReport.Outcome, in context: CommandContext
  ) throws {
    try context.print(outcome.line)
    guard case .routed(let result) = outcome else { return }
    let lines = explains ? result.explanation : result.shortcomings
    for line in context.shared.isQuiet && !explains ? [] : lines { try context.print(line) }
  }

  private func checkDrain() throws {
    guard file == nil, id == nil, tokens == nil, !spools, !force else {
      throw Problem.usage(
        "--drain does not take a report", "--drain은 따로 보고서를 받지 않습니다", hint: .leaveOneOut)
    }
  }

  private func spool(_ text: String, in context: CommandContext) throws -> ExitStatus {
    let name = try context.taskQueue.spool(text, of: id, tokens: tokens, as: context.caller)
    try context.print(
      SpooledReportAnswer(name: name), or: Sentence("spooled \(name)", "보관했습니다: \(name)"))
    return .success
  }

  private func drain(in context: CommandContext) throws -> ExitStatus {
    var answer = DrainedReports()
    let isJSON = context.shared.isJSON
    // A failure to print does not stop the other reports.
    var printError: (any Error)?
    var count = 0
    var problem: (any Error)?
    do {
      count = try context.taskQueue.drainReports(as: context.caller) { outcome in
        do {
          if isJSON {
            answer.reports.append(ReportAnswer(outcome, explaining: explains))
          } else {
            try print(outcome, in: context)
          }
        } catch {
          printError = printError ?? error
        }
      }
    } catch {
      problem = error
    }
    if isJSON { try context.print(answer) }
    if let problem = printError ?? problem { throw problem }
    if count == 0, !isJSON { try context.print("NOOP") }
    return .success
  }
}

private struct DrainedReports: Shaped {
  var reports: [ReportAnswer] = []

  static var shapeName: StaticString { "report --drain" }
  static func shape(_ fields: inout Fields<DrainedReports>) {
    fields.add("reports", \.reports, "the reports that waited, oldest first")
  }
}
