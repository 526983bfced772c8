import Testing
import Text

@Suite struct KeyDecoderTests {
  @Test(
    arguments: [
      ("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D", [.up, .down, .right, .left]),
      ("\u{1B}OA\u{1B}OB\u{1B}OH\u{1B}OF", [.up, .down, .home, .end]),
      (
        "\u{1B}[H\u{1B}[F\u{1B}[1~\u{1B}[4~\u{1B}[7~\u{1B}[8~",
        [.home, .end, .home, .end, .home, .end]
      ),
      ("\u{1B}[5~\u{1B}[6~", [.pageUp, .pageDown]),
      // With shift or control.
      ("\u{1B}[1;5A\u{1B}[5;2~", [.up, .pageUp]),
      ("q?", [.character("q"), .character("?")]),
      ("\r\n", [.enter, .enter]), ("\u{7F}\u{8}", [.backspace, .backspace]),
      ("\u{C}", [.control("L")]),
      ("ㅂ한é", [.character("ㅂ"), .character("한"), .character("é")]),
      // Escape twice; the second may begin a sequence.
      ("\u{1B}\u{1B}[A", [.escape, .up]),
      // Other keys are skipped: F5, the mouse, combinations with Alt.
      ("\u{1B}[15~q", [.character("q")]), ("\u{1B}[<0;3;4Mq", [.enter, .character("q")]),
      ("\u{1B}xq", [.character("q")]), ("\u{1B}한q", [.character("q")]),
      ("\u{1B}[3~", [.delete]), ("\u{1B}[2~", []),
      ("\u{1B}[200~가\r\u{1B}[201~", [.pasteBegin, .character("가"), .enter, .pasteEnd]),
      ("\u{0}", []),
    ] as [(String, [Key])])
  func `bytes are decoded to keys`(_ bytes: String, keys: [Key]) {
    var whole = KeyDecoder()
    #expect(whole.keys(Array(bytes.utf8)) == keys)
    #expect(!whole.hasPartialKey)
    // In single bytes.
    var single = KeyDecoder()
    #expect(bytes.utf8.flatMap { single.keys([$0]) } == keys)
  }

  @Test(
    arguments: [
      ("\u{1B}", [.escape]), ("\u{1B}[", []), ("\u{1B}[1;", []), ("\u{1B}O", []),
    ] as [(String, [Key])])
  func `a partial key is decided by a timeout`(_ bytes: String, rest: [Key]) {
    var decoder = KeyDecoder()
    #expect(decoder.keys(Array(bytes.utf8)) == [])
    #expect(decoder.hasPartialKey)
    #expect(decoder.flush() == rest)
    #expect(!decoder.hasPartialKey)
    #expect(decoder.keys([UInt8(ascii: "q")]) == [.character("q")])
  }

  @Test(
    arguments: [
      [0xFF, 0x71], [0x80, 0x71], [0xC0, 0x80, 0x71], [0xE3, 0x84, 0x71], [0xED, 0xA0, 0x80, 0x71],
      [0xF5, 0x71],
    ] as [[UInt8]])
  func `invalid UTF-8 is skipped`(_ bytes: [UInt8]) {
    var decoder = KeyDecoder()
    #expect(decoder.keys(bytes) == [.character("q")])
    #expect(!decoder.hasPartialKey)
  }

  @Test func `an endless sequence does not block`() {
    var decoder = KeyDecoder()
    #expect(decoder.keys(Array("\u{1B}[\(String(repeating: "1;", count: 40))".utf8)) == [])
    #expect(!decoder.hasPartialKey)
    #expect(decoder.keys([UInt8(ascii: "q")]) == [.character("q")])
  }
}
