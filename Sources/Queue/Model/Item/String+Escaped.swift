extension String {
  /// The text with control, invisible and bidirectional characters spelled out
  /// as `\u{…}`, so that a message shows what is there.
  public var escaped: String {
    // Most texts are of this kind, and it is seen much sooner.
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
    guard unicodeScalars.contains(where: \.isDeceptive) else { return self }
    return unicodeScalars.map { scalar in
      scalar.isDeceptive
        ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
    }.joined()
  }
}

extension Unicode.Scalar {
  /// Whether what a person sees of this character is not what is there:
  /// controls, invisible characters, and the bidirectional overrides of
  /// "Trojan Source" (Boucher and Anderson, 2021).
  public var isDeceptive: Bool {
    // Asked of each character of long texts: most are of these.
    switch value {
    case 0x20...0x7E, 0xAC00...0xD7A3, 0x4E00...0x9FFF, 0x400...0x482, 0x3041...0x3096: return false
    default: return isDeceptiveByCategory
    }
  }

  /// Whether it looks like a blank or like nothing, and is no plain blank: what a keyboard, a web page or
  /// a word processor puts where a blank was meant.
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

  /// Letters and marks that show nothing.
  private var isBlank: Bool {
    [0x034F, 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0].contains(value)
  }

  /// Variation selectors that no ordinary text has; any number of them may carry
  /// a hidden one.
  private var isSelector: Bool { (0xE0100...0xE01EF).contains(value) }

  /// ZWNJ and ZWJ are part of ordinary words and of emoji.
  private var isJoiner: Bool { value == 0x200C || value == 0x200D }
}
