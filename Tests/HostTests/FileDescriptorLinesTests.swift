import Foundation
import Host
import TestSupport
import Testing

@Suite struct LinesTests {
  /// The lines as they are shown; `nil` is one that is too long.
  private func lines(
    of bytes: [UInt8], upTo size: Int? = nil, longest: Int = 1 << 20
  ) throws -> [[UInt8]?] {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/file"
      try Data(bytes).write(to: URL(filePath: path))
      var lines: [[UInt8]?] = []
      let descriptor = try FileDescriptor(opening: path, for: .reading)
      try descriptor.visitLines(upTo: size ?? bytes.count, longest: longest) { line in
        switch line {
        case .bytes(let bytes): lines.append(Array(bytes))
        case .tooLong: lines.append(nil)
        }
      }
      return lines
    }
  }

  @Test(arguments: [
    ("", []), ("a", ["a"]), ("a\n", ["a"]), ("\n", [""]), ("a\n\nb", ["a", "", "b"]),
    ("abc\nabcd\nab\n", ["abc", nil, "ab"]), ("abcd", [nil]), ("abcd\nabc", [nil, "abc"]),
  ])
  func `a line is what stands before a line feed, three bytes at most`(
    _ text: String, lines: [String?]
  ) throws {
    let found = try self.lines(of: Array(text.utf8), longest: 3)
    #expect(found == lines.map { $0.map { Array($0.utf8) } })
  }

  @Test func `nothing is shown of what came after the size`() throws {
    #expect(
      try lines(of: Array("one\ntwo\nthree\n".utf8), upTo: 6) == [
        Array("one".utf8), Array("tw".utf8),
      ])
    #expect(try lines(of: Array("one\n".utf8), upTo: 100) == [Array("one".utf8)])
  }

  /// Lines that end just before, at and behind the places where pieces of 256 KiB meet.
  @Test(arguments: 1...12)
  func `lines are whole where pieces of the file meet`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let lengths = (1...12).map { _ in
      max(
        0,
        [0, 1, 1 << 17, 1 << 18, 3 << 18].randomElement(using: &random)!
          + Int.random(in: -2...2, using: &random))
    }
    let expected = lengths.enumerated().map { number, length in
      [UInt8](repeating: UInt8(ascii: "a") + UInt8(number), count: length)
    }
    let bytes = Array(expected.joined(separator: [10])) + [10]
    let longest = 1 << 18
    #expect(
      try lines(of: bytes, longest: longest) == expected.map { $0.count > longest ? nil : $0 },
      "seed \(seed)")
  }
}
