import Text

/// Decides by the first words of a phrase whether it is a task: in English, Russian and Chinese.
struct OpeningVerb {
  private(set) var form = TaskForm.none
  /// Whether the object of the verb is definite, so that the verb can't be a noun.
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
    // "the" or "a" never follows a noun. So a word before them is a verb, even if no list has it.
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
  /// The tokens without polite words before a verb: "could you please", пожалуйста.
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

/// Decides by the last words of a phrase whether it is a task: in Korean and Japanese, and in
/// Chinese if the verb follows its object.
struct ClosingVerb {
  private(set) var form = TaskForm.none

  init(_ tokens: ArraySlice<Token>, isJapanese: Bool) {
    // Example: `추가(준비, 완료)`.
    let words = tokens.last?.kind == .parenthesis ? tokens.dropLast() : tokens
    guard let last = words.last, last.isWord, let letter = last.text.unicodeScalars.last else {
      return
    }
    let word = Array(last.text.unicodeScalars)
    let length: Int?
    if letter.isHangul {
      length = KoreanWords.nouns.contains(last.text) ? nil : Self.korean(word)
    } else if letter.isHan || letter.isKana {
      length = isJapanese ? Self.japanese(word) : ChineseWords.verbs.suffix(of: word)
    } else {
      return
    }
    guard let length else { return }
    // In `버그수정` the object is part of the word. A single syllable is a prefix.
    let front = word.count - length
    form = words.count > 1 || front > (letter.isHangul ? 1 : 0) ? .task : .lone
    if form == .lone, !letter.isHangul, !isJapanese { form = .none }
  }

  /// The number of letters of the verb with which `word` ends.
  private static func korean(_ word: [Unicode.Scalar]) -> Int? {
    if let length = KoreanWords.requests.suffix(of: word) { return min(length, word.count - 2) }
    if word.last == "기", word.count > 1 { return 2 }
    if word.last == "화", word.count > 2 { return 3 }
    return KoreanWords.actions.suffix(of: word)
  }

  private static func japanese(_ word: [Unicode.Scalar]) -> Int? {
    if let length = JapaneseWords.verbs.suffix(of: word) { return length }
    let light = JapaneseWords.light.suffix(of: word) ?? 0
    let noun = word.dropLast(light)
    if let length = JapaneseWords.actions.suffix(of: noun) { return light + length }
    if noun.last == "化" { return light + 1 }
    // In `ログを隔離` and `色を塗る`, the text directly after the object is an action.
    guard let mark = word.lastIndex(of: "を"), mark > 0, mark + 1 < word.count else { return nil }
    let ending = word[(mark + 1)...].drop { !$0.isKana || $0.isKatakana }
    let endsAsVerb = ending.last.map { "るくすうぶむぐつぬ".unicodeScalars.contains($0) } ?? true
    return ending.count <= 3 && endsAsVerb ? word.count - mark - 1 : nil
  }
}

/// An arrow between two values of one thing, not between two steps: `Node 18 → 22`, `#fff → #000`,
/// `빨강 → 파랑으로 변경`.
struct ValueChange {
  let text: MarkedText
  let tokens: [Token]

  /// Whether the arrow at `index` is between two values.
  func stands(at index: Int) -> Bool {
    guard index > 0, index + 1 < tokens.count else { return false }
    if isValue(tokens[index - 1]), isValue(tokens[index + 1]) { return true }
    if word(index - 2) == "from" { return true }
    // The thing that is changed into the value after the arrow is not a step: `A → B 로 이전`.
    let isApart = word(index + 2) == "로" || word(index + 2) == "으로"
    return (isApart || word(index + 1).hasSuffix("로")) && !KoreanWords.actions.ends(word(index - 1))
      && KoreanWords.changes.begins(word(index + (isApart ? 3 : 2)))
  }

  private func word(_ index: Int) -> String {
    tokens.indices.contains(index) ? tokens[index].text : ""
  }

  /// Whether a token is a number, a version, a color, or a name as in programs: `user_id`,
  /// `userId`, `DONE`.
  private func isValue(_ token: Token) -> Bool {
    let scalars = text.scalars[token.range]
    guard token.isWord, let first = scalars.first else { return token.kind == .literal }
    if first.digit != nil || first == "#" { return true }
    return scalars.allSatisfy { $0 == "_" || $0.isLetterOrDigit }
      && scalars.dropFirst().contains { $0 == "_" || $0.digit != nil || ("A"..."Z").contains($0) }
  }
}
