/// Finds the places of members in JSON, without decoding them or checking what is in a value.
struct JSONScanner {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool {
    mutating get {
      skipBlanks()
      return offset == bytes.count
    }
  }

  mutating func skipBlanks() {
    while offset < bytes.count, Self.isBlank(bytes[offset]) { offset += 1 }
  }

  /// Steps over blanks and then over `byte`, if it comes next.
  mutating func skip(_ byte: UInt8) -> Bool {
    if offset < bytes.count, bytes[offset] == byte {
      offset += 1
      return true
    }
    let start = offset
    skipBlanks()
    return offset > start && skip(byte)
  }

  /// The range of a string, with its quotes.
  mutating func string() -> Range<Int>? {
    let start = offset
    guard offset < bytes.count, bytes[offset] == Self.quote else { return nil }
    offset += 1
    return skipText() ? start..<offset : nil
  }

  /// Steps over the rest of a string and its closing quote.
  private mutating func skipText() -> Bool {
    while offset < bytes.count {
      if let word = Word(bytes, at: offset) {
        let ends = word.places(of: Self.quote) | word.places(of: Self.backslash)
        // The offset grows by eight if the word has neither a quote nor a backslash.
        offset += ends.trailingZeroBitCount / 8
        if ends == 0 { continue }
      }
      switch bytes[offset] {
      case Self.quote:
        offset += 1
        return true
      case Self.backslash: offset += 2
      default: offset += 1
      }
    }
    return false
  }

  /// The range of a value of any kind.
  mutating func value() -> Range<Int>? {
    let start = offset
    guard offset < bytes.count else { return nil }
    switch bytes[offset] {
    case Self.quote: return string()
    case UInt8(ascii: "{"), UInt8(ascii: "["): return skipBrackets() ? start..<offset : nil
    default:
      while offset < bytes.count, !Self.isEnd(bytes[offset]) { offset += 1 }
    }
    return start == offset ? nil : start..<offset
  }

  /// Steps over an object or an array: by words of eight bytes if they have no backslash, otherwise
  /// by bytes.
  private mutating func skipBrackets() -> Bool {
    var (depth, isInText) = (0, false)
    while offset < bytes.count {
      if let word = Word(bytes, at: offset), word.places(of: Self.backslash) == 0 {
        let texts = word.texts(from: isInText)
        var brackets = word.brackets & ~texts
        while brackets != 0 {
          let place = offset + brackets.trailingZeroBitCount / 8
          depth += Self.isOpening(bytes[place]) ? 1 : -1
          if depth == 0 {
            offset = place + 1
            return true
          }
          brackets &= brackets - 1
        }
        isInText = texts >> 63 == 1
        offset += 8
      } else if isInText {
        if !skipText() { return false }
        isInText = false
      } else {
        switch bytes[offset] {
        case Self.quote: isInText = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
        offset += 1
        if depth == 0 { return true }
      }
    }
    return false
  }

  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")

  private static func isOpening(_ bracket: UInt8) -> Bool {
    bracket == UInt8(ascii: "{") || bracket == UInt8(ascii: "[")
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private static func isEnd(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}")
      || byte == UInt8(ascii: "]")
  }
}
