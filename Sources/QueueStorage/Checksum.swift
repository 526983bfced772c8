/// CRC-32 as in zlib and PNG. Source: ISO 3309, with the bits reversed.
enum Checksum {
  static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    table.withUnsafeBufferPointer { table in
      ~bytes.reduce(~UInt32(0)) { crc, byte in
        crc >> 8 ^ table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)]
      }
    }
  }

  /// What eight steps make of each byte: a journal of a busy week is 50 MB.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(byte) { crc, _ in crc & 1 == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB8_8320 }
  }

  /// Eight hexadecimal digits.
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    let digits = String(crc32(bytes), radix: 16)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }
}
