// What was to be stopped or forbidden, and does not happen any more.

extension ClauseReading {
  /// `Duplicate emails are no longer sent`, 无法访问: what is denied here is what had to stop.
  var isPrevented: Bool {
    guard sentence.context.canCover else { return false }
    let isOwnWord = clause.words.contains { $0.concept == "prevent" }
    return !isOwnWord
      && clause.words.contains { !$0.roles.isDisjoint(with: [.longer, .cannot]) }
      && !clause.has([.planned, .intent, .modal, .attempt, .part, .except])
  }
}
