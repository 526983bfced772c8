import TestSupport
import Testing

@testable import Table

@Suite struct ByteScannerTests {
  @Test func `it finds what a naive scan finds, wherever it begins`() {
    var random = SeededGenerator(seed: 10)
    let few: [UInt8] = [0x7C, 0x0A, 0x00, 0x80, 0xFC, 0x7D, 0x7B, 0x8A, 0xFF]
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
        few[Int.random(in: few.indices, using: &random)]
      }
      let (first, second) = (few[Int.random(in: 0..<4, using: &random)], UInt8(0x0A))
      let start = Int.random(in: 0...bytes.count, using: &random)
      let naive = bytes.indices.filter {
        $0 >= start && (bytes[$0] == first || bytes[$0] == second)
      }
      #expect(scan(bytes, first, second, from: start) == naive)
    }
  }

  /// All matches; at the end the scanner says so as often as it is asked.
  private func scan(_ bytes: [UInt8], _ first: UInt8, _ second: UInt8, from start: Int) -> [Int] {
    bytes.withUnsafeBytes { raw in
      var scanner = ByteScanner(raw, for: first, or: second, from: start)
      var found: [Int] = []
      while let next = Optional(scanner.next()), next < raw.count { found.append(next) }
      for _ in 0..<9 { #expect(scanner.next() == raw.count) }
      return found
    }
  }
}
