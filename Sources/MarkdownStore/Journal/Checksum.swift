/// CRC-32 as in zlib and PNG. Source: ISO 3309, with the bits reversed.
///
/// Eight bytes at a time ("slicing by 8"): a command checks up to 64 lines of the journal to learn
/// the present claims, and a journal of a busy week is 50 MB.
enum Checksum {
  static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    bytes.withContiguousStorageIfAvailable { crc32(UnsafeRawBufferPointer($0)) }
      ?? Array(bytes).withUnsafeBytes(crc32)
  }

  private static func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    tables.withUnsafeBufferPointer { tables in
      var crc = ~UInt32(0)
      var index = 0
      while index + 8 <= bytes.count {
        var word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        word ^= UInt64(crc)
        crc = 0
        for table in stride(from: 7 * 256, through: 0, by: -256) {
          crc ^= tables[table + Int(word & 0xFF)]
          word >>= 8
        }
        index += 8
      }
      while index < bytes.count {
        crc = crc >> 8 ^ tables[Int(UInt8(truncatingIfNeeded: crc) ^ bytes[index])]
        index += 1
      }
      return ~crc
    }
  }

  /// The checksum of each byte after 8 steps, then after 16, 24 and so on.
  private static let tables: [UInt32] = {
    var tables = (UInt32(0)..<256).map { byte in
      (0..<8).reduce(byte) { crc, _ in crc & 1 == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB8_8320 }
    }
    for index in 0..<(7 * 256) {
      tables.append(tables[index] >> 8 ^ tables[Int(tables[index] & 0xFF)])
    }
    return tables
  }()

  /// Eight hexadecimal digits.
  static func text(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    let sum = crc32(bytes)
    return stride(from: 28, through: 0, by: -4).map { digits[Int(sum >> $0 & 15)] }
  }
}
