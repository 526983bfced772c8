import Text

/// Takes words and numbers from a text, beginning at a position.
struct TextScanner {
  let scalars: [Unicode.Scalar]
  var index: Int

  var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  mutating func skipBlanks() { while next?.isBlank ?? false { index += 1 } }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next?.small == scalar else { return false }
    index += 1
    return true
  }

  /// Takes `word`, in any case. If the word has letters of an alphabet, another letter must not
  /// follow.
  mutating func take(_ word: String) -> Bool {
    let start = index
    for scalar in word.unicodeScalars where !take(scalar) {
      index = start
      return false
    }
    if next?.isLatinOrDigit ?? false, scalars[index - 1].isLatinOrDigit { index = start }
    return index > start
  }

  mutating func takeFirst(of words: [String]) -> Bool { words.contains { take($0) } }

  /// Takes up to `count` digits, if no other digit follows.
  mutating func number(_ count: Int) -> Int? {
    let digits = scalars[index...].prefix(count + 1).prefix { $0.digit != nil }
    guard (1...count).contains(digits.count) else { return nil }
    index = digits.endIndex
    return digits.reduce(0) { $0 * 10 + ($1.digit ?? 0) }
  }
}

extension Unicode.Scalar {
  /// The lower-case letter for a capital letter of the Latin or Russian alphabet; other scalars
  /// unchanged.
  fileprivate var small: Unicode.Scalar {
    switch value {
    case 0x41...0x5A, 0x410...0x42F: Unicode.Scalar(value + 0x20) ?? self
    default: self
    }
  }
}
