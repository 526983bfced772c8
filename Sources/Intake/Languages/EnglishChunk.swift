/// What was read of an English task so far, as far as the words behind an "and" depend on it.
struct EnglishChunk {
  private(set) var form = TaskForm.none
  /// Whether it begins with a condition, a greeting, or where and when something is.
  private(set) var isAside = false
  /// Whether it holds an "if" or "when" that a "then" may answer.
  private(set) var isConditional = false
  private(set) var mainVerb = ""
  private(set) var hasInfinitive = false
  private(set) var hasClause = false
  private var count = 0
  /// How many words its first part has.
  private var firstCount = 0
  /// Whether the last part is a lone verb: `approve, reject and archive`.
  private(set) var endsBare = false
  /// How the last part was joined.
  private(set) var lastJoint: Joint?
  /// The last two words.
  private(set) var last = ""
  private(set) var beforeLast = ""

  /// Goes on with what stands behind a joint that does not split.
  mutating func take(_ part: Part, behind joint: Joint?) {
    let (tokens, found, isFirst) = (part.tokens, part.english, joint == nil)
    lastJoint = joint
    if !form.isTask {
      if found > form { form = found }
      if isFirst, let first = tokens.first(where: { $0.kind == .word }) {
        isAside = EnglishWords.openers.contains(first.text) && !found.isTask
      }
      if found.isTask { begin(tokens) }
    }
    endsBare = !isFirst && found == .bare && endsBare(with: tokens)
    for token in tokens { take(token) }
    if isFirst { firstCount = count }
  }

  /// A word that is as often a noun counts only behind a verb that somebody is to do.
  private func endsBare(with tokens: ArraySlice<Token>) -> Bool {
    guard let word = tokens.first?.text else { return false }
    if endsBare || !EnglishWords.nounVerbs.contains(word) { return true }
    return EnglishPhrase.isVerb(last)
      && (beforeLast == "to" || EnglishWords.causatives.contains(mainVerb))
  }

  private mutating func begin(_ tokens: ArraySlice<Token>) {
    mainVerb = tokens.first { $0.kind == .word && EnglishPhrase.isVerb($0.text) }?.text ?? ""
    hasClause = false
    hasInfinitive = false
  }

  private mutating func take(_ token: Token) {
    count += 1
    guard token.kind == .word else {
      if token.kind != .mark { (beforeLast, last) = (last, "") }
      return
    }
    if last == "to", EnglishPhrase.isVerb(token.text) { hasInfinitive = true }
    if count > 1, EnglishWords.subordinators.contains(token.text) { hasClause = true }
    if EnglishWords.conditions.contains(token.text) { isConditional = true }
    (beforeLast, last) = (last, token.text)
    if token.endsSentence { isConditional = false }
  }

  /// Whether there is more than one word, and no sign that it is not yet a task.
  var mayBeTask: Bool { firstCount > 1 && !isAside }

  /// Whether "and" with `right` behind it goes on with what this says, although `right` could
  /// be a task.
  func absorbs(_ right: ArraySlice<Token>, _ form: TaskForm) -> Bool {
    let words = Array(right.prefix(2))
    if isConditional || hasClause { return true }
    if form == .likely, lastJoint?.kind == .comma, names(words) { return true }
    // `to mute and unmute`, `drag and drop`
    if EnglishPhrase.isVerb(last) {
      if beforeLast == "to" { return true }
      if EnglishPhrase.isVerb(beforeLast), !isDefinite(words) { return true }
      // `the review and approve buttons`
      if names(words) { return true }
    }
    if hasInfinitive {
      return EnglishWords.causatives.contains(mainVerb) || form == .likely
    }
    return false
  }

  /// `reset tests`: a thing that has an action in its name.
  private func names(_ words: [Token]) -> Bool {
    words.count == 2 && EnglishWords.heads.contains(words[1].text)
  }

  private func isDefinite(_ words: [Token]) -> Bool {
    words.count == 2
      && (words[1].kind == .literal || EnglishWords.determiners.contains(words[1].text))
  }
}
