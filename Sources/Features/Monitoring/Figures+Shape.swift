public import Attempts
import Door
import Model
public import Text

/// The figures, the alerts about those that exceed their limits, and for `ops kpi` the results of
/// rows.
public struct FiguresAnswer: Shaped {
  private let figures: Figures
  private let alerts: [FigureAlert]
  private let isOfKPI: Bool
  private let costs: CostFigures?
  private let limits: [CheckedLimit]

  /// The figures, without those that only `ops kpi` shows.
  ///
  /// - Parameter alerts: the figures that exceed their limits.
  init(_ figures: Figures, _ alerts: [FigureAlert]) {
    (self.figures, self.alerts, isOfKPI, costs, limits) = (figures, alerts, false, nil, [])
  }

  /// - Parameters:
  ///   - alerts: the figures that exceed their limits.
  ///   - costs: the costs; `nil` if the ledger has no attempts.
  ///   - limits: the limits of `--fail-on`.
  public init(
    _ figures: Figures, _ alerts: [FigureAlert], _ costs: CostFigures?, _ limits: [CheckedLimit]
  ) {
    (self.figures, self.alerts, isOfKPI, self.costs) = (figures, alerts, true, costs)
    self.limits = limits
  }

  public static var shapeName: StaticString { "kpi" }
  public static func shape(_ fields: inout Fields<FiguresAnswer>) {
    fields.add(
      "success_rate", \.figures.runs.successRate,
      "the share of finished rows that are DONE, from 0 to 1")
    fields.add(
      "latency_p95_ms", \.figures.runs.p95Latency,
      "what 95 of 100 runs did not exceed, in milliseconds")
    fields.add(
      "latency_avg_ms", \.figures.runs.averageLatency, "the average of all runs, in milliseconds")
    fields.add("retry_count", \.figures.retryCount, "how many rows were retried")
    fields.add("stale_in_progress", \.figures.queue?.staleInProgress, "how many rows are stale")
    fields.add(
      "ignored_lines", \.figures.runs.ignoredLines, "torn and foreign lines of the run log")
    fields.add(
      "failure_rate_24h", \.figures.runs.recentFailureRate,
      """
      the share of rows that became FAILED, or BLOCKED after a failed attempt, among those that \
      ended in the last 24 hours; the figure of the alert `failure_rate`
      """)
    fields.add(
      "latency_p95_ms_24h", \.figures.runs.recentP95Latency,
      """
      what 95 of 100 runs of the last 24 hours did not exceed; the figure of the alert \
      `latency_p95_ms`
      """)
    fields.add("alerts", \.alerts, "the figures that exceed their limits")
    fields.add(
      "oldest_pending_seconds", \.figures.queue?.oldestPendingAge,
      "the age of the row that waits longest")
    fields.addIfAny(
      "rows", { $0.isOfKPI ? .some($0.figures.rows?.summary) : nil },
      "only in `ops kpi`; null if no row ended")
    fields.addIfAny(
      "failures", { $0.isOfKPI ? $0.figures.rows?.failureCounts : nil },
      "only in `ops kpi`: failed attempts of workers, by class")
    fields.addIfAny("costs", \.costs, "only in `ops kpi`, if the ledger has attempts")
    fields.addIfNotEmpty("limits", \.limits, "only with `ops kpi --fail-on`")
  }
}

/// The figures of `ops metrics`.
public struct MetricsAnswer: Shaped {
  private let figures: Figures
  private let source: String

  /// - Parameter source: the path of the run log.
  public init(_ figures: Figures, source: String) {
    (self.figures, self.source) = (figures, source)
  }

