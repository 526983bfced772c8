import Prose

/// A word that joins a text to what stood before it, at its start.
struct Joiner {
  /// Where the text goes on.
  let end: Int
  let isSequence: Bool

  /// Words that need a blank, a comma or nothing behind them, and whether they state a sequence.
  private static let words: [(scalars: [Unicode.Scalar], isSequence: Bool)] = [
    ("and then", true), ("and", false), ("then", true), ("그리고 나서", true), ("그리고", false),
    ("및", false), ("그 다음에", true), ("그 다음", true), ("그다음에", true), ("그다음", true),
    ("а затем", true), ("и затем", true), ("а потом", true), ("и потом", true), ("а также", false),
    ("затем", true), ("потом", true), ("и", false),
  ].map { (Array($0.0.unicodeScalars), $0.1) }

  /// Words that may be followed by any letter.
  private static let eastern: [(scalars: [Unicode.Scalar], isSequence: Bool)] = [
    ("然后再", true), ("然后", true), ("然後再", true), ("然後", true), ("それから", true), ("そして", false),
  ].map { (Array($0.0.unicodeScalars), $0.1) }

  static func leading(in text: RequestText, _ range: Range<Int>) -> Joiner? {
    let scalars = text.scalars
    for (word, isSequence) in eastern where begins(scalars, range, word) {
      return Joiner(end: range.lowerBound + word.count, isSequence: isSequence)
    }
    for (word, isSequence) in words where begins(scalars, range, word) {
      let end = range.lowerBound + word.count
      guard end == range.upperBound || scalars[end].isBlank || scalars[end] == "," else {
        continue
      }
      return Joiner(end: end, isSequence: isSequence)
    }
    return nil
  }

  private static func begins(
    _ scalars: [Unicode.Scalar], _ range: Range<Int>, _ word: [Unicode.Scalar]
  ) -> Bool {
    range.count >= word.count
      && zip(scalars[range], word).allSatisfy { scalar, expected in
        scalar == expected || scalar.properties.lowercaseMapping == String(expected)
      }
  }
}
