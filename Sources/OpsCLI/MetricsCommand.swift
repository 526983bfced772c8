import CommandLineKit
import Console
import Engine
import Facts
import QueueModel
import Representation
import RunLog
import Settings
import Shaping
import Wording

/// `ops metrics`: all figures, for programs.
struct MetricsCommand: QueueCommand {
  static let name = "metrics"
  static let summary = Sentence(
    "Print all figures, as JSON or for Prometheus", "모든 수치를 JSON이나 Prometheus 형식으로 출력합니다")
  static let discussion = Sentence(
    """
    The figures are those of 'ops kpi', with the counts behind them. --prometheus prints the
    text format of Prometheus, for a collector that reads files; nothing in it is an id, or
    text that a person wrote. The run log forgets its oldest file when it rotates, so all
    metrics are gauges.
    """,
    """
    'ops kpi'의 수치에 그 바탕이 되는 개수를 더한 것입니다. --prometheus는 파일을 읽는 수집기를 위해
    Prometheus의 텍스트 형식을 출력합니다. id나 사람이 쓴 글은 들어 있지 않습니다. 실행 로그는
    회전할 때 가장 오래된 파일을 잊으므로 모든 지표는 gauge입니다.
    """)
  static let result = """
    JSON: `source`, `total_runs`, `terminal_runs`, `success`, `failed`, `success_rate`, \
    `latency_avg_ms`, `latency_p95_ms`, `retry_count`, and more behind them; with `--prometheus` \
    the text exposition format
    """
  static var answers: [any Shaped.Type] { [MetricsAnswer.self] }
  static let examples = [
    Example(
      "ops metrics | jq .success_rate", Sentence("one figure, for a script", "수치 하나. 스크립트에서")),
    Example(
      "ops metrics --prometheus > orch.prom.new && mv orch.prom.new orch.prom",
      Sentence("for the textfile collector of node_exporter", "node_exporter의 textfile 수집기용")),
  ]
  static let options: [Option<MetricsCommand>] = [
    .flag(
      "--prometheus", Sentence("the text exposition format of Prometheus", "Prometheus의 텍스트 형식")
    ) { $0.isPrometheus = true },
    .value(
      "--db-path", "PATH", Sentence("count the rows of this database", "이 데이터베이스의 행을 셈"),
      kind: .file
    ) {
      $1.database = $0
    },
  ]
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var isPrometheus = false
  var database: String?

  func run(in context: CommandContext) throws -> ExitStatus {
    if isPrometheus, context.shared.isJSON { throw Problem.usage(.twoMetricFormats) }
    let figures = try context.taskQueue.figures(in: database)
    if isPrometheus {
      try context.write(figures.prometheus.text)
    } else {
      try context.print(MetricsAnswer(figures, source: context.taskQueue.runLogPath()))
    }
    return .success
  }
}

extension Figures {
  /// The figures for Prometheus, in its base units. Unknown figures are left out.
  fileprivate var prometheus: PrometheusText {
    var text = PrometheusText()
    if let queue { Self.add(queue, to: &text) }
    addRuns(to: &text)
    addLatency(to: &text)
    if let outcomes = rows?.summary { Self.add(outcomes, to: &text) }
    return text
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
