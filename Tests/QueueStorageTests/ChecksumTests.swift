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
    let checksum = Array(sum.text.utf8).withUnsafeBytes(Checksum.text)
    #expect(String(decoding: checksum, as: UTF8.self) == sum.checksum)
  }
}
