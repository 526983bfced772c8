import JSON
import RunLog

/// What `ops kpi` tells: figures of the runs, and of the rows now.
struct KPIReport: Equatable {
  let runs: RunFigures
  /// `nil` where there is no queue.
  let queue: QueueFigures?

  private var staleInProgress: Int? { queue?.staleInProgress }
  private var retryCount: Int { queue?.retries ?? runs.retryCount }

  /// The line that scripts take apart; `-` stands for what nothing is known of.
  var line: String {
    func told(_ figure: (some Any)?) -> String { figure.map { "\($0)" } ?? "-" }
    let rate = runs.successRate.map { "\(($0 * 100).fixed(2))%" }
    return [
      "kpi success_rate=\(told(rate))", "latency_p95_ms=\(told(runs.p95Latency))",
      "latency_avg_ms=\(told(runs.averageLatency?.fixed(2)))", "retry_count=\(retryCount)",
      "stale_in_progress=\(told(staleInProgress))",
    ].joined(separator: " ")
  }

  /// What is beyond its limit. What nothing is known of is not.
  func alerts(beyond limits: KPILimits) -> [KPIAlert] {
    var alerts: [KPIAlert] = []
    if let rate = runs.failureRate, rate > limits.failureRate {
      alerts.append(.failureRate(rate, limit: limits.failureRate))
    }
    if let latency = runs.p95Latency, latency > limits.latencyP95 {
      alerts.append(.latencyP95(latency, limit: limits.latencyP95))
    }
    if let stale = staleInProgress, stale > limits.staleInProgress {
      alerts.append(.staleInProgress(stale, limit: limits.staleInProgress))
    }
    return alerts
  }

  func json(_ alerts: [KPIAlert]) -> JSONValue {
    [
      "success_rate": JSONValue(runs.successRate), "latency_p95_ms": JSONValue(runs.p95Latency),
      "latency_avg_ms": JSONValue(runs.averageLatency), "retry_count": .integer(retryCount),
      "stale_in_progress": JSONValue(staleInProgress),
      "ignored_lines": .integer(runs.ignoredLines), "alerts": .array(alerts.map(\.json)),
      "oldest_pending_seconds": JSONValue(queue?.oldestPendingAge),
    ]
  }
}

extension KPIAlert {
  /// `latency_p95_ms=9999 exceeds 2000`.
  var text: String {
    switch self {
    case .failureRate(let rate, let limit): "\(name)=\(rate.fixed(4)) exceeds \(limit.fixed(4))"
    case .latencyP95(let value, let limit), .staleInProgress(let value, let limit):
      "\(name)=\(value) exceeds \(limit)"
    }
  }

  fileprivate var json: JSONValue {
    switch self {
    case .failureRate(let rate, let limit):
      ["figure": .string(name), "value": .number(rate), "limit": .number(limit)]
    case .latencyP95(let value, let limit), .staleInProgress(let value, let limit):
      ["figure": .string(name), "value": .integer(value), "limit": .integer(limit)]
    }
  }

  private var name: String {
    switch self {
    case .failureRate: "failure_rate"
    case .latencyP95: "latency_p95_ms"
    case .staleInProgress: "stale_in_progress"
    }
  }
}

extension JSONValue {
  /// A number, or null where nothing is known.
  init(_ number: Int?) { self = number.map(Self.integer) ?? .null }
  init(_ number: Double?) { self = number.map(Self.number) ?? .null }
}
