import Testing

@testable import MarkdownStore

@Suite struct ChecksumTests {
  struct Sum: CustomTestStringConvertible {
    let text: String
    let checksum: String
    var testDescription: String { "'\(text)'" }
  }

  // The check value of the CRC catalogue, and what Python's zlib.crc32 says.
  @Test(arguments: [
    Sum(text: "123456789", checksum: "cbf43926"),
    Sum(text: "", checksum: "00000000"),
    Sum(text: "a", checksum: "e8b7be43"),
    Sum(text: "The quick brown fox jumps over the lazy dog", checksum: "414fa339"),
    Sum(text: "id-30", checksum: "0463025a"),
  ])
  func `the checksum is that of zlib`(_ sum: Sum) {
    #expect(String(decoding: Checksum.text(sum.text.utf8), as: UTF8.self) == sum.checksum)
  }

  @Test func `eight bytes at a time give what one at a time gives`() {
    for count in 0..<40 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
      let sum = Self.sum(of: bytes)
      #expect(Checksum.crc32(bytes) == sum)
      let padded: [UInt8] = [0] + bytes
      #expect(Checksum.crc32(padded[1...]) == sum)
    }
  }

  /// Bit by bit, as the definition has it.
  private static func sum(of bytes: [UInt8]) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB8_8320 }
    }
    return ~sum
  }
}
