import Door
import Model
import Monitoring
import Runner
import Text

/// `ops kpi`: the figures that operators watch, and which of them exceed their limit.
struct KPICommand: QueueCommand {
  static let name = "kpi"
  static let summary = Sentence(
    "Print the figures that operators watch, and alert", "운영자가 지켜보는 수치를 출력하고 경보를 냅니다")
  static let discussion = Sentence(
    """
    The success rate is the share of done among all commands done and fail that succeeded, according
    to the run log and its older files. Latency covers all runs, without the time of checks: the
    average, and the time that 95 of 100 runs did not exceed. The alerts of failures and latency are
    about the last 24 hours. Retries are the retry commands that succeeded, and in a database all
    rows taken back. A row is stale if it has been IN_PROGRESS for --stale-minutes or longer. An
    unknown figure is shown as '-' and never alerts. If there is no queue, and --log-path or
    ORCH_LOG_PATH names a log, the figures come from the log alone. The figures described so far
    count commands.
    If the history has rows that ended, a line counts rows: how many are DONE, how often they were
    claimed, the time from the addition to DONE, and the time of the last claim. If attempts of
    workers failed, one more line counts them by class. If agents worked, the last line shows their
    cost today and in total, and the average cost of a DONE row with all its attempts. It also
    counts the attempts of unknown cost.
    --fail-on names a condition under which the command ends with 1, after a line for each on
    standard error. The figures are success, the share of DONE rows among those that ended;
    lead_time and lead_p95, the times from addition to DONE that 50 and 95 of 100 rows did not
    exceed; cost, in US dollars, of all attempts; and cost_per_row, of a DONE row on average. They
    count what --since and --plan leave. A figure without data fails nothing, because a queue in
    which nothing has ended has done nothing wrong; a warning says so.
    """,
    """
    성공률은 실행 로그와 그 예전 파일에서 done과 fail 가운데 성공한 done의 비율입니다. 지연 시간은 검사에 걸린
    시간을 뺀 모든 실행의 평균과, 100개 가운데 95개가 넘지 않은 값입니다. 실패와 지연 경보는 지난 24시간을 봅니다. 재시도는 성공한 retry이며 데이터베이스에서는
    거두어들인 모든 행입니다. 행이 --stale-minutes 이상 IN_PROGRESS이면 오래된 것입니다. 알 수 없는
    값은 '-'이며 경보를 내지 않습니다. 큐가 없고 --log-path나 ORCH_LOG_PATH가 로그를 가리키면 수치는
    그 로그에서만 나옵니다. 이 수치는 명령을 셉니다. 이력에 끝난 행이 있으면 마지막 줄이 행을
    셉니다: DONE이 몇인지, 몇 번 배정되었는지, 추가에서 DONE까지의 시간과 마지막 배정의 시간.
    워커의 시도가 실패했으면 한 줄을 더해 종류마다 셉니다. 에이전트가 일했으면 마지막 줄이 오늘과 전체의
    비용, 그리고 DONE 행 하나의 모든 시도에 든 평균 비용을 말합니다. 비용을 모르는 시도는 거기서 셉니다.
    --fail-on의 조건이 맞으면 조건마다 표준 오류에 한 줄을 쓰고 1로 끝냅니다. 수치는 success(끝난 행
    가운데 DONE의 비율), lead_time과 lead_p95(추가에서 DONE까지, 100개 가운데 50개와 95개가 넘지 않은
    시간), cost(모든 시도의 비용, 미국 달러), cost_per_row(DONE 행 하나의 평균 비용)입니다. --since와
    --plan이 남긴 것을 셉니다. 자료가 없는 수치는 실패로 보지 않고 경고만 합니다. 아무것도 끝나지 않은
    큐는 잘못한 것이 없기 때문입니다.
    """)
  static let result = """
    `kpi success_rate=50.00% latency_p95_ms=300 latency_avg_ms=200.00 retry_count=0 \
    stale_in_progress=0`, then a line `alert FIGURE=VALUE exceeds LIMIT` for each figure beyond \
    its limit; then, if rows ended, `rows ended=4 done=3 success_rate=75.00% attempts_avg=1.25 \
    recovered=1 lead_p50_s=3600 lead_p95_s=9000 work_p50_s=600 work_p95_s=1800`; then, if attempts failed, `failures agent=1 timeout=2`; \
    then, if the ledger of costs has attempts, `costs today_usd=0.25 total_usd=12.50 \
    per_done_usd=0.61 attempts=24 unknown=2`
    """
  static var answers: [any Shaped.Type] { [FiguresAnswer.self] }
  static let examples = [
    Example(
      "ops kpi", Sentence("the figures, and which of them exceed their limit", "수치와, 무엇이 잘못되었는지")),
    Example(
      "ops kpi --since 7d", Sentence("of the rows that ended in the last week", "지난 한 주에 끝난 행")),
    Example(
      "report=$(ops kpi --fail-on-alert) || mail -s alert ops <<< \"$report\"",
      Sentence("in a script: report the figures beyond their limit", "스크립트에서: 한도를 넘은 것을 알립니다")),
    Example(
      "ops kpi --since 7d --fail-on 'success<0.9' --fail-on 'lead_time>2h,cost>5'",
      Sentence("in CI: fail if one of these is so", "CI에서: 하나라도 맞으면 실패")),
    Example(
      "ops kpi --json | jq .latency_p95_ms", Sentence("one figure, for a script", "수치 하나. 스크립트에서")),
  ]
  static let options: [Option<KPICommand>] = [
    .setting("--max-failure-rate", "R", Settings.kpiMaxFailureRate, korean: "끝난 행 가운데 실패해도 되는 비율") {
      $1.maxFailureRate = $0
    },
    .setting(
      "--max-latency-p95-ms", "N", Settings.kpiMaxLatency,
      korean: "실행 100개 가운데 95개가 넘지 않아야 하는 시간(밀리초)"
    ) { $1.maxLatency = $0 },
    .setting("--max-stale-in-progress", "N", Settings.kpiMaxStale, korean: "작업 중일 수 있는 오래된 행의 수") {
      $1.maxStale = $0
    },
    .setting("--stale-minutes", "N", Settings.kpiStaleMinutes, korean: "작업 중인 행을 오래된 것으로 보는 시간(분)")
    { $1.staleMinutes = $0 },
    .since(
      "TIME",
      Sentence(
        "count rows that ended since this time: 24h, 7d, 4w, or 2026-01-31",
        "이때부터 끝난 행을 셈: 24h, 7d, 4w 또는 2026-01-31")
    ) { $1.since = $0 },
    .ofPlan { $1.plan = $0 },
    .flag("--fail-on-alert", Sentence("exit with 2 when there is an alert", "경보가 있으면 2로 종료")) {
      $0.failsOnAlert = true
    },
    .value(
      "--fail-on", "LIMIT",
      Sentence(
        "exit with 1 if this is so: success<0.9, lead_time>2h, cost>5; several with commas",
        "맞으면 1로 종료: success<0.9, lead_time>2h, cost>5. 여러 개는 쉼표로 구분"),
      repeatable: true
    ) { (text, root) throws(InvalidValue) in
      for limit in text.split(separator: ",", omittingEmptySubsequences: false) {
        root.conditions.append(try FigureLimit(String(limit)))
      }
    },
    .value(
      "--db-path", "PATH",
      Sentence("count stale rows and retries in this database", "이 데이터베이스에서 오래된 행과 재시도를 셈"),
      kind: .file
    ) { $1.database = $0 },
  ]
  static let isLogged = false

