/// Eight bytes of a text, the first in the lowest byte. A mask of places has the highest bit of
/// each byte that is meant.
struct Word {
  private let bytes: UInt64

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits = ones << 7

  /// `nil` if fewer than eight bytes follow.
  init?(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    guard offset + 8 <= bytes.count else { return nil }
    self.bytes = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
  }

  func places(of byte: UInt8) -> UInt64 { Self.places(of: byte, in: bytes) }

  /// The places of brackets. A bracket and its brace differ in one bit.
  var brackets: UInt64 {
    let braces = bytes | Self.ones << 5
    return Self.places(of: UInt8(ascii: "{"), in: braces)
      | Self.places(of: UInt8(ascii: "}"), in: braces)
  }

  /// The places of strings, with the quote that begins each and without the one that ends it, if no
  /// byte is a backslash.
  func texts(from isInText: Bool) -> UInt64 {
    // Each byte of the product counts the quotes up to its own.
    let counts = places(of: UInt8(ascii: "\"")) >> 7 &* Self.ones
    return (counts << 7 & Self.highBits) ^ (isInText ? Self.highBits : 0)
  }

  private static func places(of byte: UInt8, in bytes: UInt64) -> UInt64 {
    // A byte of the difference is zero just where neither its high bit nor a carry into it is set.
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
    // The last eight bytes, some of which were already looked at.
    return Word(text, at: text.count - 8)?.isPlain ?? true
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x7F, 0xC2, 0xD8, 0xE2: false
    default: true
    }
  }

  /// Whether no byte begins a character that is escaped; some of these bytes begin others, too.
  private var isPlain: Bool {
    let controls = (bytes &- Self.ones << 5) & ~bytes & Self.highBits
    let others =
      places(of: UInt8(ascii: "\"")) | places(of: UInt8(ascii: "\\")) | places(of: 0x7F)
      | places(of: 0xC2) | places(of: 0xD8) | places(of: 0xE2)
    return controls | others == 0
  }
}
