import Testing

@testable import Workers

@Suite struct PageTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("<p>one</p><p>two</p>", "one two"),
    ("<b>H</b>ello <i>wor</i>ld", "Hello world"), ("a<br>b", "a b"), ("a<!-- hidden -->b", "ab"),
    ("<!DOCTYPE html><html><head><title>T</title></head></html>", "T"),
    ("<script>if (a < b) { 'x' }</script>y", "y"), ("<SCRIPT type=a>x</Script >y", "y"),
    ("<style>.x{content:'s'}</style>y", "y"), ("<template><p>x</p></template>y", "y"),
    ("<noscript>turn it on</noscript>y", "y"), ("<script>never closed", ""),
    ("1 < 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"), ("&lt;b&gt;", "<b>"),
    ("&quot;&apos;&nbsp;x", "\"' x"), ("&#54620;&#xAE00; &#x1F600;", "한글 😀"),
    (
      "&copy; &; &#; &#xD800; &#x110000; &#99999999999; &",
      "&copy; &; &#; &#xD800; &#x110000; &#99999999999; &"
    ),
    ("&amp;lt;", "&lt;"), ("<img alt=\"A &amp; B\" src='secret'>", "A & B"),
    ("<input placeholder='Type here' value=v1 name=n>", "Type here v1"),
    ("<input type=hidden value=token>x", "x"), ("<INPUT TYPE='HIDDEN' VALUE='t'>x", "x"),
    ("<a title='go' href='/secret'>there</a>", "go there"),
    ("<p title='a > b'>c</p>", "a > b c"), ("<button aria-label=\"Close\"></button>", "Close"),
    ("<p class='welcome' data-title='no'>x</p>", "x"), ("<br/>x", "x"), ("<p =x title=t>y", "t y"),
    ("<p title", ""), ("<p title='open", "open"), ("<", "<"), ("</", "</"), ("<>", "<>"),
    ("x <3 y", "x <3 y"), ("<!-- never closed", ""), ("\u{FEFF}문서 <b>반영</b>됨", "\u{FEFF}문서 반영됨"),
  ])
  func `what a page shows is its text and what is read aloud`(_ html: String, shown: String) {
    #expect(PageText(html: Array(html.utf8)).text.singleSpaced == shown)
  }

  @Test(arguments: ["<", "&", "<p ", "<script>", "<!--", "<a b='", "&#x", "</"])
  func `a page that repeats itself takes no longer than its length`(_ piece: String) {
    let html = String(repeating: piece, count: 200_000)
    #expect(PageText(html: Array(html.utf8)).text.utf8.count <= html.utf8.count * 2)
  }

  @Test(arguments: [
    ("Welcome BACK", "welcome back", true), ("Grüße", "GRÜSSE", false), ("GRÜẞE", "grüße", true),
    ("ПРИВЕТ", "привет", true), ("ΟΔΟΣ", "οδος", false), ("two\n  words", "two words", true),
    ("two words", "two\u{A0} words", true), ("word", "wor", true), ("word", "words", false),
    ("日本語のページ", "ページ", true),
  ])
  func `a text is found whatever its case`(_ page: String, term: String, isThere: Bool) {
    #expect(UISnapshot(text: page).missing(of: [term]).isEmpty == isThere)
  }

  @Test func `the excerpt is short, and shows what is hidden`() {
    #expect(UISnapshot(text: " a\u{202E}b \n\n\n  c\t").excerpt == "a\\u{202E}b\nc")
    #expect(UISnapshot(text: String(repeating: "가", count: 500)).excerpt.count == 400)
  }
}
