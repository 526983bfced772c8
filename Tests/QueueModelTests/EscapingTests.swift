import QueueModel
import Testing

@Suite struct EscapingTests {
  @Test(arguments: [
    ("a\u{E0101}b", #"a\u{E0101}b"#),
    ("a\u{2800}\u{34F}b", #"a\u{2800}\u{34F}b"#),
    ("\u{2764}\u{FE0F}", "\u{2764}\u{FE0F}"),
    ("plain 로그 é", "plain 로그 é"), ("a\nb\r\n", #"a\u{A}b\u{D}\u{A}"#), ("\u{9B}", #"\u{9B}"#),
    ("a\u{202E}b\u{2066}", #"a\u{202E}b\u{2066}"#), ("\u{200B}\u{FEFF}", #"\u{200B}\u{FEFF}"#),
    ("\u{2028}\u{2029}", #"\u{2028}\u{2029}"#), ("\u{AD}", #"\u{AD}"#),
    ("\u{115F}\u{1160}\u{3164}\u{FFA0}", #"\u{115F}\u{1160}\u{3164}\u{FFA0}"#),
    ("\u{E0041}", #"\u{E0041}"#), ("👩‍👧 \u{200C}", "👩‍👧 \u{200C}"), ("❤\u{FE0F}", "❤\u{FE0F}"),
    ("a\u{A0}b", "a\u{A0}b"),
  ])
  func `what people cannot see is spelled out`(_ text: String, escaped: String) {
    #expect(Array(text.escaped.utf8) == Array(escaped.utf8))
  }
}
