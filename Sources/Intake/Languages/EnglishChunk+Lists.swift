// Lists of words in a task, and what comes behind them.

extension EnglishChunk {
  /// Whether an "and" closed the list at its end: `search, filter, and sort`. Another one goes on
  /// with something else.
  var isListClosed: Bool { lastJoint?.kind == .conjunction }

  /// Whether a task stands behind a list that was closed.
  func isFollowed(by right: ArraySlice<Token>, _ form: TaskForm) -> Bool {
    guard isListClosed, form == .likely, let verb = right.first?.text else {
      return isListClosed && form == .certain
    }
    return !EnglishWords.nounVerbs.contains(verb)
  }

  /// Whether `lone`, a verb alone, is another task: `clean the logs, restart`. It is the last
  /// noun of a list, or a verb beside another, in `document setup, teardown, and restart` and
  /// `to edit and delete`.
  func mayPrecede(lone: ArraySlice<Token>, _ joint: Joint) -> Bool {
    guard let word = lone.first?.text, !EnglishWords.nounVerbs.contains(word), form.isTask,
      !isConditional, !hasClause, !hasInfinitive, !EnglishWords.causatives.contains(mainVerb),
      !endsWithName
    else { return false }
    guard joint.kind == .conjunction else { return true }
    return lastJoint == nil && !Self.pairing.contains(beforeLast) || isListClosed
  }

  /// Whether its last word is the name of an action, and what follows another: `search, export`.
  private var endsWithName: Bool {
    EnglishPhrase.isVerb(last) && !EnglishWords.determiners.contains(beforeLast)
  }

  /// What stands before two nouns: `hooks for startup and restart`.
  private static let pairing: WordList = "for of with between like on"
}
