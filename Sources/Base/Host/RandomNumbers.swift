import CSystem

/// Random bytes from the kernel.
public enum Randomness {
  /// `count` random hexadecimal digits.
  public static func hexDigits(_ count: Int) -> String {
    var bytes = [UInt8](repeating: 0, count: count)
    while csystem_random(&bytes, count) != count {}
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.map { digits[Int($0 & 15)] }, as: UTF8.self)
  }

  /// A random UUID of version 4, in the form of RFC 4122.
  public static func uuid() -> String {
    var digits = Array(hexDigits(32))
    digits[12] = "4"
    // The variant is the upper two bits of this digit.
    digits[16] = Array("89ab")[(digits[16].hexDigitValue ?? 0) & 3]
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
      .joined(separator: "-")
  }

  /// A random number that is not 0.
  public static func number() -> UInt64 {
    UInt64(hexDigits(16), radix: 16).flatMap { $0 == 0 ? nil : $0 } ?? number()
  }
}

/// A random number generator that gives the same numbers for the same seed.
public struct SeededNumbers: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  // SplitMix64, from Steele, Lea and Flood (2014).
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
