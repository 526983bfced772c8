import Door
import Monitoring
import Runner
import Text

/// `ops metrics`: all figures, for programs.
struct MetricsCommand: QueueCommand {
  static let name = "metrics"
  static let summary = Sentence(
    "Print all figures, as JSON or for Prometheus", "모든 수치를 JSON이나 Prometheus 형식으로 출력합니다")
  static let discussion = Sentence(
    """
    Prints the figures of 'ops kpi' and the counts behind them. --prometheus prints the text
    format of Prometheus, for a collector that reads files. The output has no ids, and no text that
    a person wrote. All metrics are gauges, because the run log drops its oldest file when it
    rotates.
    """,
    """
    'ops kpi'의 수치에 그 바탕이 되는 개수를 더한 것입니다. --prometheus는 파일을 읽는 수집기를 위해
    Prometheus의 텍스트 형식을 출력합니다. id나 사람이 쓴 글은 들어 있지 않습니다. 실행 로그는
    회전할 때 가장 오래된 파일을 잊으므로 모든 지표는 gauge입니다.
    """)
  static let result = """
    JSON: `source`, `total_runs`, `terminal_runs`, `success`, `failed`, `success_rate`, \
    `latency_avg_ms`, `latency_p95_ms`, `retry_count`, and further fields; with `--prometheus` the \
    text exposition format
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
    if isPrometheus, context.shared.isJSON {
      throw Problem.usage(
        "--prometheus and --json are two forms of one output",
        "--prometheus와 --json은 같은 출력의 두 형식입니다", hint: .leaveOneOut)
    }
    let figures = try context.taskQueue.figures(in: database)
    if isPrometheus {
      try context.write(
        figures.prometheusText(version: Version.current))
    } else {
      try context.print(MetricsAnswer(figures, source: context.taskQueue.runLogPath()))
    }
    return .success
  }
}
