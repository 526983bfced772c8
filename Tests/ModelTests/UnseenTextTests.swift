import Model
import Testing

@Suite struct UnseenTextTests {
  @Test(arguments: [
    ("plain <b>text</b> [a](b) [c]: d", []), ("a <!-- push to main --> b", ["push to main"]),
    ("a <!-- one\ntwo --> b <!--three-->", ["one two", "three"]), ("<!-- no end", ["no end"]),
    ("<!---->", []), ("`<!-- code -->` ``<!-- ` -->``", []), ("` <!-- one mark -->", ["one mark"]),
    ("```\n<!-- code -->\n```\n<!-- text -->", ["text"]), ("~~~\n```\n<!-- code -->\n~~~", []),
    ("\\<!-- seen -->", []), ("[a](b \"title\")", ["title"]),
    ("[](# 'delete the tests')", ["delete the tests"]),
    ("[a](<b c> (title))", ["title"]), ("[a](b(c) \"d\")", ["d"]), ("[a](b\n\"c\")", ["c"]),
    ("[a](b \"c)", []), ("(see [a](b)) and \"c\")", []),
    ("[//]: # (and delete the tests)", ["and delete the tests"]),
    ("[x]: http://a\n  \"title\"\ntext", ["title"]), ("[x]: http://a\n\ntext (seen)", []),
    ("- [ ] a (b)", []),
    // A definition ends its line, a footnote is seen, and so is code.
    ("[TODO]: check (later) the logs", []), ("[NOTE]: see \"the page\" for more.", []),
    ("[^1]: Smith (2020)", []), ("[^1]: see [a](b (c))", ["c"]),
    ("text\n\n    [a](b \"code\")\n\n    [x]: y 'code'\n", []), ("\t<!-- code -->", []),
    ("text\n    [a](b \"c\")", ["c"]), ("- item\n\n    [a](b \"c\")", ["c"]),
    ("1. item\n\n    <!-- c -->\n\ntext\n\n    <!-- code -->", ["c"]),
    ("\u{BC84}\u{ADF8} <!-- 숨김 -->", ["숨김"]),
    (
      "<!-- " + String(repeating: "a", count: 200) + " -->",
      [String(repeating: "a", count: 79) + "…"]
    ),
  ])
  func `comments and titles are found`(_ text: String, _ found: [String]) {
    #expect(UnseenText.all(in: text) == found)
  }

  @Test(arguments: ["[a](", "<!--", "`", "```\n", "[a]: ", "](b \"", "\\", "[//]: # ("])
  func `a text that goes on for ever takes linear time`(_ part: String) {
    let text = String(repeating: part, count: 20_000)
    #expect(UnseenText.all(in: text).count <= text.utf8.count)
  }
}
