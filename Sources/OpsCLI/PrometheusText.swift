/// Metrics in the text exposition format of Prometheus, version 0.0.4.
///
/// Names, help and labels are words of ours: nothing in them has to be escaped.
struct PrometheusText {
  /// One value, with what tells it from the others of its metric.
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

  /// A metric of one value; without one it is left out.
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
