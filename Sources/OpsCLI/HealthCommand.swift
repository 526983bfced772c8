import CommandLineKit
import Console
import Engine
import Facts
import Host
import JSON
import Mirroring
import QueueModel
import Representation
import Settings
import Wording

/// `ops health`: the state of the queue as one line and an exit status, for monitors.
struct HealthCommand: QueueCommand {
  static let name = "health"
  static let summary = Sentence(
    "Say in one line, and by the status, whether all is well", "모두 정상인지 한 줄과 종료 상태로 말합니다")
  static let discussion = Sentence(
    """
    Where there is a database beside the queue file, both are compared, as by 'ops
    consistency-check'. Then the figures are held against their limits, as by 'ops kpi': those
    of the file, or with --db, or ORCH_QUEUE_MD_READ_ONLY, of the database. Rows that wait for a
    person for longer than attention_after, a day by default, are a warning, too: BLOCKED ones,
    also for an answer or an approval, and FAILED ones that no watchdog retries. With --watch it
    looks each minute for so long, prints a line with the time whenever the answer changes, and
    ends with the worst status.
    """,
    """
    큐 파일 옆에 데이터베이스가 있으면 'ops consistency-check'처럼 둘을 비교합니다. 그다음 'ops kpi'처럼
    수치를 한도와 비교합니다: 파일의 수치, 또는 --db나 ORCH_QUEUE_MD_READ_ONLY가 있으면
    데이터베이스의 수치입니다. attention_after(기본값 하루)보다 오래 사람을 기다리는 행도
    경고입니다: 답변이나 승인을 기다리는 것을 포함한 BLOCKED 행과, watchdog이 다시 시도하지 않는
    FAILED 행입니다.
    --watch는 그 시간 동안 1분마다 보고, 답이 바뀔 때마다 시각과 함께 한 줄을 출력하며, 가장 나쁜 상태로
    끝납니다.
    """)
  static let result = """
    `HEALTH_OK` (0), `HEALTH_FAIL consistency_mismatch missing_in_db=A missing_in_md=B \
    field_mismatch=C` (10), `HEALTH_WARN kpi_alert FIGURE=VALUE exceeds LIMIT; …` (20), \
    `HEALTH_WARN attention rows=N oldest=ID waits TIME` (20), behind the alerts where there are \
    some, `HEALTH_ERROR REASON` (30); while the queue is paused with ` paused by …` behind it; with \
    `--watch` the same behind `TIME`, and at the end `TIME watched 1h: HEALTH_OK`, the worst
    """
  static let json = """
    health
    at?: text, with `--watch`, when, in ISO 8601; each document is a line
    health: text, `OK`, `FAIL`, `WARN` or `ERROR`
    reason: text or null, why
    consistency: consistency-check or null, table against database, where there are both
    kpi: kpi or null
    paused?: queue pause, the pause of the queue; it does not change the status
    paused_workers?: list of worker pause, the workers whose starts fail, which is a warning
    budget?: list of budget limit, the limits of the day of which 80 % are spent, a warning, too
    costs_problem?: text, why what agents took can't be read or written, a warning, too
    attention: attention or null, null where no row waits for a person for too long

    health --watch
    at: text, when it ended
    health: text, the worst that there was
    watched_seconds: number, how long

    attention:
    rows: number, how many rows wait for a person for longer than `attention_after`
    oldest: text, the row that waits longest
    oldest_seconds: number, for how long
    after_seconds: number, what `attention_after` says
    """
  static let examples = [
    Example("ops health", Sentence("for a monitor: 0, 10, 20 or 30", "모니터용: 0, 10, 20 또는 30")),
    Example("ops health --json | jq .kpi", Sentence("what it looked at", "무엇을 보았는지")),
    Example(
      "ops health --watch 1h",
      Sentence("the hour after a new release, in a script", "새 버전을 낸 뒤 한 시간, 스크립트에서")),
  ]
  static let options: [Option<HealthCommand>] = [
    .value(
      "--watch", "TIME",
      Sentence("look each minute for so long, such as 1h", "그 시간 동안 1분마다 봅니다. 예: 1h")
    ) {
      (text, command) throws(InvalidValue) in
      guard let seconds = DurationText.seconds(text), seconds > 0 else {
        throw InvalidValue("say seconds, minutes or hours, such as 90s, 30m or 2h")
      }
      command.watchSeconds = seconds
    }
  ]
  static let isLogged = false
  static let spansStores = true

