import CommandLineKit
import Testing

@Suite struct InlineTextTests {
  @Test(
    arguments: [
      ("", [], ""),
      ("no code", [.prose("no code")], "no code"),
      ("`all`", [.code("all")], "all"),
      (
        "the `id`, or `No pending tasks`",
        [.prose("the "), .code("id"), .prose(", or "), .code("No pending tasks")],
        "the id, or No pending tasks"
      ),
      ("one ` alone", [.prose("one ` alone")], "one ` alone"),
      ("`a` and ` alone", [.code("a"), .prose(" and ` alone")], "a and ` alone"),
      ("`큐` …", [.code("큐"), .prose(" …")], "큐 …"),
    ] as [(String, [InlineText.Piece], String)])
  func `backticks mark code`(_ markdown: String, pieces: [InlineText.Piece], plain: String) {
    let text = InlineText(markdown)
    #expect(text.pieces == pieces)
    #expect(text.plain == plain)
    #expect(text.markdown == markdown)
  }
}
