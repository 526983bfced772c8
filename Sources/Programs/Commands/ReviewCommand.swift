import Door
import Model
import Review
import Runner
import Text
import Work
import Workers

/// `orch review`: judges a report, and routes its row.
struct ReviewCommand: QueueCommand {
  static let name = "review"
  static let summary = Sentence(
    "Judge a report by the row's success criteria, and route the row",
    "행의 완료 기준으로 보고서를 판정하고 행을 옮깁니다")
  static let discussion = Sentence(
    """
    PASS: the report shows that every criterion is met, and the row becomes DONE. RETRY: a criterion
    is not met or the report has a fault; the row becomes PENDING without owner and start, and the
    attempt counts. BLOCK: something outside the worker stops the work, or the attempts are used up;
    the row becomes BLOCKED. QUESTION: the worker asks something; the row becomes BLOCKED. In doubt
    the verdict is RETRY, with the reason. The criteria are those that the row had when it was
    claimed. With --run-checks orch itself checks criteria with file:, grep:, json: or cmd:. The
    name after cmd: is an entry of review.checks in orch.json, which must be trusted. A dry run
    changes nothing, and needs no queue if --success-criteria is given.
    """,
    """
    보고서가 모든 기준의 충족을 보이면 PASS: 행은 DONE이 됩니다. 하나라도 충족되지 않거나 보고서에
    결함이 있으면 RETRY: 소유자와 시작 시각 없이 PENDING이 되고 시도를 셉니다. 워커 밖의 무언가가
    작업을 막거나 시도를 모두 쓰면 BLOCK, 워커가 물으면 QUESTION: BLOCKED가 됩니다. 확실하지 않으면
    이유와 함께 RETRY입니다. 기준은 행이 배정될 때의 것입니다. file:, grep:, json:, cmd:가 있는
    기준은 --run-checks에서 orch가 직접 검사합니다. cmd:의 이름은 orch.json에 있는 review.checks의
    항목이며, 신뢰를 받아야 합니다. 시험 실행은 아무것도 바꾸지 않고, --success-criteria가 있으면
    큐가 필요 없습니다.
    """)
  static let result = "`ID -> DONE (PASS)`; with `--explain` the grounds"
  static var answers: [any Shaped.Type] { [ReviewAnswer.self] }
  static let examples = [
    Example(
      "orch review --id ORCH-001 --report report.txt", Sentence("judges and routes", "판정하고 행을 옮깁니다")
    ),
    Example(
      "orch review --id ORCH-001 --report 'Updated README only.' "
        + "--success-criteria 'update README; run tests' --dry-run --explain",
      Sentence("says why, without a queue", "큐 없이 이유를 말합니다")),
  ]
  static let options: [Option<ReviewCommand>] = [
    .row(Sentence("the row of the report", "보고된 행"), of: .unfinished) { $1.id = $0 },
    .value(
      "--report", "FILE|TEXT|-",
      Sentence("the report; - reads standard input", "보고서. -는 표준 입력을 읽습니다"), required: true,
      kind: .file
    ) { $1.report = $0 },
    .text(
      "--success-criteria", "C", Sentence("criteria to use instead of the row's own", "행의 기준 대신"),
      required: false
    ) {
      $1.terms.criteria = $0
    },
    .number(
      "--max-retries", "N", Sentence("how many attempts are allowed", "시도할 수 있는 횟수"),
      in: 0...(.max)
    ) {
      $1.terms.maxAttempts = $0
    },
    .number(
      "--attempt-count", "N", Sentence("how many attempts there were", "시도한 횟수"), in: 0...(.max)
    ) {
      $1.terms.attempts = $0
    },
    .flag(
      "--run-checks",
      Sentence("check the criteria that orch can check itself", "orch가 검사할 수 있는 기준을 직접 검사")
    ) {
      $0.terms.runsChecks = true
    },
    .flag(
      "--explain",
      Sentence("show the grounds for and against each criterion", "기준마다 충족과 미충족의 근거를 보여 줌")
    ) {
      $0.explains = true
    },
    .value(
      "--ui-url", "U",
      Sentence(
        "also check this page: http://, https:// or file://",
        "함께 볼 페이지: http://, https:// 또는 file://")
    ) {
      $1.page.url = $0
    },
    .value(
      "--ui-contains", "T", Sentence("a text that the page must show", "페이지에 있어야 하는 텍스트"),
      repeatable: true
    ) {
      $1.page.terms.append($0)
    },
    .number(
      "--ui-timeout-seconds", "N",
      Sentence("the seconds that each program of a browser may take", "브라우저의 각 프로그램에 주는 초"),
      in: PageRequest.timeLimits, fallback: Sentence(same: String(PageRequest.usualTimeLimit))
    ) { $1.page.timeLimit = $0 },
    .value(
      "--ui-session", "S",
      Sentence("the browser session of playwright-cli", "playwright-cli의 브라우저 세션")
    ) {
      $1.page.browserSession = $0
    },
    .choice(
      "--ui-driver",
      Sentence(
        "the program that drives the browser; auto uses an installed one",
        "브라우저를 움직이는 것. auto는 있는 것"),
      UICheck.Driver.allCases.map(\.rawValue),
      fallback: Sentence(same: UICheck.Driver.playwright.rawValue)
    ) { $1.page.driver = UICheck.Driver(rawValue: $0) ?? .playwright },
    .dryRun { $0.isDryRun = true },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id = ""
  var report = ""
  var terms = ReviewReport.Terms()
  var page = PageRequest()
  var explains = false
  var isDryRun = false
  var itemID: String? { id }
  var isDry: Bool { isDryRun }

  func run(in context: CommandContext) throws -> ExitStatus {
    let text = try text(of: report, in: context)
    let terms = try completeTerms(context)
    let result: ReviewOutcome
    if isDryRun {
      result = try dryResult(text, terms, context)
    } else {
      result = try context.taskQueue.review(text, of: id, terms, as: context.caller)
    }
    if context.shared.isJSON {
      try context.print(ReviewAnswer(result, explaining: explains))
    } else {
      try context.print(result.line)
      for line in explains ? result.explanation : [] { try context.print(line) }
    }
    return .success
  }

  /// The contents of the file that the argument names, or else the argument itself. An argument
  /// without blanks that has a slash, or ends like the name of a text file, is a path even if the
  /// file is missing.
  private func text(of report: String, in context: CommandContext) throws -> String {
    if report == "-" { return try context.input(report, .report) }
    let hasBlank = report.unicodeScalars.contains { $0.properties.isWhitespace }
    let isPath =
      !hasBlank && (report.contains("/") || [".txt", ".md"].contains(where: report.hasSuffix))
    guard isPath || context.isFile(report) else { return report }
    return try context.input(report, .report)
  }

  private func completeTerms(_ context: CommandContext) throws -> ReviewReport.Terms {
    var terms = terms
    guard page.url != nil || page.terms.isEmpty else {
      throw Problem.usage(
        "--ui-contains needs --ui-url", "--ui-url 없이 --ui-contains를 썼습니다",
        hint: Sentence("name the page with --ui-url", "페이지를 지정하십시오"))
    }
    terms.page = try context.uiCheck(page)
    return terms
  }

  private func rowCriteria(_ context: CommandContext) throws -> String {
    let item = try context.taskQueue.read { table in try table.existing(id) }
    return item.successCriteria ?? ""
  }

  private func dryResult(
    _ text: String, _ terms: ReviewReport.Terms, _ context: CommandContext
  ) throws -> ReviewOutcome {
    guard !terms.runsChecks else {
      throw Problem.usage(
        "--run-checks can't be used with --dry-run", "--run-checks와 --dry-run은 함께 쓸 수 없습니다",
        hint: Sentence(
          "checks run in the project of a queue; leave one of the options out",
          "증거는 큐의 프로젝트에서 찾습니다. 둘 중 하나를 빼십시오"))
    }
    let criteria: String
    if let given = terms.criteria { criteria = given } else { criteria = try rowCriteria(context) }
    let limit = try context.taskQueue.value(Settings.maxAttempts, given: terms.maxAttempts)
    return ReviewReport.dryRun(text, of: id, by: criteria, limit: limit, terms)
  }
}
