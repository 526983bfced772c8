import Attempts
import Door
import Model
import Monitoring
import Requests
import Runner
import Schedule
import Text
import Work
import Worktrees

/// `orch tick`: runs one pass of the unattended loop.
struct TickCommand: QueueCommand {
  static let name = "tick"
  static let summary = Sentence(
    "Route waiting reports, take back rows of lost workers, start new work",
    "대기하는 보고서를 처리하고, 워커를 잃은 행을 거두어들이고, 새 작업을 시작합니다")
  static let discussion = Sentence(
    """
    cron calls this command every 30 minutes. First the tick records edits of the file, carries
    out the commands in .orch/commands, routes waiting reports as orch report --drain does, and
    finishes the work of killed supervisors. Next the tick ends workers whose row was taken from
    them, takes back rows as orch watchdog does, and cancels the rows that wait for a failed row
    with --on-failure cancel. Then it adds the rows and plans of recurring that are due (ops
    recurring), and starts work as orch dispatch does. Last it writes the results of ended plans
    into their folders, and starts orch deliver for hooks. A tick never waits for work. If a
    step fails, the other steps still run, and the error of the failed step is printed at the
    end. If orch.json has no worker, the tick claims no row, and neither does the daemon;
    --claim or --openclaw claims rows for a caller who starts the work. If there is nothing to
    do, the command prints NOOP and succeeds; with --openclaw it prints NO_REPLY, which an
    OpenClaw automation treats as silence. If rows wait and none is started, a line on standard
    error says why; ops why explains each row. Before orch trust it starts nothing and ends with
    77; that error is printed once a day, or each time on a terminal. Each row that became
    FAILED or BLOCKED by work since the previous tick is printed once on standard error, even
    with --quiet, so that cron mails it. Rows that a person stopped by hand are not printed.
    """,
    """
    cron이 30분마다 부릅니다. 파일의 편집을 기록하고, .orch/commands의 명령을 수행하고, orch report
    --drain처럼 대기하는 보고서를 처리하고, 강제 종료된 감독 프로세스가 남긴 일을 마치고, 행을 빼앗긴 워커를 종료하고, orch
    watchdog처럼 행을 거두어들이고, --on-failure cancel인 행이 실패하면 그 행을 기다리는 행을 취소하고,
    때가 된 recurring의 행과 계획을 추가하고(ops recurring), orch dispatch처럼 작업을 시작하고,
    끝난 계획의 결과를 그 폴더에 쓰고, 훅을 위해 orch deliver를 시작합니다. 이 순서대로 하며 작업을
    기다리지 않습니다. 한 단계가 실패해도 나머지는 계속하고, 오류는 끝에 출력합니다. orch.json에
    워커가 없으면 데몬처럼 아무 행도 배정하지 않습니다. 호출한 쪽이 작업을 시작하면 --claim을
    주십시오(--openclaw는 이를 포함합니다). 할 일이 없으면 NOOP을 출력하고 성공합니다. --openclaw이면 NO_REPLY이며, OpenClaw 자동화는 이를 침묵으로
    봅니다. 대기하는 행이 있는데 시작하지 않으면 표준 오류의 한 줄이 이유를 말하고, ops why는 행마다
    이유를 말합니다. orch trust 전에는 아무것도 시작하지 않고 77로 종료합니다. 이는 하루에 한 번,
    터미널에서는 매번 출력합니다. 앞선 틱 뒤에 작업이 FAILED나 BLOCKED로 남긴 행은 --quiet이어도
    표준 오류의 한 줄로 한 번 출력하여 cron이 메일로 보냅니다. 사람이 직접 멈춘 행은 출력하지
    않습니다.
    """)
  static let result = """
    `COMMANDS N` for commands of the inbox, `ID DONE (2 proofs)` for each verdict on a report, the lines of the three commands, `ADDED ID` or `ADDED plan NAME` for what `recurring` added, or \
    `NOOP`; `NO_REPLY` with `--openclaw`; on standard error \
    `ID FAILED REASON (COMMAND)` or `ID BLOCKED …` for each row that work left in that state
    """
  static var answers: [any Shaped.Type] { [TickAnswer.self] }
  static let examples = [
    Example(
      "orch tick --queue /srv/project/QUEUE.md",
      Sentence("in cron, every 30 minutes", "cron에서 30분마다")),
    Example(
      "orch tick --parallel 3 --stale-hours 6",
      Sentence("starts up to three rows, and lets work run longer", "최대 세 개를 시작하고, 오래 기다려 줍니다")),
    Example(
      "orch tick --openclaw",
      Sentence(
        "for an OpenClaw automation: silent if nothing happens", "OpenClaw 자동화에서: 아무 일도 없으면 침묵합니다"
      )),
  ]
  static let options: [Option<TickCommand>] = [
    .maxWorkers { $1.limits.maxWorkers = $0 },
    .parallel { $1.limits.parallel = $0 },
    .staleMinutes { $1.staleTimeout.minutes = $0 }, .staleHours { $1.staleTimeout.hours = $0 },
    .flag(
      "--claim",
      Sentence(
        "if orch.json has no worker, claim rows for the caller, who has to start the work",
        "orch.json에 워커가 없으면 작업을 직접 시작할 호출자에게 행을 배정")
    ) {
      $0.claims = true
    },
    .flag("--openclaw", Sentence("print NO_REPLY instead of NOOP", "NOOP 대신 NO_REPLY를 출력")) {
      $0.isForOpenClaw = true
    },
    .flag("--exit-code", Sentence("exit with 3 when there is nothing to do", "할 일이 없으면 3으로 종료")) {
      $0.usesExitCode = true
    },
  ]

