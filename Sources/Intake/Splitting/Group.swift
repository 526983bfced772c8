import Prose

/// The task that is being read, as far as what follows depends on it, where verbs begin tasks.
struct Group {
  private var opening: TaskForm
  private var last: Phrase
  /// Whether another task stands before it, so that a verb alone may be one.
  private let isLater: Bool
  /// Whether it holds more than one phrase.
  private var isList = false
  /// Whether it has a clause or a verb in it that an "and" goes on with: `where users log in`.
  private var isOpen: Bool
  /// Whether its verb lets others do what follows: `allow users to edit, rename and delete`.
  private let isCausative: Bool
  /// Whether it may be a task with a verb that no list has.
  private let mayBeTask: Bool

  init(_ first: Phrase, isLater: Bool = false) {
    (opening, last, self.isLater) = (first.opening, first, isLater)
    let words = first.tokens.withoutPoliteness
    isCausative = words.first.map { EnglishWords.causatives.contains($0.text) } ?? false
    isOpen = Self.isOpen(words)
    let isLatin = words.first?.text.unicodeScalars.first?.isLatinOrDigit ?? false
    mayBeTask = words.count > 1 && isLatin && !first.isStatement
  }

  mutating func take(_ phrase: Phrase) {
    if opening == .none { opening = phrase.opening }
    last = phrase
    isList = true
    isOpen = isOpen || Self.isOpen(phrase.tokens)
  }

  private static func isOpen(_ tokens: ArraySlice<Token>) -> Bool {
    zip(tokens, tokens.dropFirst()).contains { before, word in
      EnglishWords.clauses.contains(word.text)
        || before.text == "to" && EnglishWords.mayBeVerb(word.text)
        || RussianWords.isInfinitive(word.text)
    }
  }

  /// Whether a task of its own begins with `next`.
  func ends(before next: Phrase, _ joint: Joint) -> Bool {
    guard !isCausative else { return false }
    switch next.opening {
    case .none: return false
    case .lone: return takesLone(joint)
    case .task:
      guard opening != .none || mayBeTask && next.isDefinite || last.closing != .none else {
        return false
      }
      if isOpen { return !joint.isPair && next.isDefinite }
      if joint.kind == .enumeration { return last.opening == .task }
      return !joint.isPair || opening == .task && (next.isDefinite || !endsWithVerb)
    }
  }

  /// Whether a verb alone is a task behind this: `clean the logs, restart`, and not the last noun
  /// of a list: `document setup, teardown and restart`.
  private func takesLone(_ joint: Joint) -> Bool {
    (opening == .task && (!endsWithVerb || isAfterArticle) || opening != .none && isLater)
      && !isOpen && joint.kind != .enumeration && (joint.kind != .conjunction || !isList)
  }

  /// Whether the last word is the name of an action: `search, export`.
  private var endsWithVerb: Bool {
    guard let word = last.tokens.last, last.tokens.count > 1 || isList else { return false }
    return EnglishWords.mayBeVerb(word.text)
  }

  /// `the queue`: the last word is a noun.
  private var isAfterArticle: Bool {
    last.tokens.dropLast().last.map { EnglishWords.determiners.contains($0.text) } ?? false
  }
}
