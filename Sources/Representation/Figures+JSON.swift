import Dispatching
public import Engine
public import JSON
import QueueModel
import RunLog
import TeamProtocol

extension Figures {
  /// The shape `kpi`, without what only `ops kpi` says.
  func json(_ alerts: [FigureAlert]) -> JSONObject {
    [
      "success_rate": JSONValue(runs.successRate), "latency_p95_ms": JSONValue(runs.p95Latency),
      "latency_avg_ms": JSONValue(runs.averageLatency), "retry_count": .integer(retryCount),
      "stale_in_progress": JSONValue(queue?.staleInProgress),
      "ignored_lines": .integer(runs.ignoredLines), "alerts": .array(alerts.map(\.json)),
      "oldest_pending_seconds": JSONValue(queue?.oldestPendingAge),
    ]
  }

  /// The shape `kpi`.
  public func json(_ alerts: [FigureAlert], _ costs: CostFigures?) -> JSONObject {
    var json = json(alerts)
    json["rows"] = rows?.summary?.json ?? .null
    if let failures = rows?.failureJSON { json["failures"] = failures }
    if let costs { json["costs"] = costs.json }
    return json
  }

  /// The shape `metrics`; the keys of the Python tool come first, in its order.
  ///
  /// - Parameter source: the path of the run log.
  public func metrics(source: String) -> JSONValue {
    [
      "source": .string(source), "total_runs": .integer(runs.totalRuns),
      "terminal_runs": .integer(runs.terminalRuns), "success": .integer(runs.success),
      "failed": .integer(runs.failed), "success_rate": JSONValue(runs.successRate),
      "latency_avg_ms": JSONValue(runs.averageLatency),
      "latency_p95_ms": JSONValue(runs.p95Latency), "retry_count": .integer(retryCount),
      "started_runs": .integer(runs.startedRuns), "ignored_lines": .integer(runs.ignoredLines),
      "stale_in_progress": JSONValue(queue?.staleInProgress), "rows": queue?.counts ?? .null,
      "oldest_pending_seconds": JSONValue(queue?.oldestPendingAge),
      "row_outcomes": rows?.summary?.json ?? .null,
    ]
  }
}

extension QueueFigures {
  fileprivate var counts: JSONValue {
    var object: JSONObject = [:]
    for status in Status.summaryOrder {
      var byPriority: JSONObject = [:]
      for (priority, count) in counts(of: status) { byPriority[priority] = .integer(count) }
      object[status.rawValue] = .object(byPriority)
    }
    return .object(object)
  }
}

extension RowFigures {
  /// The attempts that failed, by class; `nil` without any.
  var failureJSON: JSONValue? {
    let failures = failures
    if failures.isEmpty { return nil }
    var object: JSONObject = [:]
    for failure in FailureClass.allCases {
      if let count = failures[failure] { object[failure.rawValue] = .integer(count) }
    }
    return .object(object)
  }
}

extension RowFigures.Summary {
  fileprivate var json: JSONValue {
    [
      "ended": .integer(ended), "done": .integer(done), "success_rate": .number(successRate),
      "attempts_avg": JSONValue(attempts), "recovered": .integer(recovered),
      "lead_p50_seconds": JSONValue(lead?.p50), "lead_p95_seconds": JSONValue(lead?.p95),
      "work_p50_seconds": JSONValue(work?.p50), "work_p95_seconds": JSONValue(work?.p95),
    ]
  }
}

extension CostFigures {
  var json: JSONValue {
    [
      "today_usd": JSONValue(microdollars: today.usage.microdollars),
      "total_usd": JSONValue(microdollars: total.usage.microdollars),
      "per_done_usd": JSONValue(microdollars: microdollarsPerDoneRow),
      "attempts": .integer(total.attempts), "unknown_attempts": .integer(total.unknownAttempts),
    ]
  }
}

extension FigureAlert {
  /// `latency_p95_ms=9999 exceeds 2000`.
  public var text: String {
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

extension Double {
  /// Formats with a fixed number of decimal places: `50.00`. Values from 0 to 10^18.
  public func fixed(_ digits: Int) -> String {
    let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
    let whole = Int((self * Double(scale)).rounded(.toNearestOrEven))
    let fraction = String(whole % scale)
    return "\(whole / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}

extension JSONValue {
  /// A number; null for `nil`.
  public init(_ number: Int?) { self = number.map(Self.integer) ?? .null }
  public init(_ number: Double?) { self = number.map(Self.number) ?? .null }
}
