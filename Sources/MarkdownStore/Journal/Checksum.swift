/// CRC-32 as in zlib and PNG. Source: ISO 3309, with the bits reversed.
enum Checksum {
  static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    table.withUnsafeBufferPointer { table in
      ~bytes.reduce(~UInt32(0)) { crc, byte in
        crc >> 8 ^ table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)]
      }
    }
  }

  /// The checksum of each byte.
  private static let table = (UInt32(0)..<256).map { byte in
    (0..<8).reduce(byte) { crc, _ in crc & 1 == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB8_8320 }
  }

  /// Eight hexadecimal digits.
  static func text(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    let sum = crc32(bytes)
    return stride(from: 28, through: 0, by: -4).map { digits[Int(sum >> $0 & 15)] }
  }
}
