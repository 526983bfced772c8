import Prose

extension Unicode.Scalar {
  var isDigit: Bool { ("0"..."9").contains(self) }

  var isHiragana: Bool { (0x3041...0x3096).contains(value) }

  var isCyrillic: Bool { (0x400...0x52F).contains(value) }

  /// A letter of a Latin alphabet or a digit.
  var isLatinWord: Bool { isLatinOrDigit && !isCyrillic }

  /// The script of a word that this begins; `nil` for what is in no word.
  var wordScript: Script? {
    if isLatinWord { return isDigit ? .number : .latin }
    if isCyrillic { return .cyrillic }
    if isHangul { return .hangul }
    if isHan || isKana { return .unspaced }
    if self == "%" { return .latin }
    return properties.isAlphabetic ? .latin : nil
  }
}
