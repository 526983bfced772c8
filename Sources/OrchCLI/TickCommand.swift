import CommandLineKit
import Console
import Engine
import Facts
import JSON
import QueueModel
import Representation

/// `orch tick`: one pass of the loop that runs by itself.
struct TickCommand: QueueCommand {
  static let name = "tick"
  static let summary = "Route the reports that wait, take back lost rows, start new work"
  static let discussion = """
    What cron calls every 30 minutes. It records edits of the file, routes the reports that wait
    as orch report --drain does, completes what a supervisor that was killed left undone and ends
    workers whose row was taken from them, takes back rows as orch watchdog does, and starts work
    as orch dispatch does, in this order; it never waits for work. A step that fails stops none of
    the others, and its error is printed at the end. With nothing to do it prints NOOP and
    succeeds; with --openclaw NO_REPLY, which an OpenClaw automation takes for silence. Where rows
    wait and none is started, a line on standard error says why; ops why says it of each row.
    Before orch trust it starts nothing and ends with 77; that is printed once a day, and each
    time on a terminal. Each row that work left FAILED or BLOCKED since the tick before is a line on
    standard error, once, also with --quiet, so that cron mails it; what a person stopped by hand
    is not.
    """
  static let result = """
    the lines of the three commands, or `NOOP`; `NO_REPLY` with `--openclaw`; on standard error \
    `ID FAILED REASON (COMMAND)` or `ID BLOCKED …` for each row that work left so
    """
  static let json = """
    reports: list of review or refused report, the reports that waited, oldest first
    as watchdog
    as dispatch
    ended_badly: list of stopped row, the rows that work left FAILED or BLOCKED since the tick before
    """
  static let examples = [
    Example("orch tick --queue /srv/project/QUEUE.md", "in cron, every 30 minutes"),
    Example("orch tick --parallel 3 --stale-hours 6", "starts up to three, and is patient"),
    Example("orch tick --openclaw", "for an OpenClaw automation: silent when nothing happens"),
  ]
  static let options: [Option<TickCommand>] = [
    .maxWorkers { $1.limits.maxWorkers = $0 },
    .parallel { $1.limits.parallel = $0 },
    .staleMinutes { $1.staleTimeout.minutes = $0 }, .staleHours { $1.staleTimeout.hours = $0 },
    .flag("--openclaw", "print NO_REPLY instead of NOOP") { $0.isForOpenClaw = true },
    .flag("--exit-code", "exit with 3 when there is nothing to do") { $0.usesExitCode = true },
  ]

  var shared = SharedOptions()
  var limits = Dispatcher.Limits()
  var staleTimeout = StaleTimeout()
  var isForOpenClaw = false
  var usesExitCode = false

  func run(in context: CommandContext) throws -> ExitStatus {
    var output = TickOutput(
      of: context, staleTimeout: try staleTimeout.duration(in: context), dispatching: limits)
    let news = context.newStops(for: .tick, besides: output.problem)
    output.stopped = news.found.rows
    try output.print(in: context, silence: isForOpenClaw ? "NO_REPLY" : "NOOP")
    try context.flush()
    try context.noticeClaims(output.dispatched)
    if context.shared.isJSON || context.printNews(of: output.news) { news.markRead() }
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
  /// What was started.
  var dispatched: DispatchOutcome { outcome.dispatched }
  /// The first error.
  let problem: Problem?
  /// A line for each thing that was done.
  let lines: [String]
  /// The rows that work stopped since the tick before.
  var stopped: [StoppedRow] = []

  /// Runs a tick. Without `limits` it dispatches no rows.
  init(of context: CommandContext, staleTimeout: Duration, dispatching limits: Dispatcher.Limits?) {
    do {
      self.init(try context.tick()(staleTimeout: staleTimeout, dispatching: limits), of: context)
    } catch {
      self.init(Tick.Outcome(problem: context.problem(error)), of: context)
    }
  }

  init(_ outcome: Tick.Outcome, of context: CommandContext) {
    self.outcome = outcome
    problem = outcome.problem.map(context.problem)
    let failed = outcome.dispatched.failures.filter(\.value.isFree).keys.sorted()
    lines =
      outcome.reports.map(\.line) + RescueOutput(outcome.settled).lines
      + RescueOutput(outcome.rescued).lines
      + outcome.dispatched.items.map(\.id)
      + (failed.isEmpty ? [] : ["RESET \(failed.joined(separator: ","))"])
  }

  /// The rows that stopped, without those whose worker could not be started: a warning says why.
  var news: [StoppedRow] {
    stopped.filter { outcome.dispatched.failures[$0.item.id] == nil }
  }

  /// Whether nothing was done.
  var isIdle: Bool { lines.isEmpty && problem == nil }

  func print(in context: CommandContext, silence: String) throws {
    try context.print(.object(json(in: context)), or: isIdle ? [silence] : lines)
  }

  func json(in context: CommandContext) -> JSONObject {
    var object: JSONObject = ["reports": .array(outcome.reports.map { $0.json() })]
    object.append(
      RescueOutput(outcome.settled + outcome.rescued).json(in: context.taskQueue.zoneOfJSON))
    object.append(outcome.dispatched.json(in: context.taskQueue.zoneOfJSON))
    object["ended_badly"] = .array(stopped.map(context.json))
    return object
  }
}

extension CommandContext {
  /// What stopped since this was read last. Where the history can't be read, a warning says why,
  /// unless `problem` does, and a later reading finds it.
  func newStops(for reader: NewStops.Reader, besides problem: Problem?) -> ReadNews {
    do {
      let stops = NewStops(queue: try queue(), workspace: try taskQueue.workspace(), reader: reader)
      return ReadNews(stops: stops, found: try stops())
    } catch {
      let error = self.problem(error)
      if error.message != problem?.message { warn(.newsUnread(error)) }
      return ReadNews(stops: nil, found: NewStops.Found())
    }
  }
}

/// What was found, to be marked as read once it is printed.
struct ReadNews {
  fileprivate let stops: NewStops?
  let found: NewStops.Found

  func markRead() { stops?.markRead(found) }
}
