/// CRC-32 as in zlib and PNG. Source: ISO 3309, with the bits reversed.
enum Checksum {
  static func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    tables.withUnsafeBufferPointer { tables in
      var crc = ~UInt32(0)
      var offset = 0
      while offset + 8 <= bytes.count {
        let low = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian ^ crc
        let high = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self).littleEndian
        crc = remainder(low, in: tables, from: 4) ^ remainder(high, in: tables, from: 0)
        offset += 8
      }
      for byte in bytes[offset...] {
        crc = crc >> 8 ^ tables[Int(UInt8(truncatingIfNeeded: crc) ^ byte)]
      }
      return ~crc
    }
  }

  /// That of four bytes which so many more follow.
  private static func remainder(
    _ word: UInt32, in tables: UnsafeBufferPointer<UInt32>, from following: Int
  ) -> UInt32 {
    tables[(following + 3) << 8 | Int(word & 255)]
      ^ tables[(following + 2) << 8 | Int(word >> 8 & 255)]
      ^ tables[(following + 1) << 8 | Int(word >> 16 & 255)]
      ^ tables[following << 8 | Int(word >> 24)]
  }

  /// Eight tables of 256: the checksum of each byte, then of each byte which one zero follows, and
  /// so on. Eight bytes at a time take a quarter of the time that one takes after the other.
  private static let tables: [UInt32] = {
    var tables = (UInt32(0)..<256).map { byte in
      (0..<8).reduce(byte) { crc, _ in crc & 1 == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB8_8320 }
    }
    for index in 256..<2048 {
      let before = tables[index - 256]
      tables.append(before >> 8 ^ tables[Int(before & 255)])
    }
    return tables
  }()

  /// Eight hexadecimal digits.
  static func text(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    let sum = crc32(bytes)
    return stride(from: 28, through: 0, by: -4).map { digits[Int(sum >> $0 & 15)] }
  }
}
