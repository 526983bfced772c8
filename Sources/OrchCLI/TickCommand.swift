public import CommandLineKit
public import CommandSupport
import Engine
import JSON
import QueueModel

/// `orch tick`: one round of the loop that runs by itself.
public struct TickCommand: QueueCommand {
  public static let name = "tick"
  public static let summary = "Route the reports that wait, take back lost rows, start new work"
  public static let discussion = """
    What cron calls every 30 minutes: orch report --drain, orch watchdog and orch dispatch, in
    this order, and it never waits for work. It also does what a supervisor that was killed left
    undone, and ends workers whose row was taken from them. What fails in one step is told when
    the others are done. With nothing to do it prints NOOP and succeeds; with --openclaw NO_REPLY,
    which an OpenClaw automation takes for silence. Where rows wait and none is started, a line
    on standard error says why; ops why tells it of each row. Before orch trust it starts nothing
    and ends with 77; that is printed once a day, and each time on a terminal.
    """
  public static let result = """
    the lines of the three commands, or `NOOP`; `NO_REPLY` with `--openclaw`
    """
  public static let json = """
    reports: list of review or refused report, the reports that waited, oldest first
    as watchdog
    as dispatch
    """
  public static let examples = [
    Example("orch tick --queue /srv/project/QUEUE.md", "in cron, every 30 minutes"),
    Example("orch tick --parallel 3 --stale-hours 6", "starts up to three, and is patient"),
    Example("orch tick --openclaw", "for an OpenClaw automation: silent when nothing happens"),
  ]
  public static let options: [Option<TickCommand>] = [
    .maxWorkers { $1.limits.maxWorkers = $0 },
    .parallel { $1.limits.parallel = $0 },
    .staleMinutes { $1.staleTimeout.minutes = $0 }, .staleHours { $1.staleTimeout.hours = $0 },
    .flag("--openclaw", "print NO_REPLY instead of NOOP") { $0.isForOpenClaw = true },
    .flag("--exit-code", "exit with 3 when there is nothing to do") { $0.tellsByStatus = true },
  ]

  public var shared = SharedOptions()
  var limits = Dispatcher.Limits()
  var staleTimeout = StaleTimeout()
  var isForOpenClaw = false
  var tellsByStatus = false

  public init() {}

  public func run(in context: CommandContext) throws -> ExitStatus {
    let staleSeconds = try staleTimeout.seconds(in: context)
    let report = TickReport(of: context, staleSeconds: staleSeconds, dispatching: limits)
    try report.print(in: context, silence: isForOpenClaw ? "NO_REPLY" : "NOOP")
    if let problem = report.problem {
      context.printDaily(problem)
      throw problem
    }
    context.forgetPrinted()
    return report.isIdle && tellsByStatus ? .nothingToDo : .success
  }
}
