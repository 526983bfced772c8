/// The number of columns that a text takes in a terminal or a monospaced editor.
///
/// Korean, Chinese and Japanese characters and emoji take two columns, and combining marks take
/// none. Source of the ranges: Unicode 15, EastAsianWidth.txt, classes W and F, and the letters of
/// flag emoji.
public enum DisplayWidth {
  public static func of(_ text: String) -> Int {
    var text = text
    return text.withUTF8(ofPlain) ?? text.reduce(0) { $0 + of($1) }
  }

  /// The width of a text in which each scalar is a character: ASCII, Hangul syllables, kana and
  /// common Han. Nearly all texts are of this kind. For other texts the characters have to be
  /// found, which takes fifty times as long.
  ///
  /// - Parameter text: valid UTF-8.
  /// - Returns: `nil` if the text has other characters.
  public static func ofPlain(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    var (width, index) = (0, 0)
    while index < text.count {
      switch text[index] {
      case 0x20..<0x7F:
        width += 1
        index += 1
      case 0xE3...0xED:
        let (second, third) = (UInt32(text[index + 1] & 0x3F), UInt32(text[index + 2] & 0x3F))
        switch UInt32(text[index] & 0x0F) << 12 | second << 6 | third {
        case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3: width += 2
        default: return nil
        }
        index += 3
      default: return nil
      }
    }
    return width
  }

  public static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    if scalars.contains(where: { isWide($0) || $0.value == 0xFE0F }) { return 2 }
    return scalars.allSatisfy(isZero) ? 0 : 1
  }

  /// `text`, cut with `…` at the end if it is wider than `width` columns; with `atWord` the cut
  /// comes after a whole word, if possible.
  public static func cut(_ text: String, to width: Int, atWord: Bool = false) -> String {
    guard of(text) > width else { return text }
    guard width > 0 else { return "" }
    var result = ""
    var used = 1
    var endOfWord: String.Index?
    for character in text {
      if character == " ", result.last.map({ $0 != " " }) ?? false { endOfWord = result.endIndex }
      used += of(character)
      if used > width { break }
      result.append(character)
    }
    if atWord, let endOfWord { result.removeSubrange(endOfWord...) }
    return result + "…"
  }

  /// `text`, filled with spaces at its end up to `width` columns.
  public static func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - of(text)))
  }

  private static func isZero(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .control, .format: true
    default: false
    }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 0x1100 { return false }
    return wide.contains { $0.contains(value) }
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0,
    0x23F3...0x23F3, 0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F,
    0x2693...0x2693, 0x26A1...0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5,
    0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA, 0x26F2...0x26F3, 0x26F5...0x26F5,
    0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B, 0x2728...0x2728,
    0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
    0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55,
    0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
    0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF,
    0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F1E6...0x1F1FF, 0x1F200...0x1F265, 0x1F300...0x1F320,
    0x1F32D...0x1F335,
    0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0,
    0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440, 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D,
    0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596, 0x1F5A4...0x1F5A4,
    0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6DF,
    0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945,
    0x1F947...0x1FAFF, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
  ]
}
