import Testing
import Text

struct MarkedTextTests {
  /// A text with each span as `kind<…>`, the outer one first.
  private func marked(_ text: String) -> [String] {
    let text = MarkedText(text)
    return text.spans.map { "\($0.kind) \(text.text($0.range))" }
  }

  @Test(
    "What is code, an address, a path, a quotation or a parenthesis",
    arguments: [
      ("run `a; b` now", ["code `a; b`"]),
      ("``a ` b`` c", ["code ``a ` b``"]),
      ("a ` b", []),
      ("x:\n```yaml\n- a, b\n```\nend", ["fence ```yaml\n- a, b\n```"]),
      ("x:\n```\nnever closed", ["fence ```\nnever closed"]),
      (
        "see https://example.com/a;b?next=/then/home and go",
        [
          "address https://example.com/a;b?next=/then/home"
        ]
      ),
      ("(see https://a.b/c).", ["parenthesis (see https://a.b/c)", "address https://a.b/c"]),
      ("https://a.b/c_(d), e", ["address https://a.b/c_(d)"]),
      ("mail me@example.com.", ["address me@example.com"]),
      ("src/app.ts의 라우팅, docs/guide.md 갱신", ["path src/app.ts", "path docs/guide.md"]),
      ("CI/CD and A/B and 24/7 and 1.2.0", []),
      ("e.g. this", []),
      (
        "Add --dry-run and --format=json, and not --", ["option --dry-run", "option --format=json"]
      ),
      (".gitignore and ./run and ~/x", ["path .gitignore", "path ./run", "path ~/x"]),
      ("label \"Save, then close\" here", ["quote \"Save, then close\""]),
      ("don't 'stop, now' it's", ["quote 'stop, now'"]),
      ("상태에 '승인 대기' 추가", ["quote '승인 대기'"]),
      ("「検索、結果」を", ["quote 「検索、結果」"]),
      ("«а, б» и", ["quote «а, б»"]),
      ("수정(카드, 이체) 후", ["parenthesis (카드, 이체)"]),
      ("（a，b）", ["parenthesis （a，b）"]),
      ("a (b\nc) d", []),
      ("f(g(x), y)", ["parenthesis (g(x), y)", "parenthesis (x)"]),
      ("5\" disk and 3\" disk", []),
    ])
  func spans(text: String, expected: [String]) {
    #expect(marked(text) == expected)
  }

  @Test func `A megabyte of openings is read in linear time`() {
    for mark in ["`", "(", "\"", "' ", "``a`", "https://a/(", "```\n", "a/"] {
      let text = String(repeating: mark, count: 200_000)
      #expect(MarkedText(text).scalars.count == text.unicodeScalars.count)
    }
  }
}
