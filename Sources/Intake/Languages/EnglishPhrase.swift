/// Tells by its first words whether a piece of English is a task: a verb that asks for
/// something, and what is to be done.
enum EnglishPhrase {
  typealias Words = EnglishWords

  /// What `tokens` looks like.
  static func form(_ tokens: ArraySlice<Token>) -> TaskForm {
    var tokens = tokens
    let isAsked = skipPoliteness(&tokens)
    guard let first = tokens.first, first.kind == .word else { return .none }
    let word = first.text
    let next = tokens.dropFirst().first
    if isVerb(word) {
      let form = form(of: word, before: next)
      return isAsked ? max(form, .likely) : form
    }
    guard mayBeVerb(word), let next, next.kind == .word, Words.determiners.contains(next.text),
      next.text != "that", next.text != "one"
    else { return .none }
    // Nouns are not followed by "the" or "a": this is a verb that no list has.
    return .certain
  }

  static func isVerb(_ word: String) -> Bool {
    if Words.verbs.contains(word) { return true }
    guard let hyphen = word.lastIndex(of: "-"), word.first != "-" else { return false }
    let last = String(word[word.index(after: hyphen)...])
    return Words.verbs.contains(last) && !Words.nounVerbs.contains(last)
  }

  /// Drops what stands before the verb; gives whether that asks for something.
  private static func skipPoliteness(_ tokens: inout ArraySlice<Token>) -> Bool {
    var isAsked = false
    for _ in 0..<6 {
      guard let first = tokens.first, first.kind == .word else { break }
      if let request = Words.requests[first.text]?.first(where: { tokens.begins(with: $0) }) {
        tokens = tokens.dropFirst(request.count)
        isAsked = true
      } else if Words.fillers.contains(first.text) || isAdverb(first.text, tokens.dropFirst().first)
      {
        isAsked = isAsked || first.text == "please"
        tokens.removeFirst()
        while tokens.first?.text == "," { tokens.removeFirst() }
      } else {
        break
      }
    }
    return isAsked
  }

  /// `carefully review`
  private static func isAdverb(_ word: String, _ next: Token?) -> Bool {
    word.hasSuffix("ly") && word.utf8.count > 5 && (next.map { isVerb($0.text) } ?? false)
  }

  private static func form(of verb: String, before next: Token?) -> TaskForm {
    guard let next else { return .bare }
    switch next.kind {
    case .mark: return .bare
    case .literal: return .certain
    case .parenthesis: return .bare
    case .word: break
    }
    let isNoun = Words.nounVerbs.contains(verb)
    if Words.determiners.contains(next.text) || Words.particles.contains(next.text) {
      return .certain
    }
    if next.text == "and" || next.text == "or" { return .bare }
    if Words.prepositions.contains(next.text) { return isNoun ? .none : .certain }
    if next.text.unicodeScalars.first?.digit != nil { return .certain }
    if isNoun { return mostlyVerbs.contains(verb) ? .likely : .none }
    return .likely
  }

  /// Nouns, too, but at the start of a task rather verbs.
  private static let mostlyVerbs: WordList = """
    change clone copy design document draft dump edit export fork import load lock log monitor mount
    open patch pause ping print profile prototype query read record release report research reverse
    review run scale schedule seed select send set share ship show sort split stop store support
    swap switch sync test toggle track trigger turn upload use wire wrap zip cache clear clean
    format tag wait watch rank move email block cut close complete correct secure separate test
    """

  private static func mayBeVerb(_ word: String) -> Bool {
    guard let first = word.unicodeScalars.first, first.properties.isAlphabetic else { return false }
    let isInflected =
      word.hasSuffix("ing") || word.hasSuffix("ed") || word.hasSuffix("ly")
      || word.hasSuffix("s")
        && !word.hasSuffix("ss")
    return !isInflected && !Words.openers.contains(word) && !Words.prepositions.contains(word)
      && !Words.determiners.contains(word) && !Words.fillers.contains(word)
  }
}

extension ArraySlice<Token> {
  func begins(with words: [String]) -> Bool {
    count >= words.count && zip(self, words).allSatisfy { $0.text == $1 }
  }
}
