import CommandLineKit
import Console
import Engine
import Facts
import QueueModel
import Representation
import ReviewerGate
import Settings
import TeamProtocol

/// `orch review`: judges a report, and routes its row.
struct ReviewCommand: QueueCommand {
  static let name = "review"
  static let summary = "Judge a report by the row's success criteria, and route the row"
  static let discussion = """
    PASS, when the report shows every criterion as met: the row becomes DONE. RETRY, when one is
    not met, or the report has a fault: PENDING, without owner and start, and the attempt counts.
    BLOCK, when something outside the worker stops the work, or the attempts are used up, and
    QUESTION, when the worker asks something: BLOCKED. In doubt it is RETRY, with the reason.
    The criteria are those that the row had when it was claimed. One that says file:, grep:,
    json: or cmd: proves itself with --run-checks; what cmd: names is an entry of review.checks
    in orch.json, which must be trusted. A dry run changes nothing, and with --success-criteria it
    needs no queue.
    """
  static let result = "`ID -> DONE (PASS)`; with `--explain` what led to it"
  static let json = """
    id: text
    as verdict
    to: text, its status now
    guard?: guardrail, what the guardrails said; of `report`
    explanation?: explanation, with `--explain`
    """
  static let examples = [
    Example("orch review --id ORCH-001 --report report.txt", "judges and routes"),
    Example(
      "orch review --id ORCH-001 --report 'Updated README only.' "
        + "--success-criteria 'update README; run tests' --dry-run --explain",
      "says why, without a queue"),
  ]
  static let options: [Option<ReviewCommand>] = [
    .row("the row that is reported on", of: .unfinished) { $1.id = $0 },
    .value(
      "--report", "FILE|TEXT|-", "the report; - reads standard input", required: true, kind: .file
    ) { $1.report = $0 },
    .text("--success-criteria", "C", "in place of the row's own", required: false) {
      $1.terms.criteria = $0
    },
    .number("--max-retries", "N", "how many attempts there may be", in: 0...(.max)) {
      $1.terms.maxAttempts = $0
    },
    .number("--attempt-count", "N", "how many attempts there were", in: 0...(.max)) {
      $1.terms.attempts = $0
    },
    .flag("--run-checks", "let criteria prove themselves") { $0.terms.runsChecks = true },
    .flag("--explain", "show the grounds for and against each criterion") {
      $0.explains = true
    },
    .value("--ui-url", "U", "a page to look at, too: http://, https:// or file://") {
      $1.page.url = $0
    },
    .value("--ui-contains", "T", "a text that the page must show", repeatable: true) {
      $1.page.terms.append($0)
    },
    .number(
      "--ui-timeout-seconds", "N", "the seconds that each program of a browser may take",
      in: PageRequest.timeLimits, fallback: String(PageRequest.usualTimeLimit)
    ) { $1.page.timeLimit = $0 },
    .value("--ui-session", "S", "the browser session of playwright-cli") {
      $1.page.browserSession = $0
    },
    .choice(
      "--ui-driver", "what drives the browser; auto: what is there",
      UICheck.Driver.allCases.map(\.rawValue), fallback: UICheck.Driver.playwright.rawValue
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
      result = try dryResult(Report(reading: text, of: id), terms, context)
    } else {
      result = try context.taskQueue.review(text, of: id, terms, as: context.caller)
    }
    if context.shared.isJSON {
      try context.print(result.json(explaining: explains))
    } else {
      try context.print(result.line)
      for line in explains ? result.explanation : [] { try context.print(line) }
    }
    return .success
  }

  /// The text of the report: of the file that the argument names, else the argument itself. Without
  /// blanks, a name with a slash or of a text file is a path even where there is no such file.
  private func text(of report: String, in context: CommandContext) throws -> String {
    if report == "-" { return try context.input(report, "report") }
    let hasBlank = report.unicodeScalars.contains { $0.properties.isWhitespace }
    let isPath =
      !hasBlank && (report.contains("/") || [".txt", ".md"].contains(where: report.hasSuffix))
    guard isPath || context.isFile(report) else { return report }
    return try context.input(report, "report")
  }

  private func completeTerms(_ context: CommandContext) throws -> ReviewReport.Terms {
    var terms = terms
    guard page.url != nil || page.terms.isEmpty else {
      throw Problem.usage(.termsWithoutPage)
    }
    terms.page = try context.uiCheck(page)
    return terms
  }

  /// The row's current criteria.
  private func rowCriteria(_ context: CommandContext) throws -> String {
    let item = try context.taskQueue.read { table in try table.existing(id) }
    return item.successCriteria ?? ""
  }

  private func dryResult(
    _ report: Report, _ terms: ReviewReport.Terms, _ context: CommandContext
  ) throws -> ReviewOutcome {
    guard !terms.runsChecks else {
      throw Problem.usage(.checksInDryRun)
    }
    let criteria: String
    if let given = terms.criteria { criteria = given } else { criteria = try rowCriteria(context) }
    let limit = try context.taskQueue.value(Settings.maxAttempts, given: terms.maxAttempts)
    return ReviewReport.dryRun(report, of: id, by: criteria, limit: limit, terms)
  }
}
