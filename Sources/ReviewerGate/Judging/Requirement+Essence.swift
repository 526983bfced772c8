// Which words of a criterion a statement has to have.

extension Requirement {
  /// With a limit, what counts is that it is kept: `lower the size below 200 MB`.
  private static let changes: Set = [
    "reduce", "increase", "improve", "reach", "configure", "upgrade",
  ]

  /// For each place the keys of the word written as one with its neighbours.
  static func pairs(
    of places: [Int], in words: [Word], _ reader: WordReader
  ) -> [Int: [Int]] {
    var pairs: [Int: [Int]] = [:]
    for place in places where words[place].isHangul {
      pairs[place] = [place - 1, place].filter { $0 >= 0 && $0 + 1 < words.count }
        .map { reader.key(words[$0].text + words[$0 + 1].text) }
    }
    return pairs
  }

  static func isEssential(
    _ words: [Word], _ place: Int, hasLimit: Bool, isFix: Bool
  ) -> Bool {
    let word = words[place]
    if hasLimit, changes.contains(word.concept ?? "") { return false }
    // `fix the login problem`: the login is what was fixed.
    if isFix, word.concept == "problem" { return false }
    if word.number != nil { return !isOldValue(words, place) }
    // A counter or unit says nothing without its number.
    if word.roles.contains(.counter), place > 0, words[place - 1].number != nil { return false }
    return word.roles.isDisjoint(with: [.not, .no, .pass, .atMost, .atLeast, .rest])
  }

  /// `from 20`, 20에서: what it was before may be left out.
  private static func isOldValue(_ words: [Word], _ place: Int) -> Bool {
    guard words.contains(where: { $0.concept != nil && changes.contains($0.concept ?? "") }) else {
      return false
    }
    let next = place + 1 < words.count ? words[place + 1] : nil
    return place > 0 && words[place - 1].text == "from"
      || next?.gap == Word.Gap.none && next?.text.hasSuffix("에서") ?? false
  }
}
