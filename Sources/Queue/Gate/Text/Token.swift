import Text

/// A word of one script, a number, or another single character that is not a blank.
struct Token {
  enum Kind { case latin, cyrillic, hangul, han, kana, number, mark }

  let kind: Kind
  let range: Range<Int>
  /// The folded text, without thousands separators in a number.
  let text: String
}

extension FoldedText {
  /// - Parameter reads: whether masked text is read, too.
  func tokens(readingMasked reads: Bool = false) -> [Token] {
    var tokens: [Token] = []
    var index = 0
    while index < scalars.count {
      let start = index
      index += 1
      if scalars[start] == " " || isMasked[start] && !reads { continue }
      let kind = Token.Kind(scalars[start])
      if kind != .mark {
        while index < scalars.count, reads || !isMasked[index], continues(kind, at: index) {
          index += 1
        }
      }
      let text = string(start..<index)
      tokens.append(
        Token(
          kind: kind, range: start..<index,
          text: kind == .number ? text.filter { $0 != "," } : text))
    }
    return tokens
  }

  private func continues(_ kind: Token.Kind, at index: Int) -> Bool {
    let scalar = scalars[index]
    let next = Token.Kind(scalar)
    if next == kind { return true }
    guard index + 1 < scalars.count, Token.Kind(scalars[index + 1]) == kind else { return false }
    switch kind {
    case .latin: return scalar == "'"
    case .number: return scalar == "," || scalar == "."
    case .cyrillic, .hangul, .han, .kana, .mark: return false
    }
  }
}

extension Token.Kind {
  /// The kind of a scalar. Katakana counts as Han because words are written in both, while their
  /// endings are written in Hiragana.
  fileprivate init(_ scalar: Unicode.Scalar) {
    if scalar.isHangul {
      self = .hangul
    } else if scalar.isHan || scalar.isKatakana {
      self = .han
    } else if scalar.isKana {
      self = .kana
    } else if ("0"..."9").contains(scalar) {
      self = .number
    } else if (0x400...0x52F).contains(scalar.value) {
      self = .cyrillic
    } else if scalar != "_", scalar.isLatinOrDigit {
      self = .latin
    } else {
      self = .mark
    }
  }
}
