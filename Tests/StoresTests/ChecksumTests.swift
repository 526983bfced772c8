import TestSupport
import Testing

@testable import Stores

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
    let checksum = Array(sum.text.utf8).withUnsafeBytes(Checksum.text)
    #expect(String(decoding: checksum, as: UTF8.self) == sum.checksum)
  }

  @Test func `the checksum of any bytes is that of one bit after the other`() {
    var random = SeededGenerator(seed: 9)
    for length in Array(0..<300) + [1000, 4096, 5001] {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      var sum = ~UInt32(0)
      for byte in bytes {
        sum ^= UInt32(byte)
        for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
      }
      let found = bytes.withUnsafeBytes(Checksum.crc32)
      #expect(found == ~sum, "\(length) bytes")
      let text = bytes.withUnsafeBytes(Checksum.text)
      let digits = String(found, radix: 16)
      #expect(
        String(decoding: text, as: UTF8.self)
          == String(repeating: "0", count: 8 - digits.count) + digits)
    }
  }
}
