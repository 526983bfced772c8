import Text

/// Takes words and numbers at a place of a text.
struct TextScanner {
  let scalars: [Unicode.Scalar]
  var index: Int

  /// The scalar that comes next.
  var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  mutating func skipBlanks() { while next?.isBlank ?? false { index += 1 } }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next?.small == scalar else { return false }
    index += 1
    return true
  }

  /// Takes `word`, whatever its case. One in letters of an alphabet ends with no other letter.
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

  /// Up to `count` digits, with no other behind them.
  mutating func number(_ count: Int) -> Int? {
    let digits = scalars[index...].prefix(count + 1).prefix { $0.digit != nil }
    guard (1...count).contains(digits.count) else { return nil }
    index = digits.endIndex
    return digits.reduce(0) { $0 * 10 + ($1.digit ?? 0) }
  }
}

extension Unicode.Scalar {
  /// The small letter of a capital one of the Latin or Russian alphabet; else the same.
  fileprivate var small: Unicode.Scalar {
    switch value {
    case 0x41...0x5A, 0x410...0x42F: Unicode.Scalar(value + 0x20) ?? self
    default: self
    }
  }
}
