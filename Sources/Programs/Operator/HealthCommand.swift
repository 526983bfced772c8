import Door
import Host
import Model
import Monitoring
import Runner
import Text

/// `ops health`: the state of the queue as one line and an exit status, for monitors.
struct HealthCommand: QueueCommand {
  static let name = "health"
  static let summary = Sentence(
    "Say in one line, and by the exit status, whether all is well", "모두 정상인지 한 줄과 종료 상태로 말합니다")
  static let discussion = Sentence(
    """
    If there is a database beside the queue file, the two are compared as by 'ops
    consistency-check'. Then the figures are compared with their limits as by 'ops kpi'. They are
    the figures of the file or, with --db or ORCH_QUEUE_MD_READ_ONLY, the figures of the database.
    The command also warns of rows that have waited for a person for longer than attention_after, a
    day by default. These are BLOCKED rows, including rows that wait for an answer or an approval,
    and FAILED rows that no watchdog retries. It warns of paused workers, of a budget that is nearly
    spent or stops rows, of a row that is tried again after three consecutive failed attempts, and
    of hooks that fail or are not trusted. It warns of rows on which no program is started, because
    one is missing or not trusted, of rows that never start as they are, because no worker fits
    them, they wait for themselves, they are malformed or their brief can't be read, and of rows
    that could start but were not taken for as long as attention_after: no daemon runs, cron calls
    no orch tick, or orch.json has no worker. If the daemon was killed or hangs, it warns at once.
    The alerts of failures and latency are about the last 24 hours. Rows that are BLOCKED after a
    failed attempt count as failures. A disk with less than 16 MB free is an error. With --watch it
    looks once a minute until that time is over, prints a line with the time whenever the answer
    changes, and exits with the worst status.
    """,
    """
    큐 파일 옆에 데이터베이스가 있으면 'ops consistency-check'처럼 둘을 비교합니다. 그다음 'ops kpi'처럼
    수치를 한도와 비교합니다: 파일의 수치, 또는 --db나 ORCH_QUEUE_MD_READ_ONLY가 있으면
    데이터베이스의 수치입니다. attention_after(기본값 하루)보다 오래 사람을 기다리는 행도
    경고입니다: 답변이나 승인을 기다리는 것을 포함한 BLOCKED 행과, watchdog이 다시 시도하지 않는
    FAILED 행입니다. 일시 정지된 워커, 거의 다 썼거나 행을 막는 예산, 세 번 넘게 연속으로 실패하고 다시 시도하는 행,
    실패하거나 신뢰하지 않은 훅도 경고입니다. 프로그램이 없거나 신뢰하지 않아 시작하지 못하는 행, 맞는 워커가
    없거나 자기 자신을 기다리거나 형식이 잘못되었거나 브리프를 읽을 수 없어 그대로는 시작하지 않는 행, 그리고
    시작할 수 있는데도 그 시간 동안 아무도 맡지 않은 행(데몬이 없거나, cron이 orch tick을 부르지 않거나,
    orch.json에 워커가 없을 때)도 경고이며, 데몬이 강제로 종료되었거나 멈춰 있으면 바로 경고합니다.
    실패와 지연 경보는 지난 24시간을 보고, 실패한 시도 뒤에 BLOCKED가 된 행도 셉니다. 남은 디스크가 16 MB보다 적으면 오류입니다.
    --watch는 그 시간 동안 1분마다 보고, 답이 바뀔 때마다 시각과 함께 한 줄을 출력하며, 가장 나쁜 상태로
    끝납니다.
    """)
  static let result = """
    `HEALTH_OK` (0), `HEALTH_FAIL consistency_mismatch missing_in_db=A missing_in_md=B \
    field_mismatch=C` (10), with `moved=D` as in consistency-check, `HEALTH_WARN kpi_alert FIGURE=VALUE exceeds LIMIT; …` (20), \
    `HEALTH_WARN attention rows=N oldest=ID waits TIME` (20), after the alerts if there are any, \
    `HEALTH_ERROR REASON` (30); while the queue is paused, ` paused by …` follows; with `--watch` \
    the same lines after `TIME`, and at the end the worst state, `TIME watched 1h: HEALTH_OK`
    """
  static var answers: [any Shaped.Type] { [HealthAnswer.self, WatchedHealth.self] }
  static let examples = [
    Example("ops health", Sentence("for a monitor: 0, 10, 20 or 30", "모니터용: 0, 10, 20 또는 30")),
    Example("ops health --json | jq .kpi", Sentence("the figures that it looked at", "무엇을 보았는지")),
    Example(
      "ops health --watch 1h",
      Sentence("the hour after a new release, in a script", "새 버전을 낸 뒤 한 시간, 스크립트에서")),
  ]
  static let options: [Option<HealthCommand>] = [
    .value(
      "--watch", "TIME",
      Sentence("look once a minute for this long, such as 1h", "그 시간 동안 1분마다 봅니다. 예: 1h")
    ) {
      (text, command) throws(InvalidValue) in
      guard let seconds = DurationText.seconds(text), seconds > 0 else {
        throw InvalidValue(
          Sentence(
            "say seconds, minutes or hours, such as 90s, 30m or 2h",
            "초, 분, 시간으로 쓰십시오. 예: 90s, 30m, 2h"))
      }
      command.watchSeconds = seconds
    }
  ]
  static let isLogged = false
  static let spansStores = true

