/// FNV-1a with 64 bits: tells quickly, and the same on every machine, whether bytes are others than
/// before. Who wants to can make bytes that look the same; for that there is `SHA256`. Source:
/// http://www.isthe.com/chongo/tech/comp/fnv.
public struct FNV: Equatable, Sendable {
  public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The digest of no bytes.
  public init() {}

  /// That of a text's UTF-8.
  public init(of text: String) {
    var text = text
    text.withUTF8 { take(UnsafeRawBufferPointer($0)) }
  }

  /// Goes on with these.
  public mutating func take(_ bytes: UnsafeRawBufferPointer) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }
}
