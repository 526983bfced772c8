/// A figure at one time, for monitors.
///
/// Names, help and labels are constants of this program, or are words without quotation marks and
/// line breaks, so nothing has to be escaped.
public struct Metric: Equatable, Sendable {
  public let name: String
  public let help: String
  public let values: Values

  public enum Values: Equatable, Sendable {
    case gauge([Sample])
    /// A sum that decreases only if history is lost.
    case counter([Sample])
    case histogram(Histogram)
  }

  public struct Sample: Equatable, Sendable {
    public let labels: [Label]
    public let value: Double

    public init(_ value: Double, _ labels: [Label] = []) {
      (self.value, self.labels) = (value, labels)
    }
  }

  public struct Label: Equatable, Sendable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
  }

  public struct Histogram: Equatable, Sendable {
    /// The numbers of values up to each bound, each with those of the lower bounds.
    public let buckets: [Bucket]
    public let sum: Double
    /// The number of all values.
    public let count: Int

    public struct Bucket: Equatable, Sendable {
      public let bound: Int
      public let count: Int

      public init(upTo bound: Int, _ count: Int) { (self.bound, self.count) = (bound, count) }
    }

    public init(_ buckets: [Bucket], sum: Double, count: Int) {
      (self.buckets, self.sum, self.count) = (buckets, sum, count)
    }
  }

  public init(_ name: String, _ help: String, _ values: Values) {
    (self.name, self.help, self.values) = (name, help, values)
  }
}

extension Metric {
  /// The metric in the text exposition format of Prometheus, version 0.0.4.
  public var prometheusText: String {
    switch values {
    case .gauge(let samples): head("gauge") + samples.map { line("", $0) }.joined()
    case .counter(let samples): head("counter") + samples.map { line("", $0) }.joined()
    case .histogram(let histogram):
      head("histogram")
        + histogram.buckets.map { bucket in
          line("_bucket", Sample(Double(bucket.count), [Label("le", String(bucket.bound))]))
        }.joined()
        + line("_bucket", Sample(Double(histogram.count), [Label("le", "+Inf")]))
        + line("_sum", Sample(histogram.sum)) + line("_count", Sample(Double(histogram.count)))
    }
  }

  private func head(_ kind: String) -> String {
    "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
  }

  private func line(_ ending: String, _ sample: Sample) -> String {
    let labels = sample.labels.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ",")
    let value = Int(exactly: sample.value).map { "\($0)" } ?? "\(sample.value)"
    return "\(name)\(ending)\(labels.isEmpty ? "" : "{\(labels)}") \(value)\n"
  }
}