  var shared = SharedOptions()
  /// No program starts with settings that can't be read: all is not well.
  var settingsNeed: SettingsNeed { .all }
  /// How long to watch; `nil` for one look.
  var watchSeconds: Int?

  func run(in context: CommandContext) throws -> ExitStatus {
    if let watchSeconds { return try watch(for: watchSeconds, context) }
    let output = output(in: context)
    try context.print(.object(output.json), or: output.line(in: context))
    return output.status
  }

  private func output(in context: CommandContext) -> HealthOutput {
    do { return try check(in: context) } catch {
      return HealthOutput(error: context.problem(error))
    }
  }

  /// Looks each minute, and prints what changed.
  private func watch(for seconds: Int, _ context: CommandContext) throws -> ExitStatus {
    var (worst, shown): (HealthOutput?, String?)
    var rest = seconds
    while true {
      context.isLongRunning = true
      context.taskQueue.refresh(for: Self.name)
      let output = output(in: context)
      let line = output.line(in: context)
      if line != shown { try Self.print(output.json, or: line, in: context) }
      shown = line
      if worst.map({ $0.state < output.state }) ?? true { worst = output }
      if rest <= 0 { break }
      context.clock.sleep(.seconds(min(rest, Self.interval)))
      rest -= Self.interval
    }
    let state = worst?.state ?? .good
    try Self.print(
      ["health": .string(state.rawValue), "watched_seconds": .integer(seconds)],
      or: "watched \(DurationText.exactText(seconds)): HEALTH_\(state.rawValue)", in: context)
    return worst?.status ?? .success
  }

  /// Seconds between two looks.
  private static let interval = 60

  private static func print(
    _ json: JSONObject, or line: String, in context: CommandContext
  ) throws {
    let now = try context.taskQueue.now()
    var object: JSONObject = ["at": .string(now.iso8601)]
    object.append(json)
    try context.print(.object(object), or: "\(now.text) \(line)")
    try context.flush()
  }

  private func check(in context: CommandContext) throws -> HealthOutput {
    let database = try context.taskQueue.databasePath()
    let hasDatabase = try FileStatus.ifExists(database) != nil
    let hasFile = (try? context.taskQueue.queuePath()).flatMap { try? FileStatus(of: $0) } != nil
    let isDatabaseChosen =
      try context.taskQueue.value(Settings.queueReadOnly) || context.shared.database != nil
    let minutes = try context.taskQueue.value(Settings.kpiStaleMinutes)
    let hasOnlyDatabase = !hasFile && hasDatabase && context.taskQueue.namedQueuePath == nil
    let queue = try context.queueFigures(
      staleAfter: minutes, in: isDatabaseChosen || hasOnlyDatabase ? database : nil)
    let kpi = KPIFigures(runs: try context.runFigures(), queue: queue)
    let consistency = try hasDatabase && hasFile ? context.consistency(withTexts: false) : nil
    return HealthOutput(
      consistency: consistency, kpi: kpi, alerts: kpi.alerts(beyond: try KPILimits(in: context)),
      attention: Attention(
        queue?.waiting ?? [], after: try context.taskQueue.value(Settings.attentionAfter)),
      pause: (try? context.taskQueue.pause()) ?? nil, pauseText: (try? context.pauseText()) ?? nil,
      pausedWorkers: context.taskQueue.pausedWorkers(),
      budgetFindings: context.taskQueue.budgetFindings(), now: try context.taskQueue.now())
  }
}

