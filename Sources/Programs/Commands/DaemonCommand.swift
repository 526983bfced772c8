import Door
import Host
import Model
import Runner
import Text
import Work

/// `orch daemon`: runs ticks until it is ended.
struct DaemonCommand: QueueCommand {
  static let name = "daemon"
  static let summary =
    Sentence(
      "Tick on a schedule, and whenever the queue changes, until you end it",
      "끝낼 때까지 일정에 따라, 또 큐가 바뀔 때마다 틱을 돌립니다")
  static let discussion = Sentence(
    """
    A service that replaces cron. It does what orch tick does: every --interval, at once when the
    queue, its reports or its workers change, and when a backoff or a lease ends. It prints a line
    with the time for each action. A queue has only one daemon. SIGTERM and SIGINT end it after the
    current tick; workers keep running, and report to the next daemon. Each tick reads orch.json;
    SIGHUP starts a tick now, and says whether orch.json can be read. While orch.json can't be read,
    the daemon does nothing. If orch.json names no program to start, no rows are claimed. An error
    in a tick is printed once an hour, and the tick is tried again a minute later; a paused worker
    and a spent budget are printed once, and again when they change. ops doctor shows the state of
    the daemon.
    """,
    """
    cron을 대신하는 서비스입니다: orch tick이 하는 일을 --interval마다, 큐나 보고서나 워커가 바뀌면
    바로, 그리고 재시도 대기나 리스가 끝날 때 합니다. 한 일마다 시각과 함께 한 줄을 출력합니다.
    큐마다 하나만 있습니다. SIGTERM과 SIGINT를 받으면 하던 틱을 마치고 끝납니다. 워커는 계속
    일하고 다음 데몬에 보고합니다. 틱마다 orch.json을 읽습니다. SIGHUP은 지금 틱을 돌리고, 읽을 수
    있는지 말합니다. 읽을 수 없는 동안에는 아무것도 하지 않습니다. orch.json에 시작할 프로그램이
    없으면 행을 배정하지 않습니다. 틱에서 잘못된 것은 한 시간에 한 번 말하고 1분 뒤에 다시
    시도합니다. 워커의 일시 정지와 다 쓴 예산은 바뀔 때까지 한 번만 말합니다. 상태는 ops
    doctor가 말합니다.
    """)
  static let result = """
    `TIME daemon: …` when the daemon begins, reloads its settings and ends; `TIME LINE` for each \
    line that `orch tick` would print except `NOOP`, each verdict on a report with its reason, \
    each failed attempt that is tried again, and each row that ended FAILED or BLOCKED
    """
  static var answers: [any Shaped.Type] { [DaemonLine.self, DaemonTick.self] }
  static let examples = [
    Example(
      "orch daemon --queue QUEUE.md", Sentence("in a terminal, or as a service", "터미널에서, 또는 서비스로")),
    Example(
      "orch daemon --until-idle",
      Sentence("does all the work that can be done, then ends", "할 수 있는 작업을 모두 하고 끝납니다")),
    Example(
      "orch daemon --interval 5m --max-workers 5",
      Sentence("ticks more often, with more workers at once", "더 자주 보고, 한 번에 더 많이 합니다")),
  ]
  static let options: [Option<DaemonCommand>] = [
    .value(
      "--interval", "TIME",
      Sentence("longest time between ticks: 90s, 30m, 2h", "아무 일이 없을 때 다음 틱까지의 시간: 90s, 30m, 2h"),
      environment: Interval.variables, fallback: Sentence(same: "30m")
    ) { (text, command) throws(InvalidValue) in command.interval = try Interval(text) },
    .flag(
      "--until-idle",
      Sentence(
        "end when no row is at work, and no row can start by itself",
        "작업 중인 행이 없고 저절로 시작될 것도 없으면 종료")
    ) {
      $0.endsIdle = true
    },
    .maxWorkers { $1.limits.maxWorkers = $0 },
    .parallel { $1.limits.parallel = $0 },
    .staleMinutes { $1.staleTimeout.minutes = $0 }, .staleHours { $1.staleTimeout.hours = $0 },
  ]
  /// Each tick that does something has its own entry in the log.
  static let isLogged = false

  var shared = SharedOptions()
  var interval: Interval?
  var endsIdle = false
  var limits = Dispatcher.Limits()
  var staleTimeout = StaleTimeout()

  func run(in context: CommandContext) throws -> ExitStatus {
    // The settings are checked first, because the options below read them.
    if let problem = context.taskQueue.settingProblems().first { throw problem }
    let interval = try self.interval ?? Interval(in: context.environment) ?? .standard
    var options = Daemon.Options(
      interval: .seconds(interval.seconds),
      staleTimeout: try staleTimeout.duration(in: context))
    (options.limits, options.endsIdle) = (limits, endsIdle)
    let output = DaemonOutput(context, interval, try context.taskQueue.zone())
    context.isLongRunning = true
    let ending = try context.taskQueue.serve(options, as: context.caller, output.show)
    guard case .idle(let problem?) = ending else { return .success }
    return problem.isPause ? .waiting : problem.exitStatus
  }
}

/// The time between two ticks of a daemon.
struct Interval: Equatable {
  let seconds: Int
  /// The text of the option or variable.
  let text: String

  static let standard = Interval(seconds: 1800, text: "30m")

  /// The allowed numbers of seconds: from one second to a week.
  private static let range = 1...7 * 86400

  /// The variables that set how often the dispatcher and the watchdog of the Python tool ran; one
  /// tick does the work of both.
  static let variables = ["ORCH_DISPATCHER_INTERVAL", "ORCH_WATCHDOG_INTERVAL"]

  private init(seconds: Int, text: String) { (self.seconds, self.text) = (seconds, text) }

  /// Reads `90s`, `30m` or `2h`.
  init(_ text: String) throws(InvalidValue) {
    guard let unit = DurationText.Unit(endOf: text), unit.length <= 3600 else {
      throw InvalidValue(
        Sentence(
          "say seconds, minutes or hours, such as 90s, 30m or 2h",
          "초, 분, 시간으로 쓰십시오. 예: 90s, 30m, 2h"))
    }
    guard let seconds = DurationText.seconds(text), Self.range.contains(seconds) else {
      throw InvalidValue(
        Sentence(
          "use a whole number before the unit, from 1s to 168h", "단위 앞에 정수를 쓰십시오. 1s부터 168h까지"))
    }
    self.init(seconds: seconds, text: text)
  }
  /// Reads the shorter interval of `variables`; `nil` if none of them is set. A number without a
  /// unit means seconds.
  init?(in environment: Environment) throws {
    let given = try Self.variables.compactMap { name -> Interval? in
      guard let text = environment[name] else { return nil }
      do { return try Interval(Int(text) == nil ? text : "\(text)s") } catch {
        let form = Sentence(
          "seconds, or a time such as 90s, 30m or 2h, up to 168h", "초 또는 90s, 30m, 2h 같은 시간, 168h까지"
        )
        throw Problem.setting(.text(text, name: name, form: form))
      }
    }
    guard let shortest = given.min(by: { $0.seconds < $1.seconds }) else { return nil }
    self = shortest
  }
}
