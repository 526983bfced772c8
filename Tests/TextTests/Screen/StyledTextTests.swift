import Testing

@testable import Text

@Suite struct StyledTextTests {
  private static let esc = "\u{1B}["

  @Test(
    arguments: [
      ("plain", [.init("plain")]), ("", []),
      ("\(esc)31mred\(esc)0m rest", [.init("red", TextStyle(color: 31)), .init(" rest")]),
      (
        "\(esc)1;34mbold\(esc)22m blue\(esc)39m",
        [.init("bold", TextStyle(color: 34, .bold)), .init(" blue", TextStyle(color: 34))]
      ),
      ("\(esc)7mbar\(esc)27m\(esc)m", [.init("bar", TextStyle(.reversed))]),
      ("\(esc)2m한글\(esc)0m", [.init("한글", TextStyle(.dim))]),
      ("\(esc)97mbright", [.init("bright", TextStyle(color: 97))]),
      // Unknown parameters, and sequences that are no styles.
      ("\(esc)4;31mx\(esc)2Jy", [.init("xy", TextStyle(color: 31))]),
      ("\u{1B}]0;title\u{7}a\u{1B}]8;;x\u{1B}\\b\tc\u{9B}", [.init("abc")]),
      ("end\u{1B}", [.init("end")]), ("end\(esc)3", [.init("end")]),
    ] as [(String, [StyledText.Run])])
  func `styles are parsed`(_ text: String, runs: [StyledText.Run]) {
    var joined: [StyledText.Run] = []
    for run in StyledText(text).runs {
      if joined.last?.style == run.style {
        joined[joined.count - 1].text += run.text
      } else {
        joined.append(run)
      }
    }
    #expect(joined == runs)
  }

  @Test func `a style continues in the next line`() {
    let lines = StyledText.lines(of: "a\(Self.esc)31mb\nc\(Self.esc)0md\n\n")
    #expect(lines.map(\.plain) == ["ab", "cd", ""])
    #expect(lines[1].runs == [.init("c", TextStyle(color: 31)), .init("d")])
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("한글이다", 7, "한글이…"),
    ("한글이다", 6, "한글…"), ("a", 1, "a"), ("ab", 1, "…"),
    ("\(esc)31mabc\(esc)0mdef", 4, "abc…"), ("\(esc)31mabc\(esc)0mdef", 3, "ab…"),
  ])
  func `a text is cut`(_ text: String, width: Int, cut: String) {
    #expect(StyledText(text).cut(to: width).plain == cut)
  }
}