  public static var shapeName: StaticString { "metrics" }
  // The keys of the Python tool come first, in its order.
  public static func shape(_ fields: inout Fields<MetricsAnswer>) {
    fields.add("source", \.source, "the run log")
    fields.add("total_runs", \.figures.runs.totalRuns, "runs that ended")
    fields.add("terminal_runs", \.figures.runs.terminalRuns, "`success` and `failed` together")
    fields.add("success", \.figures.runs.success, "runs that made a row DONE")
    fields.add("failed", \.figures.runs.failed, "runs that made a row FAILED")
    fields.add(
      "success_rate", \.figures.runs.successRate, "as in `kpi`, like all figures with that name")
    fields.add("latency_avg_ms", \.figures.runs.averageLatency)
    fields.add("latency_p95_ms", \.figures.runs.p95Latency)
    fields.add("retry_count", \.figures.retryCount)
    fields.add(
      "started_runs", \.figures.runs.startedRuns,
      "more than `total_runs` if runs are under way or were killed")
    fields.add("ignored_lines", \.figures.runs.ignoredLines)
    fields.add("stale_in_progress", \.figures.queue?.staleInProgress, "null without a queue")
    fields.add(
      "rows", \.figures.queue?.rows, "rows by status, then by `P0`, `P1`, `P2` and `other`")
    fields.add("oldest_pending_seconds", \.figures.queue?.oldestPendingAge)
    fields.add("row_outcomes", \.figures.rows?.summary, "as `rows` in `kpi`")
  }
}

extension QueueFigures {
  /// The numbers of rows by status, then by priority.
  fileprivate var rows: Map<Map<Int>> {
    Map(
      Status.summaryOrder.map { status in
        (status.rawValue, Map(counts(of: status).map { ($0.priority, $0.count) }))
      })
  }
}

extension RowFigures {
  /// The number of failed attempts by failure class; `nil` if there are none.
  var failureCounts: Map<Int>? { failures.isEmpty ? nil : failures.counts }
}

extension [FailureClass: Int] {
  /// The counts, in the order of the classes.
  var counts: Map<Int> {
    Map(
      FailureClass.allCases.compactMap { failure in self[failure].map { (failure.rawValue, $0) } })
  }
}

extension RowFigures.Summary: Shaped {
  public static var shapeName: StaticString { "row outcomes" }
  public static func shape(_ fields: inout Fields<RowFigures.Summary>) {
    fields.add("ended", \.ended, "rows that are DONE or FAILED, by their last change")
    fields.add("done", \.done, "the DONE rows among them")
    fields.add("success_rate", \.successRate, "the share of DONE rows")
    fields.add("attempts_avg", \.attempts, "how often an ended row was claimed, on average")
    fields.add(
      "recovered", \.recovered,
      "DONE rows that were once taken from a worker that was gone or failed")
    fields.add(
      "lead_p50_seconds", \.lead?.p50,
      "the time from addition to DONE that half of the DONE rows did not exceed")
    fields.add("lead_p95_seconds", \.lead?.p95, "the time that 95 of 100 rows did not exceed")
    fields.add("work_p50_seconds", \.work?.p50, "the same for the last claim of each ended row")
    fields.add("work_p95_seconds", \.work?.p95)
  }
}

extension FigureAlert {
  /// The alert in words: `latency_p95_ms=9999 exceeds 2000`.
  public var text: String {
    switch self {
    case .failureRate(let rate, let limit): "\(name)=\(rate.fixed(4)) exceeds \(limit.fixed(4))"
    case .latencyP95(let value, let limit), .staleInProgress(let value, let limit):
      "\(name)=\(value) exceeds \(limit)"
    }
  }

  fileprivate var numbers: (value: Number, limit: Number) {
    switch self {
    case .failureRate(let rate, let limit): (.fraction(rate), .fraction(limit))
    case .latencyP95(let value, let limit), .staleInProgress(let value, let limit):
      (.whole(value), .whole(limit))
    }
  }

  fileprivate var name: String {
    switch self {
    case .failureRate: "failure_rate"
    case .latencyP95: "latency_p95_ms"
    case .staleInProgress: "stale_in_progress"
    }
  }
}

extension FigureAlert: Shaped {
  public static var shapeName: StaticString { "alert" }
  public static func shape(_ fields: inout Fields<FigureAlert>) {
    fields.add("figure", \.name, "`failure_rate`, `latency_p95_ms` or `stale_in_progress`")
    fields.add("value", \.numbers.value, "the value of the figure")
    fields.add("limit", \.numbers.limit, "the limit of the figure")
  }
}

extension Double {
  /// Formats with a fixed number of decimal places, such as `50.00`, for values from 0 to 10^18.
  public func fixed(_ digits: Int) -> String {
    let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
    let whole = Int((self * Double(scale)).rounded(.toNearestOrEven))
    let fraction = String(whole % scale)
    return "\(whole / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
