import Testing

@testable import Text

@Suite struct FrameTests {
  @Test func `text is put at its position`() {
    var frame = Frame(columns: 8, rows: 2)
    #expect(frame.put(StyledText("ab한", .plain), row: 0, column: 1) == 5)
    #expect(frame.put(StyledText("x", .plain), row: 1) == 1)
    #expect(frame.text(ofRow: 0) == " ab한")
    #expect(frame.text(ofRow: 1) == "x")
  }

  @Test(arguments: [
    ("abcdefghij", 0, "abcdefgh"), ("abcdefg한", 0, "abcdefg"), ("한글한글한", 0, "한글한글"),
    ("ab", 7, "       a"), ("한", 7, ""), ("ab", 8, ""),
  ])
  func `text beyond the edges is left out`(_ text: String, column: Int, row: String) {
    var frame = Frame(columns: 8, rows: 1)
    frame.put(StyledText(text, .plain), row: 0, column: column)
    #expect(frame.text(ofRow: 0) == row)
    frame.put(StyledText("nowhere", .plain), row: 1)
    frame.put(StyledText("nowhere", .plain), row: -1)
    #expect(frame.text(ofRow: 0) == row)
  }

  @Test(arguments: [
    (0, "x 글"), (1, " x글"), (2, "한x"), (3, "한 x"),
  ])
  func `half a wide character is left out`(_ column: Int, row: String) {
    var frame = Frame(columns: 6, rows: 1)
    frame.put(StyledText("한글", .plain), row: 0)
    frame.put(StyledText("x", .plain), row: 0, column: column)
    #expect(frame.text(ofRow: 0) == row)
  }

  @Test func `a wide character over two halves`() {
    var frame = Frame(columns: 6, rows: 1)
    frame.put(StyledText("한글", .plain), row: 0)
    frame.put(StyledText("이", .plain), row: 0, column: 1)
    #expect(frame.text(ofRow: 0) == " 이")
  }

  @Test func `a row is emphasized`() {
    var frame = Frame(columns: 4, rows: 2)
    frame.put(StyledText("\u{1B}[31mab"), row: 0)
    frame.emphasize(row: 0, .reversed)
    frame.emphasize(row: 5, .reversed)
    #expect(
      frame.styled(row: 0).runs == [
        .init("ab", TextStyle(color: 31, .reversed)), .init("  ", TextStyle(.reversed)),
      ])
    #expect(frame.styled(row: 1).runs == [.init("    ")])
  }
}
