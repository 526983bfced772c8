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

  /// A random number that is not 0.
  public static func number() -> UInt64 {
    UInt64(hexDigits(16), radix: 16).flatMap { $0 == 0 ? nil : $0 } ?? number()
  }
}
