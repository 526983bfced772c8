public import Engine
import QueueModel
import RunLog

extension Figures {
  /// The figures for Prometheus, in its base units. Unknown figures are left out.
  public var prometheusText: String {
    var text = PrometheusText()
    if let queue { Self.add(queue, to: &text) }
    addRuns(to: &text)
    addLatency(to: &text)
    if let outcomes = rows?.summary { Self.add(outcomes, to: &text) }
    return text.text
  }

  private static func add(_ outcomes: RowFigures.Summary, to text: inout PrometheusText) {
    text.addGauge(
      "orch_ended_rows", "Rows that ended, by how they did.",
      [("DONE", outcomes.done), ("FAILED", outcomes.ended - outcomes.done)].map { status, count in
        .init(labels: [("status", status)], value: Double(count))
      })
    text.addGauge(
      "orch_row_attempts_average", "How often an ended row was claimed, on average.",
      outcomes.attempts)
    text.addGauge(
      "orch_recovered_rows",
      "DONE rows that were once taken from a worker that was gone or failed.",
      Double(outcomes.recovered))
    for (name, help, times) in [
      ("orch_row_lead_seconds", "From the addition of a row to DONE.", outcomes.lead),
      ("orch_row_work_seconds", "The last claim of an ended row.", outcomes.work),
    ] {
      guard let times else { continue }
      text.addGauge(
        name, help,
        [("0.5", times.p50), ("0.95", times.p95)].map { quantile, seconds in
          .init(labels: [("quantile", quantile)], value: Double(seconds))
        })
    }
  }

  private static func add(_ queue: QueueFigures, to text: inout PrometheusText) {
    text.addGauge(
      "orch_rows", "Rows of the queue by status and priority.",
      Status.summaryOrder.flatMap { status in
        queue.counts(of: status).map { priority, count in
          let labels = [("status", status.rawValue), ("priority", priority)]
          return .init(labels: labels, value: Double(count))
        }
      })
    text.addGauge(
      "orch_stale_rows", "Rows in progress for longer than they should be.",
      Double(queue.staleInProgress))
    text.addGauge(
      "orch_oldest_pending_seconds", "How long the row waits that waits longest.",
      queue.oldestPendingAge.map(Double.init))
  }

  private func addRuns(to text: inout PrometheusText) {
    text.addGauge("orch_runs", "Runs in the run log that ended.", Double(runs.totalRuns))
    text.addGauge(
      "orch_started_runs", "Runs in the run log that began.", Double(runs.startedRuns))
    text.addGauge(
      "orch_finished_rows", "Rows that runs in the run log finished, by result.",
      [("success", runs.success), ("failure", runs.failed)].map { result, count in
        .init(labels: [("result", result)], value: Double(count))
      })
    text.addGauge(
      "orch_success_ratio", "Successes among the finished rows, from 0 to 1.", runs.successRate)
    text.addGauge(
      "orch_retries", "How often a row was taken back.", Double(retryCount))
    text.addGauge(
      "orch_ignored_lines", "Lines of the run log that are torn or foreign.",
      Double(runs.ignoredLines))
  }

  private func addLatency(to text: inout PrometheusText) {
    text.addGauge(
      "orch_run_latency_average_seconds", "How long runs took, on average.",
      runs.averageLatency.map { $0 / 1000 })
    text.addGauge(
      "orch_run_latency_p95_seconds", "What 95 of 100 runs did not exceed.",
      runs.p95Latency.map { Double($0) / 1000 })
  }
}

/// Metrics in the text exposition format of Prometheus, version 0.0.4.
///
/// Names, help and labels are constants of this program, so that nothing needs escapes.
struct PrometheusText {
  /// One value of a metric, with its labels.
  struct Sample {
    let labels: [(name: String, value: String)]
    let value: Double
  }

  private(set) var text = ""

  mutating func addGauge(_ name: String, _ help: String, _ samples: [Sample]) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
    for sample in samples {
      text += "\(name)\(Self.text(sample.labels)) \(Self.text(sample.value))\n"
    }
  }

  /// Adds a metric of one value; `nil` adds nothing.
  mutating func addGauge(_ name: String, _ help: String, _ value: Double?) {
    if let value { addGauge(name, help, [Sample(labels: [], value: value)]) }
  }

  private static func text(_ value: Double) -> String {
    Int(exactly: value).map { "\($0)" } ?? "\(value)"
  }

  private static func text(_ labels: [(name: String, value: String)]) -> String {
    if labels.isEmpty { return "" }
    return "{\(labels.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ","))}"
  }
}
