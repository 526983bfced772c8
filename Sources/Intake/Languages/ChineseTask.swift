import Prose

/// Tells by its first characters whether a piece of Chinese is a task: a verb, and what is to be
/// done.
enum ChineseTask {
  typealias Words = ChineseWords

  static func form(_ tokens: ArraySlice<Token>) -> TaskForm {
    guard let first = tokens.first else { return .none }
    if first.kind != .word { return form(byEnd: tokens) }
    guard first.kind == .word, first.text.unicodeScalars.first?.isHan ?? false else {
      return .none
    }
    var scalars = ChineseScript.simplified(first.text)
    // Japanese, which writes many of the verbs alike.
    if scalars.contains(where: \.isKana) { return .none }
    for _ in 0..<6 {
      guard let length = Words.polite.prefix(of: scalars) else { break }
      scalars.removeFirst(length)
    }
    guard !scalars.isEmpty else {
      return tokens.count > 1 ? form(tokens.dropFirst()) : .none
    }
    if Words.asides.prefix(of: scalars) != nil { return .none }
    if Words.movers.prefix(of: scalars) != nil { return .certain }
    guard let length = Words.verbs.prefix(of: scalars) else { return .none }
    guard scalars.count > length || tokens.count > 1 else { return .bare }
    let rest = scalars.dropFirst(length)
    let isName = tokens.count == 1 && Words.heads.contains(String(rest))
    return isName && Words.nominal.contains(String(scalars.prefix(length))) ? .none : .certain
  }

  /// `“保存”按钮改名`: behind a quotation the verb stands at the end. One that is a noun as often
  /// is a task only beside another.
  private static func form(byEnd tokens: ArraySlice<Token>) -> TaskForm {
    guard let last = tokens.dropFirst().trailingWords.last, last.kind == .word,
      !last.text.unicodeScalars.contains(where: \.isKana)
    else { return .none }
    let scalars = ChineseScript.simplified(last.text)
    guard let length = Words.verbs.suffix(of: scalars), length > 1 else { return .none }
    return Words.nominal.contains(String(scalars.suffix(length))) ? .likely : .certain
  }

  /// Whether nothing but another verb stands behind the first: `支持添加`.
  static func namesAction(_ tokens: ArraySlice<Token>) -> Bool {
    guard tokens.count == 1, let word = tokens.first else { return false }
    let scalars = ChineseScript.simplified(word.text)
    guard let length = Words.verbs.prefix(of: scalars) else { return false }
    let object = String(scalars.dropFirst(length))
    return Words.verbs.contains(object) && !Words.things.contains(object)
  }

  /// Whether a conjunction stands right behind the first verb, which is a noun then:
  /// `描述和图片`.
  static func namesThings(_ tokens: ArraySlice<Token>) -> Bool {
    guard let word = tokens.first, word.kind == .word else { return false }
    let scalars = ChineseScript.simplified(word.text)
    guard let length = Words.verbs.prefix(of: scalars) else { return false }
    return Words.conjunctions.prefix(of: Array(scalars.dropFirst(length))) != nil
  }

  /// Whether it only begins to say something: a condition, a reason.
  static func isAside(_ tokens: ArraySlice<Token>) -> Bool {
    guard let first = tokens.first, first.kind == .word,
      first.text.unicodeScalars.first?.isHan ?? false
    else { return false }
    let scalars = ChineseScript.simplified(first.text)
    return Words.asides.prefix(of: scalars) != nil || scalars.last == "\u{65F6}"
      || scalars.last == "\u{540E}"
  }
}
