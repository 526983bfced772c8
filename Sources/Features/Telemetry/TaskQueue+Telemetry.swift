package import Door
import Model
import QueueStore
package import Text
import Workers

extension TaskQueue {
  /// Sends the spans that ended since the last time, and the metrics, and returns when that is done.
  ///
  /// - Parameters:
  ///   - version: the version of the program.
  ///   - caller: the session that asks. The first call gives the queue an id.
  ///   - metrics: makes the figures.
  /// - Throws: if nothing may be sent. An endpoint that does not answer is no error.
  package func sendTelemetry(
    version: String, as caller: Caller, metrics: () throws -> [Metric]
  ) throws(Problem) -> TelemetrySending {
    try asking {
      if let problem = settingProblems().first { throw problem }
      let send = SendTelemetry(queue: try queue(as: caller, for: "otel"), version: version)
      return try send(metrics: metrics)
    }
  }

  /// The bodies of the requests that would be sent now. Nothing is sent or recorded, and neither an
  /// endpoint nor trust is needed.
  package func telemetryBodies(
    version: String, as caller: Caller, metrics: [Metric]
  ) throws(Problem) -> (traces: JSONValue, metrics: JSONValue) {
    try asking {
      if let problem = settingProblems().first { throw problem }
      return try SendTelemetry(queue: try queue(as: caller, for: "otel"), version: version)
        .bodies(metrics)
    }
  }

  /// Whether the endpoint of `orch.json` gets the data. Missing trust is another finding.
  package func telemetryDiagnoses() -> [Diagnosis] {
    guard let workspace = try? workspace(), let endpoint = workspace.telemetry.endpoint,
      let now = try? now()
    else { return [] }
    let missing = ((try? trust())?.obstacles ?? []).filter {
      $0.key == TelemetrySettings.endpointKey
    }
    if let (key, obstacle) = missing.first {
      return [
        .warn(
          "otel", obstacle.sentence.map { "\(key): \($0)" },
          fix: Sentence("install curl", "curl을 설치하십시오"))
      ]
    }
    let record = (try? TelemetryFolder(workspace).record()) ?? nil
    return Self.diagnoses(of: endpoint, record, at: now)
  }

  static func diagnoses(
    of endpoint: String, _ record: TelemetryRecord?, at now: QueueTime
  ) -> [Diagnosis] {
    @Sendable func text(_ seconds: Int) -> String {
      QueueTime(epochSeconds: seconds, zone: now.zone).shortText(at: now)
    }
    if let record, let failing = record.failing {
      let (since, next) = (text(failing.since), text(max(record.next, now.epochSeconds)))
      return [
        .warn(
          "otel",
          Sentence(
            "\(endpoint) gets no data since \(since), and is tried again at \(next): "
              + failing.error.escaped,
            "\(endpoint): \(since)부터 데이터를 보내지 못했고 \(next)에 다시 시도합니다: "
              + failing.error.escaped),
          fix: Sentence(
            "repair it, then run ops otel; what is older than a week is not sent any more",
            "고친 뒤 ops otel을 실행하십시오. 일주일이 지난 것은 보내지 않습니다"))
      ]
    }
    if let refused = record?.refused, now.epochSeconds - refused.time < 86_400 {
      let time = text(refused.time)
      return [
        .warn(
          "otel",
          Sentence(
            "\(endpoint) did not accept \(refused.count.counted("span or metric", plural: "spans or metrics")) "
              + "at \(time): \(refused.error.escaped)",
            "\(endpoint): \(time)에 스팬이나 지표 \(refused.count)개를 받지 않았습니다: "
              + refused.error.escaped),
          fix: Sentence(
            "look into its log; this data is not sent again",
            "그 로그를 보십시오. 이 데이터는 다시 보내지 않습니다"))
      ]
    }
    return [
      .ok(
        "otel",
        record?.sentAt.map { time in
          Sentence(
            "data was sent to \(endpoint) at \(text(time))", "\(endpoint): \(text(time))에 보냈습니다")
        } ?? Sentence("nothing was sent to \(endpoint) yet", "\(endpoint): 아직 보낸 것이 없습니다"))
    ]
  }
}

extension Problem {
  /// The refusal to send in a worker, which would choose the variables of the headers.
  static let insideWorkerTelemetry = Problem.adapter(
    .insideWorker,
    Sentence("a worker sends no telemetry", "워커는 원격 측정 데이터를 보내지 않습니다"),
    hint: Sentence(
      "the next tick sends it; or unset ORCH_LABEL and ORCH_ATTEMPT if this is not a worker",
      "다음 틱이 보냅니다. 워커가 아니라면 ORCH_LABEL과 ORCH_ATTEMPT를 없애십시오"))
}
