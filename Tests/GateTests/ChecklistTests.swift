import Gate
import TestSupport
import Testing

struct ChecklistTests {
  @Test(
    "Criteria are split at line breaks, semicolons, bullets and numbers in order",
    arguments: [
      ("a1; b2", ["a1", "b2"]), ("a1；b2", ["a1", "b2"]), ("a1\nb2\r\nc3", ["a1", "b2", "c3"]),
      ("• a1 • b2", ["a1", "b2"]), ("1) a1 2) b2 3) c3", ["a1", "b2", "c3"]),
      ("1) 검색 2) 정렬", ["검색", "정렬"]), (";; a1 ;\n;", ["a1"]), ("", []), (" \n ", []),
      ("- a1\n* b2\n[ ] c3\n1. d4\n2. e5", ["a1", "b2", "c3", "d4", "e5"]),
      // Numbers that do not count up from 1 are part of the text.
      ("Return 3) or 4) here", ["Return 3) or 4) here"]), ("2) a1 3) b2", ["a1 3) b2"]),
      ("Write f(1) and g(2)", ["Write f(1) and g(2)"]),
      // In code, quotations and parentheses only a line break parts.
      ("Run `a; b`; c3", ["Run `a; b`", "c3"]), ("Show \"a; b\"; c3", ["Show \"a; b\"", "c3"]),
      ("Add x (y; z); c3", ["Add x (y; z)", "c3"]),
      ("Open https://a.b/c;d; e5", ["Open https://a.b/c;d", "e5"]),
    ])
  func items(criteria: String, expected: [String]) {
    #expect(Checklist(criteria).items == expected)
  }

  /// A line break ends the last item, and needs the search for marks.
  @Test func `items of plain words are those that the search for marks finds`() {
    let words = [
      "test", "검색", "a", "1", "2.", "1)", ";", "; ", "; ", "; ", " ", "-", "- ", "* ", "[x] ", "+ ",
      "docs/a.md", "https://a.b/c", "--dry-run", "www.", "file: ", ":", ",", ".", "_", "a@b.c", "`",
      "\"", "'", "(", ")", "\u{FF1B}", "\u{2022}", "\u{B7} ", "\u{FEFF}", "\u{A000}", "\u{D7FF}",
      "é", "「", "」",
    ]
    let plain = words.prefix { $0 != "1)" } + ["; ", "docs/a.md", "file: x", "; "]
    var random = SeededGenerator(naming: "criteria")
    for round in 0..<10_000 {
      let parts = round.isMultiple(of: 2) ? Array(plain) : words
      let text = (0..<Int.random(in: 0...9, using: &random))
        .map { _ in parts.randomElement(using: &random) ?? "" }.joined()
      #expect(Checklist(text).items == Checklist(text + "\n").items, "\(text)")
    }
  }
}
