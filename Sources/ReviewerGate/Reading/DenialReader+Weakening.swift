// Words that say by themselves that something was not, not yet or not wholly done.

extension DenialReader {
  func weakening(at index: Int) -> Clause.Denial? {
    let roles = words[index].roles
    if roles.contains(.undone), isPredicate(index) { return denial(.denied, index) }
    if roles.contains(.planned), isPlan(index) { return denial(.planned, index) }
    if roles.contains(.wait), isWaiting(index) { return denial(.denied, index) }
    if isOpenLabel(index) { return denial(.planned, index) }
    if isSupposedInKorean(index) { return denial(.planned, index) }
    if words[index].text == "다음", isNextTime(index) { return denial(.planned, index) }
    if roles.contains(.intent) || isSupposed(words[index]) { return denial(.planned, index) }
    if roles.contains(.need), isWanting(index) { return denial(.planned, index) }
    if isInProgress(index) { return denial(.denied, index) }
    if roles.contains(.attempt), isAttempt(index) { return denial(.denied, index) }
    if roles.contains(.except) || roles.contains(.part) { return denial(.partial, index) }
    return nil
  }

  /// `Remaining: update the guide`, `Update the guide: cancelled`
  private func isOpenLabel(_ index: Int) -> Bool {
    let word = words[index]
    if word.gap == .colon, index + 1 == words.count {
      return ["cancelled", "canceled", "dropped", "취소", "취소됨", "open"].contains(word.text)
    }
    guard index < 2, index + 1 < words.count, words[index + 1].gap == .colon else { return false }
    return word.roles.contains(.rest)
      || ["plan", "plans", "todo", "open", "left", "계획", "план"].contains(word.text)
  }

  private func denial(_ kind: Clause.Denial.Kind, _ index: Int) -> Clause.Denial {
    Clause.Denial(kind: kind, index: index, scope: 0..<words.count, isWhole: true)
  }

  /// Not `skipped rows` or 보류된 반품, which name a thing.
  private func isPredicate(_ index: Int) -> Bool {
    let word = words[index]
    guard index + 1 < words.count else { return true }
    let next = words[index + 1]
    // `shortcuts for save, undo and find`
    if word.concept == "revert", word.isLatin, !word.isPast { return false }
    if word.place == .parenthesis, next.place != .parenthesis { return true }
    if word.roles.contains(.modifier) { return Self.makesStatement(next) }
    guard next.gap == .blank || next.gap == .none, next.isContent else { return true }
    if word.isHangul { return !isNounPair(word, next) }
    guard word.isLatin else { return true }
    if word.isPast || word.text.hasSuffix("ing") { return startsPredicate(index) }
    return next.number != nil
  }

  /// 보류 사유: one noun, the first of which has no particle.
  private func isNounPair(_ word: Word, _ next: Word) -> Bool {
    next.isHangul && !DenialReader.makesStatement(next)
      && word.roles.isDisjoint(with: [
        .final, .connective, .subject,
      ]) && next.roles.isDisjoint(with: [.final, .no, .not])
  }

  /// At the beginning of the clause, or behind a form of to be, or behind its subject.
  private func startsPredicate(_ index: Int) -> Bool {
    guard index > 0 else { return true }
    let before = words[index - 1]
    if !before.roles.isDisjoint(with: [.auxiliary, .pronoun, .contrast, .and, .now]) {
      return true
    }
    return !words[..<index].contains { $0.isFinite } && before.text != "the" && before.text != "a"
      && ["i", "we"].contains(before.text)
  }

  private func isPlan(_ index: Int) -> Bool {
    let word = words[index]
    if words.contains(where: { $0.roles.contains(.now) && !$0.roles.contains(.longer) }) {
      return word.roles.isDisjoint(with: .function)
    }
    if word.roles.contains(.modifier), index + 1 < words.count {
      return Self.makesStatement(words[index + 1])
    }
    return true
  }

  /// Tried and prepared deny the deed that follows; at the end of a Korean clause also 검토.
  private func isAttempt(_ index: Int) -> Bool {
    let word = words[index]
    if word.isHangul, word.roles.contains(.only) { return true }
    if word.isHangul {
      // 준비가 되었습니다: 되다 does nothing itself.
      return !words[(index + 1)...].contains { $0.isDeed && !$0.text.hasPrefix("되") }
    }
    if word.gap == .colon { return true }
    if word.isUnspaced {
      return !words[(index + 1)...].contains { $0.isDeed && !$0.gap.isStrong } || index == 0
    }
    guard let first = words.firstIndex(where: { $0.isContent || $0.isFinite }) else { return true }
    if first == index { return true }
    let before = words[index - 1]
    return before.roles.contains(.auxiliary) || ["i", "we"].contains(before.text)
  }
}
