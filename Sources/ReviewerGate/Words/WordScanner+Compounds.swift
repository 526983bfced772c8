import Prose

// Words that are written as one with a hyphen: `dry-run`.

extension WordScanner {
  func isHyphenated(_ range: Range<Int>) -> Bool {
    isJoined(at: range.lowerBound - 1) || isJoined(at: range.upperBound)
  }

  /// With the key of the whole compound, for the last of its words: `--dry-run` is a `dry-run`.
  func withCompound(_ meaning: Meaning, _ range: Range<Int>) -> Meaning {
    guard isJoined(at: range.lowerBound - 1), !isJoined(at: range.upperBound) else {
      return meaning
    }
    var start = range.lowerBound
    while start > max(0, range.lowerBound - Self.longest),
      isJoined(at: start - 1)
        || text.scalars[start - 1].isLatinOrDigit
    {
      start -= 1
    }
    var meaning = meaning
    meaning.keys.append(reader.key(text.text(start..<range.upperBound).lowercased()))
    return meaning
  }

  /// Longer compounds are no person's.
  private static var longest: Int { 40 }

  /// Whether a hyphen between two words stands at `index`.
  private func isJoined(at index: Int) -> Bool {
    index > 0 && index + 1 < text.scalars.count && text.scalars[index] == "-"
      && text.scalars[index - 1].isLatinOrDigit && text.scalars[index + 1].isLatinOrDigit
  }
}
