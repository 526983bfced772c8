import TestSupport
import Testing

@testable import Table

@Suite struct TextCheckTests {
  @Test func `it finds what the standard library finds, and the first NUL`() {
    var random = SeededGenerator(seed: 11)
    var offences = (notUTF8: 0, nul: 0, none: 0)
    for _ in 0..<1500 {
      let count = Int.random(in: 0..<40, using: &random)
      let bytes = surrounded((0..<count).flatMap { _ in piece(using: &random) }, using: &random)
      let offence = bytes.withUnsafeBytes { TextCheck.firstOffence(in: $0) }
      #expect(offence == naive(bytes), "\(bytes)")
      switch offence {
      case .notUTF8: offences.notUTF8 += 1
      case .nul: offences.nul += 1
      case nil: offences.none += 1
      }
    }
    #expect(min(offences.notUTF8, offences.nul, offences.none) > 20, "\(offences)")
  }

  @Test(arguments: [
    [0x00], [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xDF, 0xBF],
    [0xDF, 0xBF, 0x80], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xE0, 0xA0, 0x80], [0xE1],
    [0xE1, 0x80], [0xE1, 0x80, 0x80], [0xE1, 0x80, 0x80, 0x80], [0xED, 0x9F, 0xBF],
    [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xEE, 0x80, 0x80], [0xEF, 0xBF, 0xBF],
    [0xF0, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x90, 0x80, 0x80], [0xF1, 0x80, 0x80],
    [0xF4, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80], [0xF8, 0x80, 0x80], [0xFF],
  ])
  func `a sequence is judged alike in every place`(_ sequence: [UInt8]) {
    for filler in ["abc", "한글", "é"] {
      let text = Array(repeating: Array(filler.utf8), count: 3300 / filler.utf8.count).joined() + []
      for offset in [0, 6, 510, 1016, 1022, 1023, 1024, 1025, 1039, 1040, 1500, 2046, 2047, 2048] {
        let start = offset / filler.utf8.count * filler.utf8.count
        let bytes = text[..<start] + sequence + text[start...]
        let offence = bytes.withUnsafeBytes { TextCheck.firstOffence(in: $0) }
        #expect(offence == naive(Array(bytes)), "\(filler) at \(start)")
      }
    }
  }

  /// `bytes` at random places of a longer text: it is looked at in chunks of 1024.
  private func surrounded(_ bytes: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
    guard Int.random(in: 0..<4, using: &random) > 0 else { return bytes + Array("0123456789".utf8) }
    let before = [UInt8](repeating: 0x61, count: Int.random(in: 1000..<1110, using: &random))
    return before + bytes
      + [UInt8](repeating: 0x62, count: Int.random(in: 1000..<1110, using: &random))
  }

  /// Text for the most part; now and then a byte at an edge of what may follow what.
  private func piece(using random: inout SeededGenerator) -> [UInt8] {
    let edges: [UInt8] = [
      0x00, 0x01, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
      0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]
    let texts = [
      "a", "\u{1}", "abcdefgh", "é", "한글", "\u{FFFF}", "\u{D7FF}", "\u{800}", "😀\u{10FFFF}",
    ]
    let isText = Int.random(in: 0..<16, using: &random) > 0
    return isText ? Array(random.pick(texts).utf8) : [random.pick(edges)]
  }

  private func naive(_ bytes: [UInt8]) -> TextCheck.Offence? {
    let nul = bytes.firstIndex(of: 0) ?? bytes.count
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      let offset = error.byteOffsets.lowerBound
      return offset < nul ? .notUTF8(offset: offset) : .nul(offset: nul)
    }
    return nul < bytes.count ? .nul(offset: nul) : nil
  }
}
