import Prose

/// Tells by its last word whether a piece of Korean is a task: a verb that asks for something,
/// or the noun of an action behind what it is done to.
enum KoreanTask {
  typealias Words = KoreanWords

  /// What `tokens` looks like.
  static func form(_ tokens: ArraySlice<Token>) -> TaskForm {
    let words = tokens.trailingWords
    guard let last = words.last, last.kind == .word else { return .none }
    guard last.text.unicodeScalars.last?.isHangul ?? false else { return .none }
    let scalars = Array(last.text.unicodeScalars)
    if Words.greetings.contains(last.text) { return .none }
    if Words.requests.suffix(of: scalars) != nil || isNamedVerb(scalars, last.text) {
      return words.count > 1 || scalars.count > 3 ? .certain : .bare
    }
    if isPlainPresent(scalars), words.count > 1 { return .certain }
    return form(ofNoun: scalars, in: words)
  }

  /// `남긴다`
  private static func isPlainPresent(_ word: [Unicode.Scalar]) -> Bool {
    word.count >= 2 && word.last == "다" && word[word.count - 2].isPastForm
  }

  /// `만들기`, `할 것`
  private static func isNamedVerb(_ word: [Unicode.Scalar], _ text: String) -> Bool {
    if text == "것" { return true }
    return word.last == "\u{AE30}" && word.count >= 2 && Words.nouns.suffix(of: word) == nil
  }

  private static func form(
    ofNoun scalars: [Unicode.Scalar], in words: ArraySlice<Token>
  ) -> TaskForm {
    let action = Words.actions.suffix(of: scalars) ?? length(ofMaking: scalars)
    guard let action else { return takesObject(scalars, words) ? .likely : .none }
    let front = scalars.count - action
    // `자동배포`, `버그수정`: the object is part of the word; one syllable is a prefix.
    guard words.count > 1 || front >= 2 else { return .bare }
    let noun = String(scalars.suffix(action))
    if Words.userOperations.contains(noun), !hasParticle(words) { return .likely }
    return .certain
  }

  /// `데이터를 적재`: a noun right behind its object is an action, whether or not it is known.
  private static func takesObject(_ noun: [Unicode.Scalar], _ words: ArraySlice<Token>) -> Bool {
    guard (2...5).contains(noun.count), let last = noun.last, !last.isPastForm,
      noun.allSatisfy(\.isHangul), endings.suffix(of: noun) == nil,
      let object = words.dropLast().last, object.kind == .word
    else { return false }
    return object.text.unicodeScalars.count > 1
      && (object.text.hasSuffix("을") || object.text.hasSuffix("를"))
  }

  /// Whether `word` is the noun of an action by itself.
  static func isAction(_ word: String) -> Bool { Words.actions.contains(word) }

  /// What verbs and particles end with, and such nouns do not.
  static let endings: WordList = """
    는 은 을 를 이 가 에 의 도 만 로 와 과 서 면 고 며 게 지 던 할 될 요 다 까 나 니 때 중 전 후 뒤 위 안 밖 및 자마자
    """

  /// `최적화`
  private static func length(ofMaking word: [Unicode.Scalar]) -> Int? {
    word.last == "\u{D654}" && word.count >= 3 ? 3 : nil
  }

  /// Whether a word says what the action is done to, or where.
  static func hasParticle(_ words: ArraySlice<Token>) -> Bool {
    words.dropLast().contains { word in
      let scalars = Array(word.text.unicodeScalars)
      return word.kind != .word || scalars.count > 1 && particles.suffix(of: scalars) != nil
    }
  }

  private static let particles: WordList = "을 를 으로 로 에서 에게 에"
}
