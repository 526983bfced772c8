/// SHA-256, for comparisons that must withstand forgery. Source: FIPS 180-4, section 6.2.
public enum SHA256 {
  /// The digest as 64 hexadecimal digits.
  public static func hexDigest(of bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in digest(of: bytes) {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The digest as 32 bytes.
  public static func digest(of bytes: [UInt8]) -> [UInt8] {
    var state = initial
    var words = [UInt32](repeating: 0, count: 64)
    let rest = bytes.count % 64
    add(bytes[..<(bytes.count - rest)], to: &state, &words)
    add(bytes.suffix(rest) + padding(for: bytes.count), to: &state, &words)
    var digest: [UInt8] = []
    digest.reserveCapacity(32)
    for word in state {
      for shift in [24, 16, 8, 0] as [UInt32] {
        digest.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return digest
  }

  /// One bit, zeros up to a whole block, and the length in bits.
  private static func padding(for count: Int) -> [UInt8] {
    let zeros = [UInt8](repeating: 0, count: (119 - count % 64) % 64)
    let length = UInt64(count) * 8
    return [0x80] + zeros + (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - $0 * 8)) }
  }

  /// Adds whole blocks of bytes to the state of the digest.
  ///
  /// - Parameter words: memory for the message schedule of a block.
  private static func add(
    _ blocks: ArraySlice<UInt8>, to state: inout [UInt32], _ words: inout [UInt32]
  ) {
    blocks.withUnsafeBytes { bytes in
      constants.withUnsafeBufferPointer { constants in
        words.withUnsafeMutableBufferPointer { words in
          for start in stride(from: 0, to: bytes.count, by: 64) {
            schedule(bytes, start, in: words)
            state = compressed(state, words, constants)
          }
        }
      }
    }
  }

  private static func compressed(
    _ state: [UInt32], _ words: UnsafeMutableBufferPointer<UInt32>,
    _ constants: UnsafeBufferPointer<UInt32>
  ) -> [UInt32] {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for round in 0..<64 {
      let choice = (e & f) ^ (~e & g)
      let majority = (a & b) ^ (a & c) ^ (b & c)
      let first = h &+ rotated(e, 6, 11, 25) &+ choice &+ constants[round] &+ words[round]
      let second = rotated(a, 2, 13, 22) &+ majority
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ second)
    }
    return zip(state, [a, b, c, d, e, f, g, h]).map { $0 &+ $1 }
  }

  /// Computes the message schedule: the 16 words of the block at `start`, and 48 words derived from
  /// them.
  private static func schedule(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, in words: UnsafeMutableBufferPointer<UInt32>
  ) {
    for word in 0..<16 {
      let number = bytes.loadUnaligned(fromByteOffset: start + word * 4, as: UInt32.self)
      words[word] = UInt32(bigEndian: number)
    }
    for index in 16..<64 {
      let (early, late) = (words[index - 15], words[index - 2])
      let first = right(early, 7) ^ right(early, 18) ^ early &>> 3
      let second = right(late, 17) ^ right(late, 19) ^ late &>> 10
      words[index] = words[index - 16] &+ first &+ words[index - 7] &+ second
    }
  }

  private static func rotated(_ word: UInt32, _ a: UInt32, _ b: UInt32, _ c: UInt32) -> UInt32 {
    right(word, a) ^ right(word, b) ^ right(word, c)
  }

  private static func right(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }

  /// The fractional parts of the square roots of the first eight primes.
  private static let initial: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]

  /// The fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}

/// FNV-1a with 64 bits: a fast hash that is the same on every machine. Unlike `SHA256`, it does not
/// withstand forgery. Source: http://www.isthe.com/chongo/tech/comp/fnv.
public struct FNV: Equatable, Sendable {
  public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The hash of no bytes.
  public init() {}

  /// The hash of the text's UTF-8 bytes.
  public init(of text: String) {
    var text = text
    text.withUTF8 { combine(UnsafeRawBufferPointer($0)) }
  }

  /// Continues the hash with `bytes`.
  public mutating func combine(_ bytes: UnsafeRawBufferPointer) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }
}
