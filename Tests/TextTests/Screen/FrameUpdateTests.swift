import Host
import Testing

@testable import Text

@Suite struct FrameUpdateTests {
  private static func frame(_ rows: String..., columns: Int = 12) -> Frame {
    var frame = Frame(columns: columns, rows: rows.count)
    for (row, text) in rows.enumerated() { frame.put(StyledText(text), row: row) }
    return frame
  }

  private static func update(_ old: Frame?, _ new: Frame) -> String {
    String(decoding: new.update(from: old), as: UTF8.self).replacing("\u{1B}", with: "^")
  }

  @Test func `equal frames write nothing`() {
    let frame = Self.frame("한글 abc", "\u{1B}[31mred")
    #expect(frame.update(from: frame) == [])
  }

  @Test func `only a changed digit is written`() {
    let old = Self.frame("18:00:05", "한글")
    let new = Self.frame("18:00:06", "한글")
    #expect(Self.update(old, new) == "^[?2026h^[0m^[1;8H6^[?2026l")
  }

  @Test(arguments: [
    ("abcdefghijkl", "Xbcdefghijkl", "^[1;1HX"),
    // A place that is near is written again, not gone around.
    ("abcdefghijkl", "XbcdeXghijkl", "^[1;1HXbcdeX"),
    ("abcdefghijkl", "XbcdefghijkX", "^[1;1HX^[1;12HX"),
    // Both halves of what was there.
    ("한글", "a 글", "^[1;1Ha "), ("a 글", "한글", "^[1;1H한"), ("한글", "a글", "^[1;1Ha글 "),
    ("한글", "한 글", "^[1;3H 글"),
    // A look alone.
    ("한b", "\u{1B}[31m한\u{1B}[0mb", "^[1;1H^[0;31m한^[0m"),
    // Where the cursor is behind such a character no two terminals agree.
    ("abcdef", "e\u{301}xcdef", "^[1;1He\u{301}^[1;2Hx"),
    ("abc", "", "^[1;1H   "),
  ])
  func `only what differs is written`(_ old: String, _ new: String, written: String) {
    #expect(
      Self.update(Self.frame(old), Self.frame(new)) == "^[?2026h^[0m\(written)^[?2026l")
  }

  @Test func `a screen of another size is written whole, and nothing is cleared`() {
    let new = Self.frame("ab", "", columns: 3)
    let whole = "^[?2026h^[0m^[1;1Hab ^[2;1H   ^[?2026l"
    #expect(Self.update(nil, new) == whole)
    #expect(Self.update(Self.frame("ab", columns: 3), new) == whole)
    #expect(Self.update(Self.frame("ab", "", columns: 4), new) == whole)
  }

  /// Texts with wide characters that overlap each other and the edge.
  private static func random(_ numbers: inout SeededNumbers, columns: Int, rows: Int) -> Frame {
    let pieces = ["한", "글이", "a", " ", "bc", "e\u{301}", "👍🏽", "\u{1B}[31m", "\u{1B}[0;7m", "|"]
    var frame = Frame(columns: columns, rows: rows)
    for _ in 0..<Int.random(in: 0...8, using: &numbers) {
      let text = (0..<Int.random(in: 1...6, using: &numbers))
        .map { _ in pieces.randomElement(using: &numbers) ?? "" }.joined()
      frame.put(
        StyledText(text), row: Int.random(in: 0..<rows, using: &numbers),
        column: Int.random(in: 0..<columns, using: &numbers))
    }
    if Bool.random(using: &numbers) { frame.emphasize(row: 0, .reversed) }
    return frame
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `a screen that shows the old frame shows the new one`(_ seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    let (columns, rows) = (
      Int.random(in: 1...14, using: &numbers), Int.random(in: 1...4, using: &numbers)
    )
    var screen = DrawnScreen(columns: columns, rows: rows)
    var shown: Frame?
    for _ in 0..<40 {
      let frame = Self.random(&numbers, columns: columns, rows: rows)
      let update = frame.update(from: shown)
      screen.write(update)
      #expect(screen.frame == frame)
      #expect(!screen.isHeld)
      #expect(update.isEmpty == (shown == frame))
      shown = frame
    }
  }
}
