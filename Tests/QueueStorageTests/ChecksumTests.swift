import Testing

@testable import QueueStorage

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
      let sum = bytes.reduce(~UInt32(0)) { crc, byte in
        (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in
          crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB8_8320
        }
      }
      #expect(Checksum.crc32(bytes) == ~sum)
      #expect(Checksum.crc32(([0] + bytes)[1...]) == ~sum)
    }
  }
}
