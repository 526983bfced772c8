public import CommandLineKit
public import CommandSupport
import Dispatching
import Engine
import Host

/// `orch daemon`: ticks by itself, as long as nobody ends it.
public struct DaemonCommand: QueueCommand {
  public static let name = "daemon"
  public static let summary =
    "Tick on a schedule, and whenever the queue changes, until it is ended"
  public static let discussion = """
    A service in the place of cron: it does what orch tick does, every --interval, at once when
    the queue, its reports or its workers change, and when a backoff or a lease ends. It prints
    a line for each thing it does, with the time. There is one for a queue. SIGTERM and SIGINT
    end it after the tick that it is in; workers go on, and report to the next one. Each tick
    reads orch.json; SIGHUP makes one come now, and says whether it can be read. As long as it
    can't nothing is done. Where orch.json names no program to start, it claims no rows. What
    goes wrong in a tick is told, once an hour, and tried again a minute later. ops doctor says how
    it is.
    """
  public static let result = """
    `TIME daemon: …` when it begins, reads its settings anew and ends; `TIME LINE` for each line \
    that `orch tick` would print, but `NOOP`
    """
  public static let json = """
    daemon
    at: text or null, when, in ISO 8601; each document is a line
    daemon: text, what the daemon says of itself

    daemon tick
    at: text or null, when; only ticks that did something
    as tick
    """
  public static let examples = [
    Example("orch daemon --queue QUEUE.md", "in a terminal, or as a service"),
    Example("orch daemon --until-idle", "works on all that can be worked on, then ends"),
    Example("orch daemon --interval 5m --max-workers 5", "looks more often, and does more at once"),
  ]
  public static let options: [Option<DaemonCommand>] = [
    .value(
      "--interval", "TIME", "how long until the next tick where nothing happens: 90s, 30m, 2h",
      fallback: "30m"
    ) { (text, command) throws(InvalidValue) in command.interval = try Interval(text) },
    .flag("--until-idle", "end when nobody is at work, and nothing can start by itself") {
      $0.endsIdle = true
    },
    .maxWorkers { $1.limits.maxWorkers = $0 },
    .parallel { $1.limits.parallel = $0 },
    .staleMinutes { $1.staleTimeout.minutes = $0 }, .staleHours { $1.staleTimeout.hours = $0 },
  ]
  /// Each tick that does something stands in the log by itself.
  public static let isLogged = false

  public var shared = SharedOptions()
  var interval = Interval.usual
  var endsIdle = false
  var limits = Dispatcher.Limits()
  var staleTimeout = StaleTimeout()

  public init() {}

  public func run(in context: CommandContext) throws -> ExitStatus {
    // What can't be done at all is no daemon's business.
    if let problem = context.settingProblems().first { throw problem }
    var options = Daemon.Options(
      interval: .seconds(interval.seconds),
      staleTimeout: .seconds(try staleTimeout.seconds(in: context)))
    (options.limits, options.endsIdle) = (limits, endsIdle)
    let tick = try context.tick()
    _ = try context.workspace().spawner()
    _ = try context.snapshot()
    let post = try context.daemonPost()
    let lock = try context.take(post)
    let report = try DaemonReport(post, interval, in: context)
    var wait = try ServiceWait(watching: tick.folders)
    var daemon = Daemon(options, source: report.source, clock: context.clock) { report.show($0) }
    let ending = daemon.run(&wait)
    _ = consume lock
    guard case .idle(let problem?) = ending else { return .success }
    return context.commandError(problem).status
  }
}