/// The rows that wait for a person for too long.
struct Attention: Equatable {
  let count: Int
  let oldest: WaitingRow
  /// Seconds.
  let limit: Int

  /// `nil` where there are none.
  ///
  /// - Parameters:
  ///   - rows: longest first.
  ///   - limit: seconds; 0 for no limit.
  init?(_ rows: [WaitingRow], after limit: Int) {
    let late = rows.prefix { limit > 0 && $0.seconds > limit }
    guard let oldest = late.first else { return nil }
    (count, self.oldest, self.limit) = (late.count, oldest, limit)
  }

  var text: String {
    "attention rows=\(count) oldest=\(oldest.id.escaped) waits \(DurationText.text(oldest.seconds))"
  }

  var json: JSONValue {
    [
      "rows": .integer(count), "oldest": .string(oldest.id),
      "oldest_seconds": .integer(oldest.seconds), "after_seconds": .integer(limit),
    ]
  }
}

/// The result of `ops health`.
struct HealthOutput {
  /// `nil` without a file, or without a database.
  var consistency: Consistency?
  var kpi: KPIFigures?
  var alerts: [KPIAlert] = []
  var attention: Attention?
  var pause: Pause?
  /// The pause in words.
  var pauseText: String?
  var pausedWorkers: [PausedWorker] = []
  var budgetFindings = BudgetFindings()
  /// The time of the check; `nil` where it failed.
  var now: QueueTime?
  var error: Problem?

  /// The worse ones last.
  enum State: String, CaseIterable, Comparable {
    case good = "OK"
    case alert = "WARN"
    case mismatch = "FAIL"
    case failed = "ERROR"

    static func < (one: State, other: State) -> Bool {
      let order = allCases
      return order.firstIndex(of: one) ?? 0 < order.firstIndex(of: other) ?? 0
    }
  }

  /// The worst problem.
  var state: State {
    if error != nil { return .failed }
    if consistency?.isConsistent == false { return .mismatch }
    return warnings(in: .english).isEmpty ? .good : .alert
  }

  var status: ExitStatus {
    switch state {
    case .good: .success
    case .alert: .degraded
    case .mismatch: .unhealthy
    case .failed: .undetermined
    }
  }

  var color: Paint.Color {
    switch state {
    case .good: .green
    case .alert: .yellow
    case .mismatch, .failed: .red
    }
  }

  /// `HEALTH_OK`, or with the reason behind it.
  func line(in context: CommandContext) -> String {
    context.paint("HEALTH_\(state.rawValue)", color) + reason(in: context.language)
      + (pauseText.map { " \($0)" } ?? "")
  }

  /// The text after the word, with a space before it; empty for `OK`.
  func reason(in language: Language) -> String {
    switch state {
    case .good: ""
    case .alert: " " + warnings(in: language).joined(separator: "; ")
    case .mismatch: " consistency_mismatch \(consistency?.counts ?? "")"
    case .failed: " \(error.map { $0.sentence(language) }?.escaped ?? "")"
    }
  }

  private func warnings(in language: Language) -> [String] {
    let alerts =
      alerts.isEmpty ? [] : ["kpi_alert \(alerts.map(\.text).joined(separator: "; "))"]
    let workers = now.map { now in
      pausedWorkers.map { $0.sentence(at: now)(language) }
    }
    return alerts + (attention.map { [$0.text] } ?? []) + (workers ?? [])
      + budgetFindings.sentences.map { $0(language) }
  }

  var json: JSONObject {
    let reason = reason(in: .english)
    var object: JSONObject = [
      "health": .string(state.rawValue),
      "reason": JSONValue(reason.isEmpty ? nil : String(reason.dropFirst())),
      "consistency": consistency?.json ?? .null,
      "kpi": (kpi?.json(alerts)).map { .object($0) } ?? .null,
      "attention": attention?.json ?? .null,
    ]
    addStanding(pause, pausedWorkers, budgetFindings, to: &object)
    return object
  }
}
