import Testing

@testable import Telemetry

/// What an endpoint gets, in the JSON form of OTLP.
@Suite struct SpanJSONTests {
  private static let source = TelemetrySource(
    service: "shop", history: "0123456789abcdef", version: "1.2.3")

  private static let resource =
    #""resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}},"#
    + #"{"key":"service.instance.id","value":{"stringValue":"0123456789abcdef"}},"#
    + #"{"key":"service.version","value":{"stringValue":"1.2.3"}}]}"#
  private static let scope = #""scope":{"name":"orch","version":"1.2.3"}"#

  @Test func `spans`() {
    let row = Span(
      trace: "5b8efff798038103d269b633813fc60c", id: "eee19b7ec3c1b173", parent: nil, kind: .row,
      start: 1_769_882_400, end: 1_769_882_460)
    var check = Span(
      trace: row.trace, id: "eee19b7ec3c1b174", parent: row.id, kind: .check,
      start: 1_769_882_430, end: 1_769_882_460, isError: true)
    let attributes: [Span.Attribute?] = [
      .text("orch.row.id", "A\u{1B}\"\n"), .integer("n", -7), .number("usd", 0.0125),
      .flag("met", true), .text("long", String(repeating: "x", count: 300)),
    ]
    check.attributes = attributes.compactMap(\.self)
    check.events = [.init(name: "criterion", attributes: [])]
    let long = String(repeating: "x", count: 256)
    let expected = [
      #"{"resourceSpans":[{"#, Self.resource, #","scopeSpans":[{"#, Self.scope,
      #","spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b173","#,
      #""name":"row","kind":1,"startTimeUnixNano":"1769882400000000000","#,
      #""endTimeUnixNano":"1769882460000000000","attributes":[],"status":{}},"#,
      #"{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","#,
      #""parentSpanId":"eee19b7ec3c1b173","name":"check","kind":1,"#,
      #""startTimeUnixNano":"1769882430000000000","endTimeUnixNano":"1769882460000000000","#,
      #""attributes":[{"key":"orch.row.id","value":{"stringValue":"A\u001b\"\n"}},"#,
      #"{"key":"n","value":{"intValue":"-7"}},{"key":"usd","value":{"doubleValue":0.0125}},"#,
      #"{"key":"met","value":{"boolValue":true}},"#,
      #"{"key":"long","value":{"stringValue":""#, long, #""}}],"#,
      #""events":[{"timeUnixNano":"1769882460000000000","name":"criterion","attributes":[]}],"#,
      #""status":{"code":2}}]}]}]}"#,
    ]
    #expect("\(Self.source.json([row, check]))" == expected.joined())
  }

  private static let metrics: [(metric: Metric, json: String)] = [
    (
      Metric("g", "A gauge.", .gauge([.init(1.5, [.init("status", "DONE")]), .init(2)])),
      #"{"name":"g","description":"A gauge.","gauge":{"dataPoints":[{"attributes":"#
        + #"[{"key":"status","value":{"stringValue":"DONE"}}],"timeUnixNano":"7000000000","#
        + #""asDouble":1.5},{"attributes":[],"timeUnixNano":"7000000000","asDouble":2.0}]}}"#
    ),
    (
      Metric("c", "A sum.", .counter([.init(3)])),
      #"{"name":"c","description":"A sum.","sum":{"aggregationTemporality":2,"#
        + #""isMonotonic":true,"dataPoints":[{"attributes":[],"timeUnixNano":"7000000000","#
        + #""asDouble":3.0}]}}"#
    ),
    (
      Metric(
        "h", "A histogram.",
        .histogram(.init([.init(upTo: 60, 2), .init(upTo: 300, 5)], sum: 900, count: 6))),
      #"{"name":"h","description":"A histogram.","histogram":{"aggregationTemporality":2,"#
        + #""dataPoints":[{"timeUnixNano":"7000000000","count":"6","sum":900.0,"#
        + #""bucketCounts":["2","3","1"],"explicitBounds":[60.0,300.0]}]}}"#
    ),
  ]

  @Test(arguments: metrics.indices)
  func `a metric`(_ index: Int) {
    let (metric, json) = Self.metrics[index]
    let empty = Metric("e", "Nothing.", .gauge([]))
    let expected = [
      #"{"resourceMetrics":[{"#, Self.resource, #","scopeMetrics":[{"#, Self.scope,
      #","metrics":["#, json, "]}]}]}",
    ]
    #expect("\(Self.source.json([metric, empty], at: 7))" == expected.joined())
  }
}
