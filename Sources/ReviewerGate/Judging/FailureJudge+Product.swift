// What names the work or the product.

extension FailureJudge {
  /// Whether a criterion that this clause speaks of has the word.
  func isAsked(_ index: Int) -> Bool {
    asked.contains { requirement in
      requirement.clause.words.contains { WordMatch.matches($0, words[index]) }
    }
  }

  func isProduct(_ index: Int) -> Bool {
    if isAsked(index), !asked.contains(where: { !$0.clause.absent.isEmpty }) { return true }
    if words[index].concept == "todo" { return false }
    if isAttributive(index) { return true }
    guard !followsContrast, !clause.opensWithContrast, !isPresent(index) else { return false }
    guard !clause.denials.contains(where: { $0.isWhole }) else { return false }
    // What a check came upon is no part of the product.
    if sentence.context == .validation { return false }
    if !asked.isEmpty, words[index].roles.contains(.trouble), index > 0,
      words[index - 1].text != "with"
    {
      return true
    }
    if clause.has(.now), words[index].roles.contains(.trouble) { return true }
    let deeds = words.indices.filter { place in
      place != index && words[place].isDeed && words[place].place != .literal
        && !words[place].roles.isDisjoint(with: [.make, .update, .verb, .works])
        && words[place].roles.isDisjoint(with: .check)
    }
    return !deeds.isEmpty && words[index].roles.isDisjoint(with: .undone)
  }

  /// `the levels ERROR and WARN`
  func isLogLevel(_ index: Int) -> Bool {
    ["error", "warn", "warning", "fatal"].contains(words[index].text)
      && words.contains { word in
        ["level", "레벨", "レベル", "级别", "уров"].contains { word.text.hasPrefix($0) }
      }
  }

  /// `Forced a crash`: what was brought about to see what follows.
  func isProvoked(_ index: Int) -> Bool {
    words[max(0, index - 3)..<index].contains { $0.roles.contains(.provoked) }
  }

  /// `error message`, `failed payments`, 누락된 키: describes a noun that is no check.
  func isAttributive(_ index: Int) -> Bool {
    guard index + 1 < words.count else { return false }
    let word = words[index]
    let next = words[index + 1]
    if next.text == "的" { return index + 2 < words.count }
    guard !next.gap.isStrong, next.isContent, next.number == nil, next.place != .literal,
      next.roles.isDisjoint(with: [.occur, .trouble, .failure, .no, .not, .final, .fix, .remove])
    else { return false }
    let behind = words[(index + 1)...].prefix(3).prefix { !$0.roles.contains(.function) }
    if behind.contains(where: { $0.roles.contains(.check) }) { return false }
    if word.isLatin {
      return next.isLatin && !next.isPast && next.roles.isDisjoint(with: .rest)
        && next.text.unicodeScalars.allSatisfy { !$0.isDigit }
    }
    if word.isHangul { return isAttributiveInKorean(word, next) }
    return next.gap == .none
  }

  private func isAttributiveInKorean(_ word: Word, _ next: Word) -> Bool {
    if word.roles.contains(.modifier) { return !DenialReader.makesStatement(next) }
    return word.roles.isDisjoint(with: [.final, .connective, .subject, .condition])
      && word.text.unicodeScalars.count <= 3 && !next.isAuxiliaryOfKorean
      && next.roles.isDisjoint(with: .verify)
  }
}