  var shared = SharedOptions()
  var limits = Dispatcher.Limits()
  var staleTimeout = StaleTimeout()
  var claims = false
  var isForOpenClaw = false
  var usesExitCode = false

  /// Warns why no row is claimed although some wait.
  private func warnOfRows(in context: CommandContext) throws {
    let queue = context.taskQueue
    if let pause = try queue.pause() { return try queue.warnOfPause(pause) }
    let count = try queue.readyCount(as: context.caller)
    if count > 0 {
      context.warn(
        "\(count == 1 ? "a row waits" : "\(count) rows wait"), and orch.json has no worker to start "
          + "(orch pick takes one; --claim claims rows for a caller who starts the work)",
        "대기하는 행이 \(count)개인데 orch.json에 시작할 워커가 없습니다 "
          + "(orch pick은 행을 맡습니다. 직접 작업을 시작하면 --claim으로 배정받으십시오)")
    } else {
      try queue.warnOfIdleRows(as: context.caller)
    }
  }

  func run(in context: CommandContext) throws -> ExitStatus {
    // OpenClaw starts the rows that are announced to it.
    let mayClaim = claims || isForOpenClaw || context.taskQueue.startsWork
    var output = TickOutput(
      context.taskQueue.tick(
        staleTimeout: try staleTimeout.duration(in: context),
        dispatching: mayClaim ? limits : nil, as: context.caller),
      of: context)
    if !mayClaim { try warnOfRows(in: context) }
    let news = context.newStops(for: .tick, besides: output.problem)
    output.stopped = news?.rows ?? []
    try output.print(in: context, silence: isForOpenClaw ? "NO_REPLY" : "NOOP")
    try context.flush()
    try context.noticeClaims(output.dispatched)
    if context.shared.isJSON || context.printNews(of: output.news) { news?.markRead() }
    if let problem = output.problem {
      context.printAtMostDaily(problem)
      throw problem
    }
    context.clearDailyError()
    return output.isIdle && usesExitCode ? .nothingToDo : .success
  }
}

/// The outcome of a tick, as `orch tick` and the daemon print it.
struct TickOutput {
  private let outcome: Tick.Outcome
  var dispatched: DispatchOutcome { outcome.dispatched }
  /// The first error of a step.
  let problem: Problem?
  /// The rows that work left FAILED or BLOCKED since the previous tick.
  var stopped: [StoppedRow] = []

