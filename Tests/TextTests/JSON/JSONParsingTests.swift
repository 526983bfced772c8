import Testing
import Text

@Suite struct JSONParsingTests {
  struct Case: CustomTestStringConvertible {
    let testDescription, text: String
    let value: JSONValue
  }

  @Test(arguments: [
    Case(testDescription: "null", text: "null", value: nil),
    Case(testDescription: "true", text: "true", value: true),
    Case(testDescription: "false", text: "false", value: false),
    Case(testDescription: "white space", text: " \t\r\n[ 1 ,\n2 ] \r\n", value: [1, 2]),
    Case(testDescription: "empty array", text: "[ ]", value: []),
    Case(testDescription: "empty object", text: "{\n}", value: [:]),
    Case(
      testDescription: "object", text: #"{"b": 1, "a" : {"b":[]}, "":null}"#,
      value: ["b": 1, "a": ["b": []], "": nil]),
    Case(
      testDescription: "keys that differ in bytes only", text: #"{"\u00e9":1,"e\u0301":2}"#,
      value: ["\u{E9}": 1, "e\u{301}": 2]),
  ])
  func `a document reads as its value`(_ example: Case) throws {
    #expect(try JSONValue(parsing: example.text.utf8) == example.value)
  }

  @Test(
    arguments: [
      ("0", .integer(0)),
      ("-0", .integer(0)),
      ("9223372036854775807", .integer(.max)),
      ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number(9_223_372_036_854_775_808)),
      ("1.0", .number(1)),
      ("-0.0", .number(-0.0)),
      ("1e2", .number(100)),
      ("1E+2", .number(100)),
      ("25.5e-1", .number(2.55)),
      ("1e00", .number(1)),
      ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)),
      ("5e-324", .number(.leastNonzeroMagnitude)),
      ("1e-999", .number(0)),
    ] as [(String, JSONValue)])
  func `a number is an integer when it is written as one and fits`(
    _ text: String, value: JSONValue
  ) throws {
    #expect(try JSONValue(parsing: text.utf8) == value)
  }

  @Test(arguments: [
    (#""""#, ""),
    (#""a\"\\\/b""#, "a\"\\/b"),
    (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"),
    (#""\u0041\u00e9\u20AC""#, "Aé€"),
    (#""\ud83d\uDE00!""#, "😀!"),
    (#""\udbff\udfff""#, "\u{10FFFF}"),
    (#""\u0000""#, "\0"),
    ("\"é€😀\u{7F}\u{2028}\u{FEFF}\"", "é€😀\u{7F}\u{2028}\u{FEFF}"),
  ])
  func `a string is unescaped`(_ text: String, string: String) throws {
    let parsed = try JSONValue(parsing: text.utf8)
    #expect(parsed.stringValue.map { Array($0.utf8) } == Array(string.utf8))
  }

  @Test func `any collection of bytes is read`() throws {
    let bytes = Array("x[1]x".utf8)
    #expect(try JSONValue(parsing: bytes[1...3]) == [1])
    #expect(try JSONValue(parsing: "]1[".utf8.lazy.reversed()) == [1])
    let fromBuffer = try bytes.withUnsafeBytes { try JSONValue(parsing: $0[1...3]) }
    #expect(fromBuffer == [1])
  }

  @Test func `an accessor answers for its own case only`() {
    let values: [JSONValue] = [nil, true, 1, 1.5, "a", [1], ["a": 1]]
    #expect(values.map(\.boolValue) == [nil, true, nil, nil, nil, nil, nil])
    #expect(values.map(\.integerValue) == [nil, nil, 1, nil, nil, nil, nil])
    #expect(values.map(\.stringValue) == [nil, nil, nil, nil, "a", nil, nil])
    #expect(values.map(\.arrayValue) == [nil, nil, nil, nil, nil, [1], nil])
    #expect(values.map(\.objectValue) == [nil, nil, nil, nil, nil, nil, ["a": 1]])
  }

  @Test func `a whole number may be written with a fraction of zero`() throws {
    let texts = ["2", "2.0", "-0.0", "20e-1", "2.5", "4611686018427387904.0", "1e300", "\"2\""]
    let values = try texts.map { try JSONValue(parsing: Array($0.utf8)).wholeValue }
    #expect(values == [2, 2, 0, 2, nil, nil, nil, nil])
  }

  @Test func `seconds that no clock shows are none`() throws {
    let texts = ["0", "1769850000", "1099511627776", "1099511627777", "-1", "1.5", "\"1\""]
    let values = try texts.map { try JSONValue(parsing: Array($0.utf8)).epochSeconds }
    #expect(values == [0, 1_769_850_000, 1 << 40, nil, nil, nil, nil])
  }

  @Test func `an integer leaves room to count on, and for the sum of two`() throws {
    let numbers = ["4611686018427387903", "4611686018427387904", "-4611686018427387904"]
    let values = try numbers.map { try JSONValue(parsing: Array($0.utf8)).integerValue }
    #expect(values == [(1 << 62) - 1, nil, nil])
  }
}
