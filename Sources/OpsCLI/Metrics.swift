public import CommandLineKit
public import CommandSupport

/// `ops metrics`: all figures, for programs.
public struct Metrics: QueueCommand {
  public static let name = "metrics"
  public static let summary = "Print all figures, as JSON or for Prometheus"
  public static let discussion = """
    The figures are those of 'ops kpi', with the counts behind them. --prometheus prints the
    text format of Prometheus, for a collector that reads files; nothing in it is an id, or
    text that somebody wrote. The run log forgets its oldest file when it rotates, so all
    metrics are gauges.
    """
  public static let result = """
    JSON: `source`, `total_runs`, `terminal_runs`, `success`, `failed`, `success_rate`, \
    `latency_avg_ms`, `latency_p95_ms`, `retry_count`, and more behind them; with `--prometheus` \
    the text exposition format
    """
  public static let json = """
    source: text, the run log
    total_runs: number, runs that ended
    terminal_runs: number, `success` and `failed` together
    success: number, runs that made a row DONE
    failed: number, runs that made a row FAILED
    success_rate: number or null, as of `kpi`, like all figures of that name
    latency_avg_ms: number or null
    latency_p95_ms: number or null
    retry_count: number
    started_runs: number, more than `total_runs` where runs are under way or were killed
    ignored_lines: number
    stale_in_progress: number or null, null without a queue
    rows: map of map of number or null, rows by status, then by `P0`, `P1`, `P2` and `other`
    oldest_pending_seconds: number or null
    """
  public static let examples = [
    Example("ops metrics | jq .success_rate", "one figure, for a script"),
    Example(
      "ops metrics --prometheus > orch.prom.new && mv orch.prom.new orch.prom",
      "for the textfile collector of node_exporter"),
  ]
  public static let options: [Option<Metrics>] = [
    .flag("--prometheus", "the text exposition format of Prometheus") { $0.isPrometheus = true },
    .value("--db-path", "PATH", "count the rows of this database", kind: .file) {
      $1.database = $0
    },
  ]
  public static let isLogged = false

  public var shared = SharedOptions()
  var isPrometheus = false
  var database: String?

  public init() {}

  public func run(in context: CommandContext) throws(CommandError) -> ExitStatus {
    if isPrometheus, context.shared.isJSON { throw Self.twoForms }
    let minutes = try context.value(Settings.kpiStaleMinutes)
    let queue = try context.queueFigures(staleAfter: minutes, in: database)
    let report = MetricsReport(
      source: try context.runLogPath(), runs: try context.runFigures(), queue: queue)
    if isPrometheus {
      try context.write(report.prometheus.text)
    } else {
      try context.print(report.json)
    }
    return .success
  }

  private static var twoForms: CommandError {
    CommandError(
      code: "usage", message: "--prometheus and --json are two forms of one output",
      hint: "leave one of them out", status: .usage)
  }
}