  var shared = SharedOptions()
  /// Settings that can't be read are a failure, because no program starts with them.
  var settingsNeed: SettingsNeed { .all }
  /// How long to watch; `nil` for one look.
  var watchSeconds: Int?

  func run(in context: CommandContext) throws -> ExitStatus {
    if let watchSeconds { return try watch(for: watchSeconds, context) }
    let health = context.taskQueue.health()
    try context.print(HealthAnswer(health), or: health.line(in: context))
    return health.state.exitStatus
  }

  /// Looks once a minute, and prints the state when it has changed.
  private func watch(for seconds: Int, _ context: CommandContext) throws -> ExitStatus {
    var (worst, shown) = (Health.State.good, String?.none)
    var rest = seconds
    while true {
      context.isLongRunning = true
      context.taskQueue.refresh(for: Self.name)
      let health = context.taskQueue.health()
      let line = health.line(in: context)
      if line != shown { try Self.print(or: line, in: context) { HealthAnswer(health, at: $0) } }
      shown = line
      worst = max(worst, health.state)
      if rest <= 0 { break }
      context.clock.sleep(.seconds(min(rest, Self.interval)))
      rest -= Self.interval
    }
    try Self.print(
      or: "watched \(DurationText.exactText(seconds)): HEALTH_\(worst.rawValue)", in: context
    ) { WatchedHealth(at: $0, state: worst, seconds: seconds) }
    return worst.exitStatus
  }

  /// Seconds between two looks.
  private static let interval = 60

  private static func print(
    or line: String, in context: CommandContext, _ answer: (String) -> some Shaped
  ) throws {
    let now = try context.taskQueue.now()
    try context.print(answer(now.iso8601), or: "\(now.text) \(line)")
    try context.flush()
  }
}

extension Health {
  /// `HEALTH_OK`, or another state with its reason.
  fileprivate func line(in context: CommandContext) -> String {
    var words = [context.paint("HEALTH_\(state.rawValue)", state.color)]
    if let reason { words.append(reason(context.language)) }
    if let now, let pause { words.append(pause.sentence(at: now)(context.language)) }
    return words.joined(separator: " ")
  }
}

extension Health.State {
  fileprivate var exitStatus: ExitStatus {
    switch self {
    case .good: .success
    case .alert: .degraded
    case .mismatch: .unhealthy
    case .failed: .undetermined
    }
  }

  fileprivate var color: Paint.Color {
    switch self {
    case .good: .green
    case .alert: .yellow
    case .mismatch, .failed: .red
    }
  }
}

/// The end of `ops health --watch`.
private struct WatchedHealth: Shaped {
  let at: String
  let state: Health.State
  let seconds: Int

  static var shapeName: StaticString { "health --watch" }
  static func shape(_ fields: inout Fields<WatchedHealth>) {
    fields.add("at", \.at, "when it ended")
    fields.add("health", \.state.rawValue, "the worst state")
    fields.add("watched_seconds", \.seconds, "how long")
  }
}
