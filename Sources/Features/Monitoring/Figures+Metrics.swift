import Door
import Model
public import Telemetry
import Workers

extension Figures {
  /// The figures for monitors, in base units. Unknown figures are left out.
  ///
  /// - Parameter version: the version of the program.
  public func metrics(version: String) -> [Metric] {
    var metrics = [
      Metric(
        "orch_build_info", "The version of the program.",
        .gauge([.init(1, [.init("version", version)])]))
    ]
    if let queue { metrics += Self.metrics(of: queue) }
    if let operation { metrics += Self.metrics(of: operation) }
    metrics += metricsOfRuns
    if let outcomes = rows?.summary { metrics += Self.metrics(of: outcomes) }
    if let attempts { metrics += Self.metrics(of: attempts) }
    if let costs {
      metrics += [
        Metric(
          "orch_cost_usd_total", "The known cost of ended attempts, in US dollars.",
          .counter([.init(Double(costs.usage.microdollars ?? 0) / 1_000_000)])),
        Metric(
          "orch_cost_unknown_total", "Ended attempts with an unknown cost.",
          .counter([.init(Double(costs.unknownAttempts))])),
      ]
    }
    return metrics
  }

  /// The figures in the text exposition format of Prometheus.
  ///
  /// - Parameter version: the version of the program.
  public func prometheusText(version: String) -> String {
    metrics(version: version).map(\.prometheusText).joined()
  }

  private static func metrics(of attempts: AttemptFigures) -> [Metric] {
    [
      Metric(
        "orch_attempts_total",
        "Attempts that ended, by failure class or by the result for the row.",
        .counter(
          attempts.counts.sorted { $0.key < $1.key }.map { name, count in
            .init(Double(count), [.init("class", name)])
          })),
      Metric(
        "orch_attempt_duration_seconds", "From the claim of a row to the end of the attempt.",
        .histogram(
          .init(
            attempts.buckets.map { .init(upTo: $0.seconds, $0.count) },
            sum: Double(attempts.seconds), count: attempts.total))),
    ]
  }

  private static func metrics(of outcomes: RowFigures.Summary) -> [Metric] {
    let ended = [("DONE", outcomes.done), ("FAILED", outcomes.ended - outcomes.done)]
    let times = [
      ("orch_row_lead_seconds", "From the addition of a row to DONE.", outcomes.lead),
      ("orch_row_work_seconds", "The time of the last claim of an ended row.", outcomes.work),
    ]
    return [
      Metric(
        "orch_ended_rows", "Rows that ended, by result.",
        .gauge(ended.map { .init(Double($1), [.init("status", $0)]) }))
    ]
      + [
        gauge(
          "orch_row_attempts_average", "How often an ended row was claimed, on average.",
          outcomes.attempts),
        gauge(
          "orch_recovered_rows",
          "DONE rows that were once taken from a worker that was gone or failed.",
          Double(outcomes.recovered)),
      ].compactMap(\.self)
      + times.compactMap { name, help, times in
        times.map { times in
          let quantiles = [("0.5", times.p50), ("0.95", times.p95)]
          return Metric(
            name, help,
            .gauge(quantiles.map { .init(Double($1), [.init("quantile", $0)]) }))
        }
      }
  }

  private static func metrics(of queue: QueueFigures) -> [Metric] {
    let rows = Status.summaryOrder.flatMap { status in
      queue.counts(of: status).map { priority, count in
        Metric.Sample(
          Double(count), [.init("status", status.rawValue), .init("priority", priority)])
      }
    }
    return [Metric("orch_rows", "Rows of the queue by status and priority.", .gauge(rows))]
      + [
        gauge(
          "orch_stale_rows", "Rows in progress for longer than they should be.",
          Double(queue.staleInProgress)),
        gauge(
          "orch_oldest_pending_seconds", "The longest time that a PENDING row has waited.",
          queue.oldestPendingAge.map(Double.init)),
        gauge(
          "orch_oldest_waiting_seconds", "The longest time that a row has waited for a person.",
          queue.waiting.map { Double($0.seconds) }.max() ?? 0),
      ].compactMap(\.self)
  }

  private static func metrics(of operation: OperationFigures) -> [Metric] {
    [
      gauge("orch_paused", "Whether the queue is paused: 1 or 0.", operation.isPaused ? 1 : 0),
      gauge(
        "orch_daemon_last_tick_timestamp_seconds",
        "When a daemon of the queue last ticked, in seconds since 1970.",
        operation.lastTick.map(Double.init)),
      gauge(
        "orch_disk_free_bytes", "The free space of the disk with the files of the queue.",
        operation.freeBytes.map(Double.init)),
    ].compactMap(\.self)
  }

  private var metricsOfRuns: [Metric] {
    let finished = [("success", runs.success), ("failure", runs.failed)]
    return [
      Self.gauge("orch_runs", "Runs in the run log that ended.", Double(runs.totalRuns)),
      Self.gauge(
        "orch_started_runs", "Runs in the run log that began.", Double(runs.startedRuns)),
      Metric(
        "orch_finished_rows", "Rows that runs in the run log finished, by result.",
        .gauge(finished.map { .init(Double($1), [.init("result", $0)]) })),
      Self.gauge(
        "orch_success_ratio", "Successes among the finished rows, from 0 to 1.", runs.successRate),
      Self.gauge("orch_retries", "How often a row was taken back.", Double(retryCount)),
      Self.gauge(
        "orch_ignored_lines", "Lines of the run log that are torn or were not written by orch.",
        Double(runs.ignoredLines)),
      Self.gauge(
        "orch_run_latency_average_seconds", "The average time of a run.",
        runs.averageLatency.map { $0 / 1000 }),
      Self.gauge(
        "orch_run_latency_p95_seconds", "The time that 95 of 100 runs did not exceed.",
        runs.p95Latency.map { Double($0) / 1000 }),
    ].compactMap(\.self)
  }

  /// A metric with one value; `nil` if the value is unknown.
  private static func gauge(_ name: String, _ help: String, _ value: Double?) -> Metric? {
    value.map { Metric(name, help, .gauge([.init($0)])) }
  }
}
