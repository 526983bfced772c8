import ReviewerGate
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
}
