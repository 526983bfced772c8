import Testing
import Text

@Suite struct LineEditorTests {
  private static func keys(_ text: String) -> [Key] {
    text.unicodeScalars.map { .character(Character($0)) }
  }

  @Test(
    arguments: [
      (keys("yes"), "yes", "yes_"),
      (keys("한국어") + [.backspace], "한국", "한국_"),
      // A syllable that came as its jamo is one character.
      (keys("\u{1112}\u{1161}\u{11AB}글") + [.backspace, .backspace], "", "_"),
      (keys("ab") + [.backspace, .backspace, .backspace], "", "_"),
      (keys("한글") + [.left, .left] + keys("큰"), "큰한글", "큰_글"),
      (keys("abc") + [.home, .right, .delete], "ac", "a_"),
      (keys("abc") + [.home, .left, .end, .right] + keys("d"), "abcd", "abcd_"),
      (keys("abc") + [.left, .control("U")], "c", "_"),
      (keys("abc") + [.left, .control("K")], "ab", "ab_"),
      (keys("one two  ") + [.control("W")], "one ", "one _"),
      (keys("a") + [.up, .pageDown, .enter, .escape, .control("X"), .pasteBegin], "a", "a_"),
    ] as [([Key], String, String)])
  func `keys change a line`(_ keys: [Key], text: String, shown: String) {
    var editor = LineEditor()
    for key in keys { editor.press(key) }
    #expect(editor.text == text)
    #expect(Self.shown(editor, 40) == shown)
  }

  @Test func `what does not fit is left out, and the cursor is seen`() {
    var editor = LineEditor("가나다라마")
    #expect(Self.shown(editor, 8) == "다라마_")
    #expect(Self.shown(editor, 2) == "_")
    for _ in 0..<4 { editor.press(.left) }
    #expect(Self.shown(editor, 8) == "가_다라")
    editor.press(.home)
    #expect(Self.shown(editor, 5) == "_나")
  }

  /// The line, with `_` for the character at the cursor.
  private static func shown(_ editor: LineEditor, _ width: Int) -> String {
    editor.line(width: width).runs.map {
      $0.style.emphasis.contains(.reversed) ? "_" : $0.text
    }.joined()
  }
}
