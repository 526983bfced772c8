extension String {
  /// The text with control, invisible and bidirectional characters written as `\u{…}`, so that a
  /// message shows them.
  public var escaped: String {
    // Fast path for most texts.
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
    guard unicodeScalars.contains(where: \.isDeceptive) else { return self }
    return unicodeScalars.map { scalar in
      scalar.isDeceptive
        ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
    }.joined()
  }
}

extension Unicode.Scalar {
  /// Whether a person can't see this character as it is: controls, invisible characters, and the
  /// bidirectional overrides of "Trojan Source" (Boucher and Anderson, 2021).
  public var isDeceptive: Bool {
    // Fast path: long texts are checked by character, and most characters are in these ranges.
    switch value {
    case 0x20...0x7E, 0xAC00...0xD7A3, 0x4E00...0x9FFF, 0x400...0x482, 0x3041...0x3096: return false
    default: return isDeceptiveByCategory
    }
  }

  /// Whether the character looks like a blank or is invisible, but is not a plain space: a
  /// character that a keyboard, a web page or a word processor may insert instead of a plain space.
  public var isOddBlank: Bool {
    switch value {
    case 0xA0, 0x1680, 0x2000...0x200D, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF: true
    default: false
    }
  }

  private var isDeceptiveByCategory: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
    case .format: !isJoiner
    default: isBlank || isSelector
    }
  }

  /// Letters and marks without a visible shape.
  private var isBlank: Bool {
    [0x034F, 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0].contains(value)
  }

  /// Variation selectors that ordinary text does not contain; a sequence of them may carry hidden
  /// text.
  private var isSelector: Bool { (0xE0100...0xE01EF).contains(value) }

  /// ZWNJ and ZWJ are part of ordinary words and of emoji.
  private var isJoiner: Bool { value == 0x200C || value == 0x200D }
}
