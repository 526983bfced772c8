import TestSupport
import Testing

@testable import LanguageServer

@Suite struct TextBufferTests {
  struct Place: CustomTestStringConvertible, Sendable {
    let testDescription, text: String
    let offset: Int
    let utf8: Position
    let utf16: Position

    init(
      _ name: String, _ text: String, _ offset: Int, _ utf8: (Int, Int), _ utf16: (Int, Int)
    ) {
      (testDescription, self.text, self.offset) = (name, text, offset)
      self.utf8 = Position(line: utf8.0, character: utf8.1)
      self.utf16 = Position(line: utf16.0, character: utf16.1)
    }
  }

  @Test(arguments: [
    Place("the beginning", "ab", 0, (0, 0), (0, 0)), Place("the end", "ab", 2, (0, 2), (0, 2)),
    Place("Hangul", "로그b", 6, (0, 6), (0, 2)), Place("an emoji", "👩b", 4, (0, 4), (0, 2)),
    Place("a combining mark", "e\u{301}b", 3, (0, 3), (0, 2)),
    Place("a byte order mark", "\u{FEFF}b", 3, (0, 3), (0, 1)),
    Place("a line end", "a\nb", 2, (1, 0), (1, 0)), Place("CRLF", "a\r\nb", 3, (1, 0), (1, 0)),
    Place("CR alone", "a\rb", 2, (1, 0), (1, 0)),
    Place("an empty last line", "a\n", 2, (1, 0), (1, 0)),
  ])
  func `a place has the same line and character in both directions`(_ place: Place) {
    for (encoding, position) in [(PositionEncoding.utf8, place.utf8), (.utf16, place.utf16)] {
      let buffer = TextBuffer(place.text, encoding)
      #expect(buffer.position(of: place.offset) == position)
      #expect(buffer.offset(of: position) == place.offset)
    }
  }

  @Test(arguments: [
    ("behind the end of a line", Position(line: 0, character: 9), 2),
    ("behind the last line", Position(line: 7, character: 1), 8),
    ("within an emoji", Position(line: 1, character: 1), 3),
    ("as large as can be", Position(line: 1 << 60, character: 1 << 60), 8),
  ])
  func `a place that is not there is the nearest before it`(
    _ name: String, _ position: Position, _ offset: Int
  ) {
    #expect(TextBuffer("ab\n👩b", .utf16).offset(of: position) == offset, "\(name)")
  }

  @Test(arguments: 0..<400 as Range<UInt64>)
  func `changes one by one give what the whole text gives`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces = ["a", "\n", "\r", "\r\n", "로", "👩", "|", "e\u{301}", ""]
    func text() -> String {
      (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random)! }
        .joined()
    }
    let encoding = Bool.random(using: &random) ? PositionEncoding.utf8 : .utf16
    var buffer = TextBuffer(text() + text() + text(), encoding)
    for _ in 0..<20 {
      let places = (0..<2).map { _ in
        Position(
          line: Int.random(in: 0...4, using: &random),
          character: Int.random(in: 0...5, using: &random))
      }
      let range = places.min()!..<places.max()!
      let offsets = buffer.offsets(of: range)
      let new = text()
      let expected =
        Array(buffer.bytes[..<offsets.lowerBound]) + Array(new.utf8)
        + Array(buffer.bytes[offsets.upperBound...])
      buffer.replace(range, with: new)
      #expect(buffer.bytes == expected)
      let whole = TextBuffer(String(decoding: expected, as: UTF8.self), encoding)
      #expect(buffer.lineCount == whole.lineCount)
      for offset in 0...expected.count {
        #expect(buffer.line(at: offset) == whole.line(at: offset))
      }
    }
  }
}
