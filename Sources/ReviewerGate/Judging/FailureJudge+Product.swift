// What names the work or the product, and what the work removed.

extension FailureJudge {
  /// Fixed in this clause, or so earlier and repaired in a later one.
  func isResolved(_ index: Int) -> Bool {
    if clause.denials.contains(where: { $0.isWhole }) { return false }
    let resolves = words.indices.contains { place in
      place != index && !words[place].roles.isDisjoint(with: [.fix, .remove])
        && words[place].place != .literal && !isAttribute(place)
    }
    if resolves, !isLeft(index) { return true }
    let isPast = clause.speaksOfThePast || words.contains { $0.text == "was" || $0.text == "were" }
    return isPast && (isRepaired(behind: index) || later.contains(where: \.repairs))
  }

  /// `previously crashed and now converts all`
  private func isRepaired(behind index: Int) -> Bool {
    words[(index + 1)...].contains {
      !$0.roles.isDisjoint(with: [.fix, .pass, .now, .longer])
        && $0.roles.isDisjoint(with: .failure)
    }
  }

  /// A deed that only describes a noun: 수정 화면.
  private func isAttribute(_ place: Int) -> Bool {
    guard words[place].isHangul, place + 1 < words.count else { return false }
    return ["후", "중", "필요"].contains { words[place + 1].text.hasPrefix($0) }
  }

  /// `errors remain`, and not 발생하던 오류.
  private func isLeft(_ index: Int) -> Bool {
    words.indices.contains { place in
      words[place].roles.contains(.occur) && !words[place].roles.contains(.modifier)
        && place != index && (words[index].isLatin || place > index) && !words[place].isDeed
    }
  }

  /// 에러가 출력됨: it is there, whatever it does.
  func isSubject(_ index: Int) -> Bool {
    let word = words[index]
    guard word.isHangul, word.roles.contains(.subject), sentence.context != .changes,
      word.text.hasSuffix("이") || word.text.hasSuffix("가")
    else { return false }
    return !words[(index + 1)...].contains {
      !$0.roles.isDisjoint(with: [.purpose, .condition, .modifier])
    }
  }

  /// `A regression was introduced`: one that nobody asked for.
  func isIndefinite(_ index: Int) -> Bool {
    guard index > 0, words[index].isLatin, !isAttributive(index) else { return false }
    return ["a", "an", "another", "some", "several", "many", "new", "more"].contains(
      words[index - 1].text)
      && !words[..<index].contains { $0.isDeed }
  }

  /// Whether a criterion that this clause speaks of has the word.
  func isAsked(_ index: Int) -> Bool {
    asked.contains { requirement in
      requirement.clause.words.contains { WordMatch.matches($0, words[index]) }
    }
  }

  func isProduct(_ index: Int) -> Bool {
    if isAsked(index), !asked.contains(where: { !$0.clause.absent.isEmpty }) { return true }
    if isAttributive(index) { return true }
    guard !followsContrast, !clause.opensWithContrast, !isPresent(index) else { return false }
    guard !clause.denials.contains(where: { $0.isWhole }) else { return false }
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

  /// `error message`, `failed payments`, 누락된 키: describes a noun that is no check.
  func isAttributive(_ index: Int) -> Bool {
    guard index + 1 < words.count else { return false }
    let word = words[index]
    let next = words[index + 1]
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

  /// `exit code 1` under Validation.
  func isBadExit(_ index: Int) -> Bool {
    guard sentence.context == .validation, let number = words[index].number, number > 0, index > 1,
      words[index].gap == .blank || words[index].gap == .colon
    else { return false }
    let before = [words[index - 2].text, words[index - 1].text]
    return before[0].hasPrefix("exit") && ["code", "status", "with"].contains(before[1])
      || before == ["종료", "코드"] || before[1] == "exit"
  }

  // MARK: Failures that a denial states

  /// `does not work`, `not tested`, 미완료, and what 다만 introduces.
  func denialMarker(_ index: Int) -> String? {
    guard sentence.context != .files, !sentence.context.isOutlook,
      let denial = clause.denials.first(where: { $0.index == index && $0.isWhole })
    else { return nil }
    if sentence.context == .status { return words[index].text }
    if asked.contains(where: { $0.clause.isNegative }) { return nil }
    switch denial.kind {
    case .partial, .planned: return nil
    case .denied: return isOmission(index) ? text(of: index) : nil
    }
  }

  private func isOmission(_ index: Int) -> Bool {
    if followsContrast || clause.opensWithContrast { return true }
    if words[index].roles.contains(.undone) { return words[index].roles.contains(.failure) }
    if words[index].roles.contains(.no), clause.has(.occur) { return false }
    if words[index].roles.contains(.not), !isHarmless { return true }
    return words.contains { word in
      !word.roles.isDisjoint(with: [.works, .pass, .run, .verify, .done]) && word.place == .plain
    }
  }

  /// `is not changed`, 영향을 주지 않습니다: what was left alone lacks nothing.
  private var isHarmless: Bool {
    clause.has([.update, .need])
      || words.contains { ["affect", "affected", "touched", "영향을", "影響", "影响"].contains($0.text) }
  }

  private func text(of index: Int) -> String {
    let word = words[index]
    let near = word.isLatin ? index + 1 : index - 1
    guard words.indices.contains(near), !words[near].gap.isStrong || near < index else {
      return word.text
    }
    return near < index ? "\(words[near].text) \(word.text)" : "\(word.text) \(words[near].text)"
  }
}