  init(_ outcome: Tick.Outcome, of context: CommandContext) {
    self.outcome = outcome
    problem = outcome.problem.map(context.problem)
  }

  /// A line for each change.
  var lines: [String] { lines(besidesVerdictsOn: []) }

  /// The lines without the verdicts on the given rows.
  func lines(besidesVerdictsOn ids: Set<String>) -> [String] {
    let requests = outcome.dispatched.requests.map(\.id.escaped)
    let failed = outcome.dispatched.failures.filter(\.value.isFree).keys.sorted()
    var lines = outcome.reports.filter { !($0.judgedRow.map(ids.contains) ?? false) }
      .map(\.tickLine)
    for settled in [outcome.settled, outcome.rescued, outcome.cancelled] {
      lines += RescueOutput(settled).lines
    }
    lines = commandLines + lines + outcome.added.map(\.line)
    if !requests.isEmpty { lines.append("BLOCKED \(requests.joined(separator: ","))") }
    lines += outcome.dispatched.items.map(\.id)
    if !failed.isEmpty { lines.append("RESET \(failed.joined(separator: ","))") }
    return lines
  }

  /// How many commands of the inbox were answered.
  private var commandLines: [String] {
    let (all, errors) = (outcome.answers.count, outcome.answers.count(where: \.isError))
    if all == 0 { return [] }
    return ["COMMANDS \(all)\(errors == 0 ? "" : " (\(errors) refused)")"]
  }

  /// The rows that stopped, except those whose worker could not be started: a warning says why.
  var news: [StoppedRow] {
    stopped.filter { outcome.dispatched.failures[$0.item.id] == nil }
  }

  var isIdle: Bool { lines.isEmpty && problem == nil }

  func print(in context: CommandContext, silence: String) throws {
    try context.print(answer(in: context), or: isIdle ? [silence] : lines)
  }

  func answer(in context: CommandContext) -> TickAnswer {
    let zone = context.taskQueue.zoneOfJSON
    return TickAnswer(
      commands: outcome.answers, reports: outcome.reports.map { ReportAnswer($0) },
      rescued: RescueOutput(outcome.settled + outcome.rescued + outcome.cancelled).answer(in: zone),
      added: outcome.added, dispatched: DispatchAnswer(outcome.dispatched, in: zone),
      stopped: stopped.map(context.answer))
  }
}

struct TickAnswer: Shaped {
  let commands: [CommandAnswer]
  let reports: [ReportAnswer]
  let rescued: WatchdogAnswer
  let added: [AddedRecurring]
  let dispatched: DispatchAnswer
  let stopped: [StoppedAnswer]

  static var shapeName: StaticString { "tick" }
  static func shape(_ fields: inout Fields<TickAnswer>) {
    fields.addIfNotEmpty(
      "commands", \.commands, "the answers to the commands of the inbox")
    fields.add("reports", \.reports, "the reports that waited, oldest first")
    fields.addAll { $0.rescued }
    fields.addIfAny("added", \.addedIfAny, "what `recurring` added")
    fields.addAll { $0.dispatched }
    fields.add(
      "ended_badly", \.stopped, "the rows that work left FAILED or BLOCKED since the tick before")
  }

  private var addedIfAny: [AddedRecurring]? { added.isEmpty ? nil : added }
}

extension AddedRecurring {
  /// `ADDED nightly-20261123-0200`
  fileprivate var line: String { "ADDED \(plan.map { "plan \($0)" } ?? id ?? "-")".escaped }
}

extension CommandContext {
  /// The rows that stopped since the last read; `nil` if the history can't be read. A warning then
  /// says why, unless `problem` says the same, and a later read finds the rows.
  func newStops(for reader: NewStops.Reader, besides problem: Problem?) -> NewStops.Found? {
    do { return try taskQueue.newStops(for: reader, as: caller) } catch {
      let error = self.problem(error)
      if error.message != problem?.message {
        warn(
          "rows that failed can't be listed now; a later tick lists them: \(error.message)",
          "잘못 끝난 행은 다음 틱이 출력합니다: \(error.sentence.korean)")
      }
      return nil
    }
  }
}
