import Door
import Host
import Testing
import Text

@testable import ReferencePages

@Suite struct ScreenPictureTests {
  private static let esc = "\u{1B}["

  /// The elements of a picture, its frame and style apart.
  private static func elements(_ screen: String, columns: Int = 10) -> [String] {
    let svg = ScreenPicture(of: screen, columns: columns, title: "t").svg
    let lines = svg.split(separator: "\n").map(String.init)
    #expect(lines.last == "</svg>")
    return Array(lines.dropFirst(6).dropLast())
  }

  @Test func `a picture says what it is`() {
    #expect(
      ScreenPicture(of: "a\n", columns: 10, title: "A <queue> & more").svg == """
        <svg xmlns="http://www.w3.org/2000/svg" width="118" height="48" viewBox="0 0 118 48" role="img">
        <title>A &lt;queue&gt; &amp; more</title>
        <style>
        svg { font: 15px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK KR", \
        monospace; white-space: pre; fill: #d6d9e0 }
        </style>
        <rect width="118" height="48" rx="8" fill="#16181d"/>
        <text x="14" y="29" textLength="9" lengthAdjust="spacingAndGlyphs">a</text>
        </svg>

        """)
  }

  private static func text(
    _ x: Int, _ y: Int, _ length: Int, _ text: String, _ look: String = ""
  ) -> String {
    "<text x=\"\(x)\" y=\"\(y)\" textLength=\"\(length)\" lengthAdjust=\"spacingAndGlyphs\"\(look)>"
      + text + "</text>"
  }

  @Test(arguments: [
    ("two words", [text(14, 29, 81, "two words")]),
    ("a  b", [text(14, 29, 9, "a"), text(41, 29, 9, "b")]),
    // Each kind of width has a place of its own.
    (
      "a한글 b",
      [text(14, 29, 9, "a"), text(23, 29, 36, "한글"), text(68, 29, 9, "b")]
    ),
    ("a\nb", [text(14, 29, 9, "a"), text(14, 49, 9, "b")]),
    ("a<b>&", [text(14, 29, 45, "a&lt;b&gt;&amp;")]),
    ("", []), ("   ", []),
    ("\(esc)31mred\(esc)0m", [text(14, 29, 27, "red", " fill=\"#ef6f6c\"")]),
    ("\(esc)1;92mb", [text(14, 29, 9, "b", " fill=\"#9fe39a\" font-weight=\"700\"")]),
    ("\(esc)2md", [text(14, 29, 9, "d", " opacity=\"0.6\"")]),
    (
      "\(esc)7m x",
      [
        "<rect x=\"14\" y=\"14\" width=\"18\" height=\"20\" fill=\"#d6d9e0\"/>",
        text(23, 29, 9, "x", " fill=\"#16181d\""),
      ]
    ),
    (
      "\(esc)7;34m글\(esc)27m.",
      [
        "<rect x=\"14\" y=\"14\" width=\"18\" height=\"20\" fill=\"#6cb2f7\"/>",
        text(14, 29, 18, "글", " fill=\"#16181d\""), text(32, 29, 9, ".", " fill=\"#6cb2f7\""),
      ]
    ),
  ])
  func `a screen is drawn`(_ screen: String, elements: [String]) {
    #expect(Self.elements(screen) == elements)
  }

  @Test func `a line that is wider than the terminal widens the picture`() {
    let svg = ScreenPicture(of: "한글한글\n", columns: 2, title: "t").svg
    #expect(svg.contains("width=\"100\""))
  }

  @Test func `the tool draws what it is given`() {
    let tool = ReferenceTool(root: ".") { _ in Array("\u{1B}[31m한\n".utf8) }
    let outcome = tool.run(["--picture", "10", "t"])
    let svg = ScreenPicture(of: "\u{1B}[31m한\n", columns: 10, title: "t").svg
    #expect(outcome == .init(status: .success, output: [String(svg.dropLast())]))
  }

  @Test func `what can't be read is an error`() {
    let tool = ReferenceTool(root: ".") { _ throws(SystemError) in
      throw SystemError(code: 5, action: .read, path: "standard input")
    }
    let outcome = tool.run(["--picture", "10", "t"])
    #expect(outcome.status == .missingInput)
    #expect(outcome.errors == ["ERROR: cannot read standard input: Input/output error"])
  }
}
