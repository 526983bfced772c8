/// Finds phrases of several words: `no longer`, `left out`. The first word gets what the
/// phrase does, and the others lose what they would do alone.
struct PhraseJoiner {
  let reader: WordReader
  private var lexicon: Lexicon { reader.lexicon }

  init(reader: WordReader) { self.reader = reader }

  func join(_ words: [Word]) -> [Word] {
    var words = words
    var index = 0
    while index < words.count {
      index += joinPhrase(at: index, in: &words) ?? 1
    }
    return words
  }

  private func joinPhrase(at index: Int, in words: inout [Word]) -> Int? {
    guard words[index].place != .literal, let phrases = phrases(from: words[index]) else {
      return nil
    }
    for phrase in phrases where begins(phrase, at: index, in: words) {
      guard let entry = lexicon.entries[phrase.joined(separator: "_")] else { continue }
      words[index].meaning.roles = entry.roles
      words[index].meaning.concept = entry.concept
      words[index].meaning.number = nil
      // `turned on` is no form of `turned off`.
      let keys = reader.conceptKeys(entry)
      if !keys.isEmpty { words[index].meaning.keys = keys }
      for place in index + 1..<index + phrase.count {
        words[place].meaning.roles = .function
        words[place].meaning.concept = nil
        words[place].meaning.number = nil
      }
      return phrase.count
    }
    return nil
  }

  private func phrases(from word: Word) -> [[String]]? { lexicon.phrases[word.text] }

  private func begins(_ phrase: [String], at index: Int, in words: [Word]) -> Bool {
    guard index + phrase.count <= words.count else { return false }
    return phrase.indices.allSatisfy { place in
      let word = words[index + place]
      return word.text == phrase[place]
        && (place == 0 || word.gap == .blank || word.gap == .none
          || word.gap == .slash)
    }
  }
}
