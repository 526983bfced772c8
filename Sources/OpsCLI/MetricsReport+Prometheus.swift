import QueueModel
import RunLog

extension MetricsReport {
  /// The same for Prometheus, in its base units. What nothing is known of is left out.
  var prometheus: PrometheusText {
    var text = PrometheusText()
    if let queue { Self.add(queue, to: &text) }
    addRuns(to: &text)
    addLatency(to: &text)
    return text
  }

  private static func add(_ queue: QueueFigures, to text: inout PrometheusText) {
    text.addGauge(
      "orch_rows", "Rows of the queue by status and priority.",
      StatusReport.order.flatMap { status in
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
