/// Eight bytes of a text, the first in the lowest byte. A mask of places has the highest bit set in
/// each matching byte.
struct Word {
  private let bytes: UInt64

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits = ones << 7

  /// `nil` if fewer than eight bytes follow at `offset`.
  init?(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    guard offset + 8 <= bytes.count else { return nil }
    self.bytes = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
  }

  func places(of byte: UInt8) -> UInt64 { Self.places(of: byte, in: bytes) }

  /// The places of brackets and braces. A bracket and the corresponding brace differ in one bit.
  var brackets: UInt64 {
    let braces = bytes | Self.ones << 5
    return Self.places(of: UInt8(ascii: "{"), in: braces)
      | Self.places(of: UInt8(ascii: "}"), in: braces)
  }

  /// The places of the bytes in strings. The opening quote of a string is included, and the closing
  /// quote is not. The result is correct only if no byte is a backslash.
  func texts(from isInText: Bool) -> UInt64 {
    // Each byte of the product is the number of quotes up to and including that byte.
    let counts = places(of: UInt8(ascii: "\"")) >> 7 &* Self.ones
    return (counts << 7 & Self.highBits) ^ (isInText ? Self.highBits : 0)
  }

  private static func places(of byte: UInt8, in bytes: UInt64) -> UInt64 {
    // A byte of the difference is zero exactly if its high bit is not set and the addition does not
    // carry into the high bit.
    let difference = bytes ^ ones &* UInt64(byte)
    return ~((difference & ~highBits) &+ ~highBits | difference) & highBits
  }
}

extension Word {
  /// Whether it is certain that no character of a text has to be escaped in JSON.
  static func isPlain(_ text: UnsafeRawBufferPointer) -> Bool {
    guard text.count >= 8 else { return text.allSatisfy(isPlain) }
    var offset = 0
    while let word = Word(text, at: offset) {
      if !word.isPlain { return false }
      offset += 8
    }
    // Checks the last eight bytes; some of them were already checked.
    return Word(text, at: text.count - 8)?.isPlain ?? true
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x7F, 0xC2, 0xD8, 0xE2: false
    default: true
    }
  }

  /// Whether no byte can begin a character that is escaped. Some of the tested bytes also begin
  /// other characters, so `false` is not certain.
  private var isPlain: Bool {
    let controls = (bytes &- Self.ones << 5) & ~bytes & Self.highBits
    let others =
      places(of: UInt8(ascii: "\"")) | places(of: UInt8(ascii: "\\")) | places(of: 0x7F)
      | places(of: 0xC2) | places(of: 0xD8) | places(of: 0xE2)
    return controls | others == 0
  }
}
