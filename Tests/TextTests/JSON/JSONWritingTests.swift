import Testing
import Text

@Suite struct JSONWritingTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let value: JSONValue
    let text: String
  }

  @Test(arguments: [
    Case(testDescription: "null", value: nil, text: "null"),
    Case(testDescription: "true", value: true, text: "true"),
    Case(testDescription: "false", value: false, text: "false"),
    Case(testDescription: "no text", value: JSONValue(String?.none), text: "null"),
    Case(testDescription: "some text", value: JSONValue("a" as String?), text: #""a""#),
    Case(testDescription: "interpolated text", value: "a\(1)", text: #""a1""#),
    Case(testDescription: "zero", value: 0, text: "0"),
    Case(testDescription: "least integer", value: .integer(.min), text: "-9223372036854775808"),
    Case(testDescription: "a tenth", value: 0.1, text: "0.1"),
    Case(testDescription: "a whole double", value: 3.0, text: "3.0"),
    Case(testDescription: "negative zero", value: .number(-0.0), text: "-0.0"),
    Case(testDescription: "a large double", value: 1e21, text: "1e+21"),
    Case(testDescription: "least double", value: .number(.leastNonzeroMagnitude), text: "5e-324"),
    Case(testDescription: "not a number", value: .number(.nan), text: "null"),
    Case(testDescription: "infinity", value: .number(-.infinity), text: "null"),
    Case(testDescription: "empty array", value: [], text: "[]"),
    Case(testDescription: "empty object", value: [:], text: "{}"),
    Case(
      testDescription: "nested array", value: [1, [nil, "a"], [:]], text: #"[1,[null,"a"],{}]"#),
    Case(
      testDescription: "object in order of insertion", value: ["b": 1, "a": [true], "": ["\"": 2]],
      text: #"{"b":1,"a":[true],"":{"\"":2}}"#),
  ])
  func `a value is compact JSON`(_ example: Case) {
    #expect(example.value.description == example.text)
    var output = Array("before ".utf8)
    example.value.write(to: &output)
    #expect(String(decoding: output, as: UTF8.self) == "before " + example.text)
  }

  @Test(arguments: [
    ("", #""""#),
    ("plain", #""plain""#),
    ("\"\\/", #""\"\\/""#),
    ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#),
    ("a\r\nb", #""a\r\nb""#),
    ("\u{0}\u{1B}[2J\u{1F} ", #""\u0000\u001b[2J\u001f ""#),
    ("~\u{7F}\u{80}\u{85}\u{9F}\u{A0}", #""~\u007f\u0080\u0085\u009f"# + "\u{A0}\""),
    ("\u{2027}\u{2028}\u{2029}\u{202F}", "\"\u{2027}" + #"\u2028\u2029"# + "\u{202F}\""),
    (
      "\u{61C}\u{200D}\u{200E}\u{202A}\u{202E}\u{2065}\u{2066}\u{2069}\u{206A}",
      #""\u061c"# + "\u{200D}" + #"\u200e\u202a\u202e"# + "\u{2065}" + #"\u2066\u2069"#
        + "\u{206A}\""
    ),
    ("e\u{301}é€😀\u{FEFF}\u{10FFFF}", "\"e\u{301}é€😀\u{FEFF}\u{10FFFF}\""),
    ("€\u{85}â\u{2028}Â", "\"€" + #"\u0085"# + "â" + #"\u2028"# + "Â\""),
  ])
  func `a string is escaped onto one line`(_ string: String, text: String) {
    var output: [UInt8] = []
    JSONValue.write(string: string, to: &output)
    #expect(output == Array(text.utf8))
    #expect(JSONValue.object([string: true]).description == "{\(text):true}")
  }
}
