import Door
import Model
import Monitoring
import Runner
import Telemetry
import Text

/// `ops otel`: sends traces and metrics to the OpenTelemetry endpoint of `orch.json`.
struct OtelCommand: QueueCommand {
  static let name = "otel"
  static let summary = Sentence(
    "Send traces and metrics to the OpenTelemetry endpoint of orch.json",
    "orch.json의 OpenTelemetry 주소로 트레이스와 지표를 보냅니다")
  static let discussion = Sentence(
    """
    Sends the spans of rows, attempts, checks and merges that ended since the last time, and the
    figures of 'ops metrics', by OTLP/HTTP in JSON. orch tick and orch daemon run this command once
    a minute when otel.endpoint is set; run it yourself to see what is wrong with the endpoint. No
    task, criterion, note, question or report is sent, only ids, states, times, names of workers,
    plans and checks, tokens and costs. If the endpoint does not answer, the exit status is 1, and
    the data is sent later; what is older than a week is not sent any more. Before orch trust
    nothing is sent, and the exit status is 77. --dry-run prints the bodies of the requests, and
    needs no endpoint.
    """,
    """
    마지막으로 보낸 뒤에 끝난 행, 시도, 검사, 병합의 스팬과 'ops metrics'의 수치를 OTLP/HTTP의 JSON으로
    보냅니다. otel.endpoint가 있으면 orch tick과 orch daemon이 1분에 한 번 이 명령을 실행합니다. 직접
    실행하면 주소의 문제를 볼 수 있습니다. 작업, 기준, 메모, 질문, 보고는 보내지 않고, id, 상태, 시각,
    워커와 계획과 검사의 이름, 토큰, 비용만 보냅니다. 주소가 답하지 않으면 상태는 1이고 데이터는 나중에
    보내며, 일주일이 지난 것은 보내지 않습니다. orch trust 전에는 보내지 않으며 상태는 77입니다.
    --dry-run은 요청의 본문을 출력하며 주소가 없어도 됩니다.
    """)
  static let result = """
    `sent N spans and N metrics to ENDPOINT`, `NOOP` if another process sends now, or why the rest \
    is sent later; with `--dry-run` a line of JSON with the members `traces` and `metrics`
    """
  static var answers: [any Shaped.Type] { [TelemetrySending.self] }
  static let examples = [
    Example("ops otel", Sentence("sends now, as a tick does", "틱이 하는 것처럼, 지금")),
    Example(
      "ops otel --dry-run | jq .traces",
      Sentence("what would be sent, before there is an endpoint", "주소를 정하기 전에, 보낼 내용")),
  ]
  static let options: [Option<OtelCommand>] = [
    .flag(
      "--dry-run",
      Sentence(
        "print what would be sent as JSON, and send nothing", "보낼 것을 JSON으로 출력하고 보내지 않음")
    ) { $0.isDryRun = true }
  ]
  static let isLogged = false

  var shared = SharedOptions()
  var isDryRun = false

  func run(in context: CommandContext) throws -> ExitStatus {
    if isDryRun {
      let bodies = try context.taskQueue.telemetryBodies(
        version: Version.current, as: context.caller)
      let json: JSONValue = ["traces": bodies.traces, "metrics": bodies.metrics]
      try context.write("\(json)\n")
      return .success
    }
    let sending = try context.taskQueue.sendTelemetry(
      version: Version.current, as: context.caller)
    guard let endpoint = sending.endpoint else {
      throw Problem.adapter(
        .noSettings, Sentence("orch.json names no otel.endpoint", "orch.json에 otel.endpoint가 없습니다"),
        hint: Sentence(
          #"add "otel": {"endpoint": "http://localhost:4318"}, then run orch trust"#,
          #""otel": {"endpoint": "http://localhost:4318"}을 더하고 orch trust를 실행하십시오"#))
    }
    let lines = sending.lines(to: endpoint).map { $0(context.language) }
    try context.print(sending, or: lines)
    return sending.hasFailed ? .refused : .success
  }
}

extension TelemetrySending {
  /// The lines that people see.
  fileprivate func lines(to endpoint: String) -> [Sentence] {
    if isElsewhere { return [Sentence(same: "NOOP")] }
    var lines: [Sentence] = []
    if spans + metrics > 0 {
      let (spans, metrics) = (spans.counted("span"), metrics.counted("metric"))
      lines.append(
        Sentence(
          "sent \(spans) and \(metrics) to \(endpoint)",
          "\(endpoint): 스팬 \(self.spans)개와 지표 \(self.metrics)개를 보냈습니다"))
    }
    if refused > 0 {
      lines.append(
        Sentence(
          "\(endpoint) did not accept \(refused) of them, which are not sent again",
          "\(endpoint): 그중 \(refused)개를 받지 않았습니다. 다시 보내지 않습니다"))
    }
    if let error {
      lines.append(
        Sentence(
          "\(endpoint) gets the rest later: \(error.escaped)",
          "\(endpoint): 나머지는 나중에 보냅니다: \(error.escaped)"))
    }
    return lines
  }
}
