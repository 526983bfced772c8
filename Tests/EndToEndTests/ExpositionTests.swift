import Testing

/// The text exposition format of Prometheus, version 0.0.4, read as its documentation
/// describes it; and what `promtool check metrics` would say to it.
struct Exposition {
  struct Sample {
    let labels: [String: String]
    let value: Double
  }

  private(set) var help: [String: String] = [:]
  private(set) var types: [String: String] = [:]
  private(set) var samples: [String: [Sample]] = [:]
  private(set) var complaints: [String] = []

  /// A line that is none of the format.
  struct Malformed: Error { let line: Substring }

  init(parsing text: String) throws {
    guard text.hasSuffix("\n") else { throw Malformed(line: text.suffix(80)) }
    for line in text.split(separator: "\n") {
      if let match = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)/) {
        take(help: String(match.2), of: String(match.1))
      } else if let match = line.wholeMatch(of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)/) {
        take(type: String(match.2), of: String(match.1))
      } else if let match = line.wholeMatch(of: /([a-zA-Z_:][a-zA-Z0-9_:]*)(\{.*\})? (\S+)/),
        let value = Double(match.3)
      {
        try take(Self.labels(match.2 ?? "{}", line), value, of: String(match.1))
      } else {
        throw Malformed(line: line)
      }
    }
  }

  private static func labels(_ text: Substring, _ line: Substring) throws -> [String: String] {
    var labels: [String: String] = [:]
    var rest = text.dropFirst().dropLast()
    while !rest.isEmpty {
      guard
        let match = rest.prefixMatch(of: /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)",?/),
        labels.updateValue(String(match.2), forKey: String(match.1)) == nil
      else { throw Malformed(line: line) }
      rest = rest[match.range.upperBound...]
    }
    return labels
  }

  // MARK: Rules

  private mutating func take(help text: String, of name: String) {
    if help.updateValue(text, forKey: name) != nil { complaints.append("\(name): two helps") }
    if text.isEmpty { complaints.append("\(name): no help") }
    if samples[name] != nil { complaints.append("\(name): help behind its values") }
  }

  private mutating func take(type: String, of name: String) {
    if types.updateValue(type, forKey: name) != nil { complaints.append("\(name): two types") }
    if samples[name] != nil { complaints.append("\(name): type behind its values") }
    let known = ["counter", "gauge", "histogram", "summary", "untyped"]
    if !known.contains(type) { complaints.append("\(name): type \(type)") }
    if name.hasSuffix("_total") != (type == "counter") { complaints.append("\(name): _total") }
    if name.contains(/_(ms|milliseconds|minutes|percent|pct)$/) {
      complaints.append("\(name): not a base unit")
    }
  }

  /// The histogram that a value belongs to; `nil` for another one.
  private func familyOfHistogram(_ name: String) -> String? {
    for end in ["_bucket", "_sum", "_count"] where name.hasSuffix(end) {
      let family = String(name.dropLast(end.utf8.count))
      if types[family] == "histogram" { return family }
    }
    return nil
  }

  private var last = ""

  private mutating func take(_ labels: [String: String], _ value: Double, of name: String) {
    let described = familyOfHistogram(name) ?? name
    if types[described] == nil || help[described] == nil {
      complaints.append("\(name): not described")
    }
    if samples[name] != nil, last != name { complaints.append("\(name): in two groups") }
    if samples[name, default: []].contains(where: { $0.labels == labels }) {
      complaints.append("\(name): \(labels) twice")
    }
    if value < 0 || !value.isFinite { complaints.append("\(name): \(value)") }
    samples[name, default: []].append(Sample(labels: labels, value: value))
    last = name
  }
}

/// That the reader of the exposition format would notice what is wrong.
@Suite struct ExpositionTests {
  private static let good = "# HELP a_rows Rows.\n# TYPE a_rows gauge\na_rows{b=\"c\"} 1\n"

  @Test func `what is right is read`() throws {
    let exposition = try Exposition(parsing: Self.good + "a_rows{b=\"d\\\"\",e=\"\"} 2.5\n")
    #expect(exposition.complaints == [])
    #expect(exposition.samples["a_rows"]?.map(\.value) == [1, 2.5])
    #expect(exposition.samples["a_rows"]?.map(\.labels) == [["b": "c"], ["b": "d\\\"", "e": ""]])
  }

  @Test(arguments: [
    "a_rows 1", "a_rows{b=\"c} 1\n", "a_rows{b=\"c\"\"} 1\n", "a_rows{b=c} 1\n", "a rows 1\n",
    "a_rows{b=\"c\",b=\"d\"} 1\n", "a_rows one\n", "1a 1\n", "a_rows{b=\"\\x\"} 1\n",
  ])
  func `what cannot be read is refused`(_ text: String) {
    #expect(throws: Exposition.Malformed.self) { try Exposition(parsing: text) }
  }

  @Test(arguments: [
    ("a_rows 1\n", "a_rows: not described"), (good + good, "a_rows: two helps"),
    (good + "a_rows{b=\"c\"} 2\n", "a_rows: [\"b\": \"c\"] twice"),
    ("# HELP a A.\n# TYPE a thing\na 1\n", "a: type thing"),
    ("# HELP a A.\n# TYPE a counter\na 1\n", "a: _total"),
    ("# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n", "a_total: _total"),
    ("# HELP a_ms A.\n# TYPE a_ms gauge\na_ms 1\n", "a_ms: not a base unit"),
    ("# HELP a \n# TYPE a gauge\na 1\n", "a: no help"),
    ("# HELP a A.\n# TYPE a gauge\na NaN\n", "a: nan"),
    (
      good + "# HELP a A.\n# TYPE a gauge\na 1\na_rows 1\n", "a_rows: in two groups"
    ),
  ])
  func `what breaks a rule is named`(_ text: String, complaint: String) throws {
    #expect(try Exposition(parsing: text).complaints.contains(complaint))
  }
}
