import Door
import Model
import Workers

extension Figures {
  /// The figures for Prometheus, in its base units. Unknown figures are left out.
  ///
  /// - Parameter version: the version of the program.
  public func prometheusText(version: String) -> String {
    var text = PrometheusText()
    text.add(
      "orch_build_info", "The version of the program.",
      [.init(labels: [("version", version)], value: 1)])
    if let queue { Self.add(queue, to: &text) }
    addRuns(to: &text)
    addLatency(to: &text)
    if let outcomes = rows?.summary { Self.add(outcomes, to: &text) }
    if let attempts { Self.add(attempts, to: &text) }
    if let costs {
      text.add(
        "orch_cost_usd_total", "US dollars that are known of ended attempts.",
        [.init(labels: [], value: Double(costs.usage.microdollars ?? 0) / 1_000_000)],
        as: .counter)
      text.add(
        "orch_cost_unknown_total", "Ended attempts of which no money is known.",
        [.init(labels: [], value: Double(costs.unknownAttempts))], as: .counter)
    }
    return text.text
  }

  private static func add(_ attempts: AttemptFigures, to text: inout PrometheusText) {
    text.add(
      "orch_attempts_total",
      "Attempts that ended, by the class of their failure, else by what became of the row.",
      attempts.counts.sorted { $0.key < $1.key }.map { name, count in
        .init(labels: [("class", name)], value: Double(count))
      }, as: .counter)
    let name = "orch_attempt_duration_seconds"
    text.addHead(name, "From the claim of a row to the end of the attempt.", .histogram)
    for bucket in attempts.buckets {
      let labels = [("le", String(bucket.seconds))]
      text.add("\(name)_bucket", .init(labels: labels, value: Double(bucket.count)))
    }
    text.add("\(name)_bucket", .init(labels: [("le", "+Inf")], value: Double(attempts.total)))
    text.add("\(name)_sum", .init(labels: [], value: Double(attempts.seconds)))
    text.add("\(name)_count", .init(labels: [], value: Double(attempts.total)))
  }

  private static func add(_ outcomes: RowFigures.Summary, to text: inout PrometheusText) {
    text.add(
      "orch_ended_rows", "Rows that ended, by how they did.",
      [("DONE", outcomes.done), ("FAILED", outcomes.ended - outcomes.done)].map { status, count in
        .init(labels: [("status", status)], value: Double(count))
      })
    text.add(
      "orch_row_attempts_average", "How often an ended row was claimed, on average.",
      outcomes.attempts)
    text.add(
      "orch_recovered_rows",
      "DONE rows that were once taken from a worker that was gone or failed.",
      Double(outcomes.recovered))
    for (name, help, times) in [
      ("orch_row_lead_seconds", "From the addition of a row to DONE.", outcomes.lead),
      ("orch_row_work_seconds", "The last claim of an ended row.", outcomes.work),
    ] {
      guard let times else { continue }
      text.add(
        name, help,
        [("0.5", times.p50), ("0.95", times.p95)].map { quantile, seconds in
          .init(labels: [("quantile", quantile)], value: Double(seconds))
        })
    }
  }

  private static func add(_ queue: QueueFigures, to text: inout PrometheusText) {
    text.add(
      "orch_rows", "Rows of the queue by status and priority.",
      Status.summaryOrder.flatMap { status in
        queue.counts(of: status).map { priority, count in
          let labels = [("status", status.rawValue), ("priority", priority)]
          return .init(labels: labels, value: Double(count))
        }
      })
    text.add(
      "orch_stale_rows", "Rows in progress for longer than they should be.",
      Double(queue.staleInProgress))
    text.add(
      "orch_oldest_pending_seconds", "How long the row waits that waits longest.",
      queue.oldestPendingAge.map(Double.init))
    text.add(
      "orch_oldest_waiting_seconds", "How long the row waits that waits longest for a person.",
      queue.waiting.map { Double($0.seconds) }.max() ?? 0)
  }

  private func addRuns(to text: inout PrometheusText) {
    text.add("orch_runs", "Runs in the run log that ended.", Double(runs.totalRuns))
    text.add(
      "orch_started_runs", "Runs in the run log that began.", Double(runs.startedRuns))
    text.add(
      "orch_finished_rows", "Rows that runs in the run log finished, by result.",
      [("success", runs.success), ("failure", runs.failed)].map { result, count in
        .init(labels: [("result", result)], value: Double(count))
      })
    text.add(
      "orch_success_ratio", "Successes among the finished rows, from 0 to 1.", runs.successRate)
    text.add(
      "orch_retries", "How often a row was taken back.", Double(retryCount))
    text.add(
      "orch_ignored_lines", "Lines of the run log that are torn or foreign.",
      Double(runs.ignoredLines))
  }

  private func addLatency(to text: inout PrometheusText) {
    text.add(
      "orch_run_latency_average_seconds", "How long runs took, on average.",
      runs.averageLatency.map { $0 / 1000 })
    text.add(
      "orch_run_latency_p95_seconds", "What 95 of 100 runs did not exceed.",
      runs.p95Latency.map { Double($0) / 1000 })
  }
}

/// Metrics in the text exposition format of Prometheus, version 0.0.4.
///
/// Names, help and labels are constants of this program, so that nothing has to be escaped.
struct PrometheusText {
  struct Sample {
    let labels: [(name: String, value: String)]
    let value: Double
  }

  enum Kind: String { case gauge, counter, histogram }

  private(set) var text = ""

  mutating func add(
    _ name: String, _ help: String, _ samples: [Sample], as kind: Kind = .gauge
  ) {
    addHead(name, help, kind)
    for sample in samples { add(name, sample) }
  }

  /// Adds a metric of one value; `nil` adds nothing.
  mutating func add(_ name: String, _ help: String, _ value: Double?) {
    if let value { add(name, help, [Sample(labels: [], value: value)]) }
  }

  mutating func addHead(_ name: String, _ help: String, _ kind: Kind) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
  }

  mutating func add(_ name: String, _ sample: Sample) {
    text += "\(name)\(Self.text(sample.labels)) \(Self.text(sample.value))\n"
  }

  private static func text(_ value: Double) -> String {
    Int(exactly: value).map { "\($0)" } ?? "\(value)"
  }

  private static func text(_ labels: [(name: String, value: String)]) -> String {
    if labels.isEmpty { return "" }
    return "{\(labels.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ","))}"
  }
}
