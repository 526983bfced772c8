import Prose

/// Tells by its first words whether a phrase is a task: in English, Russian and Chinese.
struct OpeningVerb {
  private(set) var form = TaskForm.none
  /// Whether what it is done to is a definite thing, so that the verb can be no noun.
  private(set) var isDefinite = false

  init(_ tokens: ArraySlice<Token>, isFirst: Bool, isJapanese: Bool) {
    let words = tokens.withoutPoliteness
    guard let verb = words.first, verb.isWord, let letter = verb.text.unicodeScalars.first else {
      return
    }
    let object = words.dropFirst().first
    if letter.isCyrillic {
      guard RussianWords.isVerb(verb.text) else { return }
      (form, isDefinite) = (object == nil ? .lone : .task, object != nil)
    } else if letter.isHan {
      if !isJapanese { readChinese(verb.text, isAlone: object == nil) }
    } else if letter.isLatinOrDigit {
      readEnglish(verb.text, object, isFirst)
    }
  }

  private mutating func readEnglish(_ verb: String, _ object: Token?, _ isFirst: Bool) {
    let isNoun = EnglishWords.nounVerbs.contains(verb) && !isFirst
    let isVerb = EnglishWords.mayBeVerb(verb) && !isNoun
    guard let object, object.kind != .parenthesis, !EnglishWords.prepositions.contains(object.text)
    else {
      form = isVerb ? .lone : .none
      return
    }
    let hasArticle = EnglishWords.determiners.contains(object.text)
    isDefinite =
      hasArticle || object.kind == .literal || object.text.unicodeScalars.first?.digit != nil
    // Nouns are not followed by "the" or "a": such a word is a verb, whether a list has it or not.
    let isUnknown =
      hasArticle && !EnglishWords.clauses.contains(verb) && !verb.hasSuffix("ing")
      && !EnglishWords.prepositions.contains(verb) && !EnglishWords.conditions.contains(verb)
    form = isVerb || isNoun && isDefinite || isUnknown ? .task : .none
  }

  private mutating func readChinese(_ word: String, isAlone: Bool) {
    var scalars = Array(word.unicodeScalars)[...]
    while let length = ChineseWords.polite.prefix(of: scalars) {
      scalars = scalars.dropFirst(length)
    }
    guard let length = ChineseWords.verbs.prefix(of: scalars) else { return }
    let rest = scalars.dropFirst(length)
    if ChineseWords.conjunctions.prefix(of: rest) != nil { return }
    let isLone = rest.isEmpty && isAlone || ChineseWords.verbs.contains(String(rest))
    (form, isDefinite) = (isLone ? .lone : .task, !isLone)
  }
}

extension ArraySlice<Token> {
  /// Without what may stand before a verb: "could you please", пожалуйста.
  var withoutPoliteness: ArraySlice<Token> {
    var tokens = self
    for _ in 0..<6 {
      guard let first = tokens.first,
        let request = EnglishWords.requests[first.text]?.first(where: { tokens.begins(with: $0) }),
        tokens.count > request.count
      else { break }
      tokens = tokens.dropFirst(request.count)
    }
    return tokens
  }

  func begins(with words: [String]) -> Bool {
    count >= words.count && zip(self, words).allSatisfy { $0.text == $1 }
  }
}
