import Model
import TestSupport
import Testing

@Suite struct CellTextTests {
  struct Case: CustomTestStringConvertible {
    let testDescription, text, written: String
  }

  @Test(arguments: [
    Case(testDescription: "nothing", text: "", written: ""),
    Case(testDescription: "plain", text: "fix the 로그인 page", written: "fix the 로그인 page"),
    Case(testDescription: "blanks at the ends", text: "  a  b  ", written: "a  b"),
    Case(
      testDescription: "line ends of each kind", text: "a\nb\rc\r\nd\n\re", written: "a b c d  e"),
    Case(testDescription: "line ends at the ends", text: "\r\na\n", written: "a"),
    Case(testDescription: "a tab", text: "a\tb", written: "a b"),
    Case(testDescription: "form feed and vertical tab", text: "a\u{B}b\u{C}c", written: "a b c"),
    Case(
      testDescription: "Unicode line ends", text: "a\u{85}b\u{2028}c\u{2029}d", written: "a b c d"),
    Case(testDescription: "a pipe", text: "a|b", written: "a/b"),
    Case(testDescription: "an escaped pipe", text: #"a\|b"#, written: #"a\/b"#),
    Case(testDescription: "a pipe under an accent", text: "a|\u{301}b", written: "a/\u{301}b"),
    Case(testDescription: "a row", text: "x |\n| B | DONE |", written: "x / / B / DONE /"),
    Case(
      testDescription: "NUL, escape, DEL, C1", text: "a\0\u{1B}[31m\u{7F}\u{9B}b", written: "a[31mb"
    ),
    Case(testDescription: "a trailing backslash", text: #"C:\ "#, written: #"C:\"#),
    Case(
      testDescription: "blanks of other kinds at the ends",
      text: "\u{A0}\u{3000}a\u{A0}b \u{200B}\u{FEFF}",
      written: "a\u{A0}b"),
  ])
  func `text from outside is made fit for a cell`(_ text: Case) {
    #expect(Array(CellText.written(text.text).utf8) == Array(text.written.utf8))
    #expect(CellText.written(text.written) == text.written)
  }

  @Test func `a text that needs no change is written as any other is`() {
    var random = SeededGenerator(naming: "cells")
    let parts = [
      "a", "로그", " ", "  ", "|", "\t", "\n", "\r", "\u{85}", "\u{2028}", "é", "“", "-", "\0",
    ]
    for _ in 0..<5_000 {
      let text = (0..<Int.random(in: 0...5, using: &random))
        .map { _ in parts.randomElement(using: &random) ?? "" }.joined()
      for keepsPipes in [false, true] {
        // A NUL is dropped, and needs a change.
        #expect(
          Array(CellText.written(text, keepingPipes: keepsPipes).utf8)
            == Array(CellText.written("\0" + text, keepingPipes: keepsPipes).utf8))
      }
    }
  }

  @Test(arguments: [
    ("", nil), (" ", nil), ("-", nil), (" - \n", nil), ("\0", nil), ("--", "--"), ("a|", "a/"),
  ])
  func `nothing and a hyphen are no value`(_ text: String, value: String?) {
    #expect(CellText.value(text) == value)
  }
}

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

/// Pipes in criteria, of which only proofs keep them.
@Suite struct CriteriaTextTests {
  @Test(arguments: [
    ("a|b", "a/b"), ("grep: a|b in F", "grep: a|b in F"), (#"grep: a\|b in F"#, "grep: a|b in F"),
    ("grep: a&#124;b in F", "grep: a|b in F"),
    ("x|y; GREP : a|b in F; z|w", "x/y; GREP : a|b in F; z/w"),
    ("1. `grep: a|b in F`", "1. `grep: a|b in F`"), ("(file: a|b)", "(file: a|b)"),
    ("x|y\ngrep: a|b in F", "x/y grep: a/b in F"),
    ("1) x|y 2) grep: a|b in F", "1) x/y 2) grep: a|b in F"),
    ("it is 5\" wide; grep: a|b in F", "it is 5\" wide; grep: a|b in F"),
    ("say `hi; grep: a|b in F", "say `hi; grep: a|b in F"),
    ("· grep: a|b in F", "· grep: a|b in F"),
    ("as written: grep: a|b in F", "as written: grep: a|b in F"),
    ("`x; file: a|b`", "`x; file: a/b`"),
    ("grep: \"a;|b\" in F", "grep: \"a;|b\" in F"),
    ("grep：a|b in F", "grep：a|b in F"), ("the file: a|b", "the file: a/b"), ("a&#124;b", "a/b"),
    ("cmd: lint", "cmd: lint"),
    ("grep: a|\u{301}b&#124;\u{301} in F", "grep: a|\u{301}b|\u{301} in F"), (" c ", "c"),
  ])
  func `only those of proofs stay`(text: String, written: String) {
    #expect(CellText.criteria(text) == written)
    #expect(CellText.criteria(written) == written)
    #expect(CellText.decodingPipes(CellText.encodingPipes(written)) == written)
  }

  @Test(arguments: ["", " ", "-"]) func `nothing is none`(text: String) {
    #expect(CellText.criteria(text) == nil)
  }
}
