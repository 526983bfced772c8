import Testing
import Text

@Suite struct JSONRefusalTests {
  @Test(arguments: [
    ("", "line 1, column 1: unexpected end of JSON"),
    (" \n ", "line 2, column 2: unexpected end of JSON"),
    ("tru", "line 1, column 4: unexpected end of JSON"),
    (#"{"a":"#, "line 1, column 6: unexpected end of JSON"),
    (#"["a"#, "line 1, column 4: unexpected end of JSON"),
    ("[trap]", "line 1, column 2: expected a value"),
    ("[True]", "line 1, column 2: expected a value"),
    ("[1,]", "line 1, column 4: expected a value"),
    ("[,1]", "line 1, column 2: expected a value"),
    ("[.5]", "line 1, column 2: expected a value"),
    ("+1", "line 1, column 1: expected a value"),
    ("NaN", "line 1, column 1: expected a value"),
    ("'a'", "line 1, column 1: expected a value"),
    ("// a\n1", "line 1, column 1: expected a value"),
    ("{\n  \"é😀\": 1,\n}", "line 3, column 1: expected a key in double quotes"),
    ("{a: 1}", "line 1, column 2: expected a key in double quotes"),
    (#"{"é😀" 1}"#, "line 1, column 7: expected ':' after a key"),
    ("[1\r\n 2]", "line 2, column 2: expected ',' or ']' after a value"),
    ("[1}", "line 1, column 3: expected ',' or ']' after a value"),
    ("{\n\"a\": 1,\n\"b\": 2 \"c\"}", "line 3, column 8: expected ',' or '}' after a value"),
    ("1 2", "line 1, column 3: expected nothing more after the value"),
    ("[]]", "line 1, column 3: expected nothing more after the value"),
    ("{}\n\0", "line 2, column 1: expected nothing more after the value"),
  ])
  func `a refusal of structure names place and remedy`(_ text: String, message: String) {
    expectRefusal(of: text.utf8, message)
  }

  @Test(arguments: [
    (#"{"a":1,"b":2,"a":3}"#, #"line 1, column 14: the object has the key "a" already"#),
    (#"{"a\n":1,"\u0061\n":2}"#, #"line 1, column 10: the object has the key "a\n" already"#),
    ("\"a\nb\"", #"line 1, column 3: a control character in a string; write it as \n"#),
    ("\"\u{1B}\"", #"line 1, column 2: a control character in a string; write it as \u001b"#),
    (
      #""a\x""#,
      #"line 1, column 3: unknown escape; use \" \\ \/ \b \f \n \r \t or \u and four digits"#
    ),
    (#""\u00g0""#, #"line 1, column 6: expected four hexadecimal digits after '\u'"#),
    (#""\u00é""#, #"line 1, column 6: expected four hexadecimal digits after '\u'"#),
  ])
  func `a refusal of a string names place and remedy`(_ text: String, message: String) {
    expectRefusal(of: text.utf8, message)
  }

  @Test(arguments: [#"\ud83d"#, #"\ud83d "#, #"\ud83d\n"#, #"\ud83d\u0041"#, #"\ude00\ud83d"#])
  func `half a surrogate pair is refused where it starts`(_ escape: String) {
    expectRefusal(
      of: "\"a\(escape)\"".utf8,
      #"line 1, column 3: half a surrogate pair; write both halves, such as \ud83d\ude00"#)
  }

  @Test(arguments: [
    ("[01]", "line 1, column 2: a number of several digits does not start with 0"),
    ("-00", "line 1, column 2: a number of several digits does not start with 0"),
    ("[-]", "line 1, column 3: expected a digit"),
    ("[1.]", "line 1, column 4: expected a digit"),
    ("[1.e1]", "line 1, column 4: expected a digit"),
    ("[1e+]", "line 1, column 5: expected a digit"),
    ("[1 ,1e309]", "line 1, column 5: a number too large for a double"),
    ("-1e309", "line 1, column 1: a number too large for a double"),
    ("1e", "line 1, column 3: unexpected end of JSON"),
    ("0x10", "line 1, column 2: expected nothing more after the value"),
  ])
  func `a refusal of a number names place and remedy`(_ text: String, message: String) {
    expectRefusal(of: text.utf8, message)
  }

  @Test(
    arguments: [
      ([0x22, 0xFF, 0x22], "line 1, column 2: a byte that is not UTF-8"),
      ([0x22, 0xC3, 0xA9, 0xC0, 0x80, 0x22], "line 1, column 3: a byte that is not UTF-8"),
      ([0x0A, 0x22, 0xED, 0xA0, 0x80, 0x22], "line 2, column 2: a byte that is not UTF-8"),
      ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], "line 1, column 2: a byte that is not UTF-8"),
      ([0x22, 0xE2, 0x82], "line 1, column 2: a byte that is not UTF-8"),
      (
        [0xEF, 0xBB, 0xBF, 0x31],
        "line 1, column 1: a byte order mark; save the text as UTF-8 without one"
      ),
      ([0xFF, 0xFE, 0x31, 0x00], "line 1, column 1: a byte that is not UTF-8"),
    ] as [([UInt8], String)])
  func `bytes other than plain UTF-8 are refused`(_ bytes: [UInt8], message: String) {
    expectRefusal(of: bytes, message)
  }

  @Test(arguments: [("[", "]", 1), (#"{"a":"#, "}", 5)])
  func `nesting ends at 128`(_ opening: String, closing: String, width: Int) throws {
    func nested(_ depth: Int) -> String {
      String(repeating: opening, count: depth - 1) + "[]"
        + String(repeating: closing, count: depth - 1)
    }
    #expect(try JSONValue(parsing: nested(128).utf8).description == nested(128))
    let message =
      "line 1, column \(128 * width + 1): more than 128 arrays and objects inside one another"
    expectRefusal(of: nested(129).utf8, message)
    expectRefusal(of: String(repeating: opening, count: 1_000_000).utf8, message)
  }

  @Test func `nesting counts what is open, not what was`() throws {
    let text = "[" + String(repeating: "[],{},", count: 1000) + "1]"
    #expect(try JSONValue(parsing: text.utf8).arrayValue?.count == 2001)
  }

  @Test func `every prefix of a document is refused`() {
    let document = Array(
      #"{"é\u20ac": [1, -2.5e-3, true, false, null], "😀": {"\ud83d\ude00\n": "\"x\\"}, "": []}"#
        .utf8)
    #expect(throws: Never.self) { try JSONValue(parsing: document) }
    for length in document.indices {
      let error = #expect(throws: JSONError.self) { try JSONValue(parsing: document[..<length]) }
      let splitsCharacter = UTF8.isContinuation(document[length])
      #expect(error?.reason == (splitsCharacter ? .invalidUTF8 : .unexpectedEnd), "\(length)")
    }
  }

  private func expectRefusal(
    of bytes: some Collection<UInt8>, _ message: String,
    at location: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: JSONError.self, sourceLocation: location) {
      try JSONValue(parsing: bytes)
    }
    #expect(error?.description == message, sourceLocation: location)
    let checked = #expect(throws: JSONError.self, sourceLocation: location) {
      try JSONValue.check(Array(bytes))
    }
    #expect(checked == error, sourceLocation: location)
  }
}
