// The kinds of scalars that readers of texts need.

extension Unicode.Scalar {
  public var isLineBreak: Bool {
    switch self {
    case "\n", "\r", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }

  /// A blank of any width, a tab or a line break.
  ///
  /// Source: the Unicode property White_Space. Every character of a text is tested, so Unicode's
  /// tables are not used: they would be slow.
  public var isBlank: Bool {
    switch value {
    case 0x21...0x84, 0x3001...: false
    case 0x20, 0x09...0x0D, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      true
    default: false
    }
  }

  /// A letter or digit of ASCII.
  public var isLetterOrDigit: Bool {
    switch self {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: false
    }
  }

  /// A letter of a Latin or Cyrillic alphabet, or a digit.
  public var isLatinOrDigit: Bool {
    isLetterOrDigit || (0xC0...0x24F).contains(value) || (0x400...0x52F).contains(value)
  }

  /// A syllable of Hangul.
  public var isHangul: Bool { (0xAC00...0xD7A3).contains(value) }

  /// A letter of Hiragana or Katakana, or the mark that lengthens one.
  public var isKana: Bool { (0x3041...0x3096).contains(value) || isKatakana }
  public var isKatakana: Bool { (0x30A1...0x30FA).contains(value) || value == 0x30FC }

  /// A Chinese character.
  public var isHan: Bool {
    (0x4E00...0x9FFF).contains(value) || (0x3400...0x4DBF).contains(value) || value == 0x3005
  }

  /// A character of addresses: visible ASCII.
  var isOfAddress: Bool { (0x21...0x7E).contains(value) }

  var isOfPath: Bool {
    if isLetterOrDigit { return true }
    switch self {
    case "_", "-", ".", "/", "~", "+", "@", "*": return true
    default: return false
    }
  }
}
