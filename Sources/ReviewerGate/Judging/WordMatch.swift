import Prose

/// Finds the words of a criterion among those of a statement.
enum WordMatch {
  /// For each of the places of a requirement's words the place in a statement; what is
  /// missing is not in it.
  static func places(
    of essential: [Int], in requirement: Requirement, among words: [Word]
  ) -> [Int: Int] {
    var found: [Int: Int] = [:]
    for place in essential {
      let wanted = requirement.clause.words[place]
      if let match = words.firstIndex(where: { hasStem(of: wanted, $0) && matches(wanted, $0) })
        ?? words.firstIndex(where: { matches(wanted, $0) })
        ?? joined(wanted, requirement.pairs[place] ?? [], among: words)
        ?? spread(wanted, among: words)
      {
        found[place] = match
      }
    }
    return found
  }

  static func matches(_ wanted: Word, _ word: Word) -> Bool {
    if wanted.place == .literal {
      guard let whole = wanted.meaning.keys.first else { return false }
      return word.meaning.keys.contains(whole) || word.text.hasSuffix("/" + wanted.text)
    }
    if !wanted.isHyphenated, wanted.isDeedOnly, word.isNamePart { return false }
    // English function words have no other forms: `note` is none of `not`.
    if word.isLatin, word.roles.contains(.function), word.number == nil {
      return wanted.text == word.text
    }
    if isOnlyNamed(wanted, word) { return false }
    for key in wanted.meaning.keys where word.meaning.keys.contains(key) { return true }
    return wanted.meaning.characters.count > 1 && word.meaning.characters.count > 1
      && hasPairs(of: wanted.meaning.characters, in: word.meaning.characters)
  }

  /// Whether they are forms of one word, and do not only mean the same.
  private static func hasStem(of wanted: Word, _ word: Word) -> Bool {
    wanted.meaning.keys.prefix(wanted.meaning.stemCount).contains {
      word.meaning.keys.prefix(word.meaning.stemCount).contains($0)
    }
  }

  /// `a hook`, `user records`: an English synonym of a verb has to stand as a verb.
  private static func isOnlyNamed(_ wanted: Word, _ word: Word) -> Bool {
    word.isLatin && wanted.isLatin && wanted.isDeedOnly && word.isDeedOnly && !word.isPast
      && !word.text.hasSuffix("ing") && nouns.contains { word.text.hasPrefix($0) }
      && !hasStem(of: wanted, word)
  }

  private static let nouns = [
    "hook", "record", "transfer", "shift", "exchange", "port", "plug", "print", "output", "order",
    "cap", "attach", "trim", "transform", "switch", "store", "cut", "raise", "extract", "package",
    "report", "change", "fix", "move", "pin", "lock", "support", "upgrade", "release", "dispatch",
  ]

  /// Every character stands in a pair that the other run has as well.
  private static func hasPairs(of run: [Unicode.Scalar], in other: [Unicode.Scalar]) -> Bool {
    if run[0].isKatakana { return false }
    let pairs = Set(zip(other, other.dropFirst()).map { UInt64($0.value) << 32 | UInt64($1.value) })
    let hits = zip(run, run.dropFirst()).map {
      pairs.contains(UInt64($0.value) << 32 | UInt64($1.value))
    }
    return run.indices.allSatisfy { place in
      place > 0 && hits[place - 1] || place < hits.count && hits[place]
    }
  }

  /// `로그인 화면` and `로그인화면`: two words that are written as one.
  private static func joined(_ wanted: Word, _ pairs: [Int], among words: [Word]) -> Int? {
    guard wanted.isHangul else { return nil }
    if let match = words.firstIndex(where: { word in
      pairs.contains { word.meaning.keys.contains($0) }
    }) {
      return match
    }
    let whole = wanted.text.utf8
    guard whole.count > 9 else { return nil }
    return words.indices.first { index in
      guard index + 1 < words.count, whole.starts(with: words[index].text.utf8),
        words[index + 1].gap == .blank
      else { return false }
      let rest = whole.dropFirst(words[index].text.utf8.count)
      return !rest.isEmpty && words[index + 1].text.utf8.starts(with: rest)
    }
  }

  /// A run of characters whose pairs are spread over several words of the statement.
  private static func spread(_ wanted: Word, among words: [Word]) -> Int? {
    let run = wanted.meaning.characters
    guard run.count > 1, !run[0].isKatakana else { return nil }
    var all: [Unicode.Scalar] = []
    for word in words where word.isUnspaced {
      if word.gap != .none { all.append(" ") }
      all += word.text.unicodeScalars
    }
    return hasPairs(of: run, in: all) ? words.firstIndex { $0.isUnspaced } : nil
  }
}