  var shared = SharedOptions()
  /// A monitor must learn about settings that can't be read, because they may contain its limits.
  var settingsNeed: SettingsNeed { failsOnAlert ? .all : .reading }
  var maxFailureRate: Double?
  var maxLatency: Int?
  var maxStale: Int?
  var staleMinutes: Int?
  var since: String?
  var plan: String?
  var failsOnAlert = false
  var conditions: [FigureLimit] = []
  var database: String?

  func run(in context: CommandContext) throws -> ExitStatus {
    let queue = context.taskQueue
    let limits = try FigureLimits(
      of: queue, failureRate: maxFailureRate, latencyP95: maxLatency, staleInProgress: maxStale)
    let now = try queue.now()
    let figures = try queue.figures(
      since: since.flatMap { QueueTime(named: $0, at: now) }, ofPlan: plan,
      staleAfter: staleMinutes, in: database)
    let alerts = figures.alerts(beyond: limits)
    // The ledger belongs to the queue, not to another database.
    let costs = try database == nil ? figures.rows.flatMap(queue.costFigures) : nil
    let checked = conditions.map { $0.checked(figures, costs) }
    if context.shared.isJSON {
      try context.print(FiguresAnswer(figures, alerts, costs, checked))
    } else {
      try context.print(figures.line)
      if context.isOnTerminal, let age = figures.queue?.oldestPendingAge {
        try context.print(
          "oldest PENDING row: \(Age(seconds: age).label.english)",
          "가장 오래된 PENDING 행: \(Age(seconds: age).label.korean)")
      }
      for alert in alerts { try context.print("\(context.paint("alert", .red)) \(alert.text)") }
      if let summary = figures.rows?.summary {
        try context.print(summary.line(isForPeople: context.isOnTerminal))
      }
      if let failures = figures.rows?.failureLine { try context.print(failures) }
      if let costs { try context.print(costs.line) }
    }
    for limit in checked {
      guard let sentence = limit.sentence else { continue }
      if limit.isBroken {
        context.printNotice(sentence.english, sentence.korean)
      } else {
        context.warn(sentence)
      }
    }
    if checked.contains(where: \.isBroken) { return .refused }
    return failsOnAlert && !alerts.isEmpty ? .alert : .success
  }
}
