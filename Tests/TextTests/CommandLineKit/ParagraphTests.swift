import Testing
import Text

@Suite struct ParagraphTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var text = "first part / second part of it / third"
    var hasParts = true
    let width: Int
    let lines: [String]
  }

  @Test(arguments: [
    Case(
      testDescription: "room for all", width: 38,
      lines: ["first part / second part of it / third"]),
    Case(
      testDescription: "one column too few", width: 37,
      lines: ["first part / second part of it", "/ third"]),
    Case(
      testDescription: "a line a part", width: 20,
      lines: ["first part", "/ second part of it", "/ third"]),
    Case(
      testDescription: "a part in two lines, the next behind it", width: 18,
      lines: ["first part", "/ second part of", "it / third"]),
    Case(
      testDescription: "words", hasParts: false, width: 20,
      lines: ["first part / second", "part of it / third"]),
    Case(
      testDescription: "a word wider than the line", text: "an abcdefghijklm o", width: 5,
      lines: ["an", "abcde", "fghij", "klm o"]),
    Case(
      testDescription: "Korean", text: "대기열을 정리한다", width: 7, lines: ["대기열", "을", "정리한", "다"]),
    Case(testDescription: "no room at all", text: "가b", width: 0, lines: ["가", "b"]),
    Case(testDescription: "nothing", text: "", width: 9, lines: []),
    Case(testDescription: "spaces", text: "a   b", width: 2, lines: ["a", "b"]),
  ])
  func `a text is broken between its parts, then its words`(_ paragraph: Case) {
    let made =
      paragraph.hasParts
      ? Paragraph(paragraph.text) { $0 == "/" } : Paragraph(paragraph.text)
    #expect(made.lines(width: paragraph.width) == paragraph.lines)
  }
}
