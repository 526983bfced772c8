import TestSupport
import Testing
import Text

@Suite struct DisplayWidthTests {
  struct Text: CustomTestStringConvertible {
    let testDescription, text: String
    let width: Int
  }

  @Test(arguments: [
    Text(testDescription: "nothing", text: "", width: 0),
    Text(testDescription: "ASCII", text: "| ORCH-001 |", width: 12),
    Text(testDescription: "a tilde, the last of ASCII", text: "~", width: 1),
    Text(testDescription: "accented", text: "é", width: 1),
    Text(testDescription: "accented, decomposed", text: "e\u{301}", width: 1),
    Text(testDescription: "a mark alone", text: "\u{301}", width: 0),
    Text(testDescription: "Korean", text: "한국어", width: 6),
    Text(testDescription: "Korean, decomposed", text: "\u{1112}\u{1161}\u{11AB}", width: 2),
    Text(testDescription: "Korean and ASCII", text: "큐 v2", width: 5),
    Text(testDescription: "Chinese, beyond the BMP", text: "中\u{20000}", width: 4),
    Text(testDescription: "Japanese, half width", text: "ｱ", width: 1),
    Text(testDescription: "full-width letter", text: "Ａ", width: 2),
    Text(testDescription: "a won sign, full and half", text: "￦₩", width: 3),
    Text(testDescription: "emoji", text: "🚀", width: 2),
    Text(testDescription: "a family of joined emoji", text: "👩‍👩‍👧", width: 2),
    Text(testDescription: "a skin tone", text: "👍🏽", width: 2),
    Text(testDescription: "a heart made emoji", text: "❤\u{FE0F}", width: 2),
    Text(testDescription: "a heart as text", text: "❤", width: 1),
    Text(testDescription: "a keycap", text: "1\u{FE0F}\u{20E3}", width: 2),
    Text(testDescription: "a flag", text: "🇰🇷", width: 2),
    Text(testDescription: "zero width space", text: "a\u{200B}b", width: 2),
    Text(testDescription: "a control character", text: "a\u{7}", width: 1),
    Text(testDescription: "a line end", text: "a\r\n", width: 1),
  ])
  func `a text takes the columns that a terminal gives it`(_ text: Text) {
    #expect(DisplayWidth.of(text.text) == text.width)
  }

  @Test(arguments: [
    ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abcd", 1, "…"), ("abcd", 0, ""), ("abcd", -1, ""),
    ("", 0, ""), ("한국어", 6, "한국어"), ("한국어", 5, "한국…"), ("한국어", 4, "한…"), ("한국어", 2, "…"),
    ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("👩‍👩‍👧👍🏽", 3, "👩‍👩‍👧…"),
  ])
  func `a cut text ends with a sign and never in half a character`(
    _ text: String, width: Int, cut: String
  ) {
    #expect(DisplayWidth.cut(text, to: width) == cut)
  }

  @Test(arguments: [
    ("status PENDING -> DONE", 18, "status PENDING ->…"),
    ("status PENDING -> DONE", 15, "status PENDING…"), ("status PENDING -> DONE", 14, "status…"),
    ("status PENDING -> DONE", 22, "status PENDING -> DONE"), ("/a/long/path here", 8, "/a/long…"),
    ("상태 대기에서 완료로", 10, "상태…"), ("  a bc", 4, "  a…"),
  ])
  func `a text that is cut at a word has no half words`(_ text: String, width: Int, cut: String) {
    #expect(DisplayWidth.cut(text, to: width, atWord: true) == cut)
  }

  @Test(arguments: [
    ("", 2, "  "), ("ab", 4, "ab  "), ("ab", 2, "ab"), ("abc", 2, "abc"), ("한", 4, "한  "),
    ("ab", -1, "ab"),
  ])
  func `a padded text ends at its column`(_ text: String, width: Int, padded: String) {
    #expect(DisplayWidth.pad(text, to: width) == padded)
  }

  @Test func `what is cut and padded has just the width`() {
    var random = SeededGenerator(seed: 1)
    let characters = Array("ab 한글é🚀\u{301}\u{200B}…ｱ")
    for _ in 0..<1000 {
      let length = Int.random(in: 0..<12, using: &random)
      let text = String((0..<length).compactMap { _ in characters.randomElement(using: &random) })
      let width = Int.random(in: 1..<14, using: &random)
      let cut = DisplayWidth.cut(text, to: width)
      #expect(DisplayWidth.of(cut) <= width)
      #expect(DisplayWidth.of(cut) == DisplayWidth.of(text) || cut.hasSuffix("…"))
      #expect(DisplayWidth.of(DisplayWidth.pad(cut, to: width)) == width)
    }
  }
}
