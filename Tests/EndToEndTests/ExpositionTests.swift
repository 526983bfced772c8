import Testing

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
