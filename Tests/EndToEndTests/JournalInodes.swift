/// The inode numbers in a journal, replaced by those of a copy.
struct JournalInodes {
  private let copies: [UInt64: UInt64]

  init(_ copies: [UInt64: UInt64]) { self.copies = copies }

  /// The lines with other numbers, each under a checksum of its own as before. What is torn,
  /// or had a wrong checksum, keeps being so.
  func replaced(in journal: [UInt8]) -> [UInt8] {
    let lines = journal.split(separator: 10, omittingEmptySubsequences: false)
    return Array(lines.map(replaced(inLine:)).joined(separator: [10]))
  }

  private func replaced(inLine line: ArraySlice<UInt8>) -> [UInt8] {
    let text = String(decoding: line, as: UTF8.self)
      .replacing(/"ino":"([0-9]+)"/) { "\"ino\":\"\(copy(of: UInt64($0.1) ?? 0))\"" }
    let sealed = line.suffix(Self.sealLength)
    guard sealed.elementsEqual(Self.seal(of: line.dropLast(Self.sealLength))) else {
      return Array(text.utf8)
    }
    let bytes = Array(text.utf8.dropLast(Self.sealLength))
    return bytes + Self.seal(of: bytes)
  }

  /// A file that is not there any more has a number that no other file gets.
  private func copy(of inode: UInt64) -> UInt64 { copies[inode] ?? inode | 1 << 60 }

  private static let sealLength = 18

  /// The end of a line, with CRC-32 as in zlib. Source: `docs/queue-file.md`, "An entry of the
  /// journal".
  private static func seal(of bytes: some Sequence<UInt8>) -> [UInt8] {
    var crc = ~UInt32(0)
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB8_8320 }
    }
    let digits = String(~crc, radix: 16)
    let zeros = String(repeating: "0", count: 8 - digits.count)
    return Array(",\"crc\":\"\(zeros)\(digits)\"}".utf8)
  }
}
