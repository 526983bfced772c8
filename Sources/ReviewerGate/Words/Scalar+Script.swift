import Prose

extension Unicode.Scalar {
  var isDigit: Bool { ("0"..."9").contains(self) }

  var isHiragana: Bool { (0x3041...0x3096).contains(value) }

  var isCyrillic: Bool { (0x400...0x52F).contains(value) }

  /// A letter of a Latin alphabet or a digit.
  var isLatinWord: Bool { isLatinOrDigit && !isCyrillic }

  /// A tick, a cross or an empty box: says by itself whether something is done.
  var isMark: Bool {
    switch value {
    case 0x2705, 0x2713, 0x2714, 0x2611, 0x2B55, 0x2717, 0x2718, 0x2716, 0x274C, 0x274E, 0x2610,
      0x2B1C:
      true
    default: false
    }
  }

  /// The script of a word that this begins; `nil` for what is in no word.
  var wordScript: Script? {
    if isLatinWord { return isDigit ? .number : .latin }
    if isCyrillic { return .cyrillic }
    if isHangul { return .hangul }
    if isHan || isKana { return .unspaced }
    if self == "%" || isMark { return .latin }
    return properties.isAlphabetic ? .latin : nil
  }
}
