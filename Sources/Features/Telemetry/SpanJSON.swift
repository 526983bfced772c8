import Text

// The bodies of requests in the JSON form of OTLP 1.10.0: names in lower camel case, ids in
// hexadecimal digits, numbers of 64 bits as texts, and enumerations as numbers. Source:
// https://opentelemetry.io/docs/specs/otlp, "JSON Protobuf Encoding".

/// What sends the data.
struct TelemetrySource: Equatable, Sendable {
  let service: String
  /// The id of the queue's history.
  let history: String
  /// The version of the program.
  let version: String

  private var resource: JSONValue {
    let attributes: [Span.Attribute] = [
      .init(key: "service.name", value: .text(service)),
      .init(key: "service.instance.id", value: .text(history)),
      .init(key: "service.version", value: .text(version)),
    ]
    return ["attributes": .array(attributes.map(\.json))]
  }

  private var scope: JSONValue { ["name": "orch", "version": .string(version)] }

  /// The body of a request to `/v1/traces`.
  func json(_ spans: [Span]) -> JSONValue {
    [
      "resourceSpans": [
        [
          "resource": resource,
          "scopeSpans": [["scope": scope, "spans": .array(spans.map(\.json))]],
        ]
      ]
    ]
  }

  /// The body of a request to `/v1/metrics`.
  ///
  /// - Parameter time: the time of the figures, in seconds since 1970.
  func json(_ metrics: [Metric], at time: Int) -> JSONValue {
    [
      "resourceMetrics": [
        [
          "resource": resource,
          "scopeMetrics": [
            [
              "scope": scope,
              "metrics": .array(metrics.compactMap { $0.json(at: nanoseconds(time)) }),
            ]
          ],
        ]
      ]
    ]
  }
}

/// A time in nanoseconds since 1970.
private func nanoseconds(_ seconds: Int) -> JSONValue { .string("\(max(0, seconds))000000000") }

/// A whole number of 64 bits.
private func whole(_ number: Int) -> JSONValue { .string("\(number)") }

extension Span {
  /// Source: `opentelemetry/proto/trace/v1/trace.proto`.
  fileprivate var json: JSONValue {
    var json: JSONObject = ["traceId": .string(trace), "spanId": .string(id)]
    if let parent { json["parentSpanId"] = .string(parent) }
    json["name"] = .string(kind.rawValue)
    // SPAN_KIND_INTERNAL.
    json["kind"] = 1
    json["startTimeUnixNano"] = nanoseconds(start)
    json["endTimeUnixNano"] = nanoseconds(end)
    json["attributes"] = .array(attributes.map(\.json))
    if !events.isEmpty {
      json["events"] = .array(
        events.map { event in
          [
            "timeUnixNano": nanoseconds(end), "name": .string(event.name),
            "attributes": .array(event.attributes.map(\.json)),
          ]
        })
    }
    // STATUS_CODE_ERROR, or STATUS_CODE_UNSET.
    json["status"] = isError ? ["code": 2] : .object([:])
    return .object(json)
  }
}

extension Span.Attribute {
  fileprivate var json: JSONValue {
    let value: JSONValue =
      switch value {
      // A worker may have written a part of the record of its attempt.
      case .text(let text): ["stringValue": .string(String(text.prefix(Self.longest)))]
      case .integer(let number): ["intValue": whole(number)]
      case .number(let number): ["doubleValue": .number(number)]
      case .flag(let isSet): ["boolValue": .bool(isSet)]
      }
    return ["key": .string(key), "value": value]
  }

  /// In characters.
  private static let longest = 256
}

extension Metric {
  /// Source: `opentelemetry/proto/metrics/v1/metrics.proto`; `nil` if there is no value.
  fileprivate func json(at time: JSONValue) -> JSONValue? {
    // AGGREGATION_TEMPORALITY_CUMULATIVE.
    let cumulative: JSONValue = 2
    var json: JSONObject = ["name": .string(name), "description": .string(help)]
    switch values {
    case .gauge(let samples):
      if samples.isEmpty { return nil }
      json["gauge"] = ["dataPoints": .array(samples.map { $0.json(at: time) })]
    case .counter(let samples):
      if samples.isEmpty { return nil }
      json["sum"] = [
        "aggregationTemporality": cumulative, "isMonotonic": true,
        "dataPoints": .array(samples.map { $0.json(at: time) }),
      ]
    case .histogram(let histogram):
      json["histogram"] = [
        "aggregationTemporality": cumulative, "dataPoints": [histogram.json(at: time)],
      ]
    }
    return .object(json)
  }
}

extension Metric.Sample {
  fileprivate func json(at time: JSONValue) -> JSONValue {
    let attributes = labels.map { Span.Attribute(key: $0.name, value: .text($0.value)).json }
    return [
      "attributes": .array(attributes), "timeUnixNano": time, "asDouble": .number(value),
    ]
  }
}

extension Metric.Histogram {
  /// Each count is that of one bucket alone, and the last one is of the values above all bounds.
  fileprivate func json(at time: JSONValue) -> JSONValue {
    let sums = buckets.map(\.count) + [count]
    let counts = zip(sums, [0] + sums).map { $0 - $1 }
    return [
      "timeUnixNano": time, "count": whole(count), "sum": .number(sum),
      "bucketCounts": .array(counts.map(whole)),
      "explicitBounds": .array(buckets.map { .number(Double($0.bound)) }),
    ]
  }
}
