import Prose

/// Tells by its last words whether a phrase is a task: in Korean and Japanese, and in Chinese
/// where the verb stands behind what it is done to.
struct ClosingVerb {
  private(set) var form = TaskForm.none

  init(_ tokens: ArraySlice<Token>, isJapanese: Bool) {
    // `추가(준비, 완료)`
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
    // `버그수정`: the object is part of the word; one syllable is a prefix.
    let front = word.count - length
    form = words.count > 1 || front > (letter.isHangul ? 1 : 0) ? .task : .lone
    if form == .lone, !letter.isHangul, !isJapanese { form = .none }
  }

  /// How many letters of `word` are the verb that it ends with.
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
    // `ログを隔離`, `色を塗る`: what stands right behind its object is an action.
    guard let mark = word.lastIndex(of: "を"), mark > 0, mark + 1 < word.count else { return nil }
    let ending = word[(mark + 1)...].drop { !$0.isKana || $0.isKatakana }
    let endsAsVerb = ending.last.map { "るくすうぶむぐつぬ".unicodeScalars.contains($0) } ?? true
    return ending.count <= 3 && endsAsVerb ? word.count - mark - 1 : nil
  }
}
