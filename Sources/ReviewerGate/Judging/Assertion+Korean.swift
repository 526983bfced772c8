// Korean, whose predicate ends the clause.

extension Assertion {
  var holdsInKorean: Bool {
    guard let last = words.lastIndex(where: isPredicate) else { return false }
    if words[..<last].indices.contains(where: { isLinked($0) && isReporting($0) }) { return true }
    if words[last].roles.contains(.done), isOtherDeed(before: last) { return false }
    if requirement.deed != nil, isReporting(last) { return !isMadeForDeed(last) }
    if isLight(words[last]) || isCarrying(words[last]) { return isObject(before: last) }
    return isReporting(last)
  }

  /// 개편 완료: another deed is what was completed.
  private func isOtherDeed(before last: Int) -> Bool {
    guard last > 0, words[last - 1].isDeedOnly, words[last - 1].isHangul else { return false }
    if matched.contains(last - 1) { return false }
    return requirement.deed == .complete || !isReporting(last - 1) && !isNamedDeed(last - 1)
  }

  /// 교체 브랜치를 만들었습니다: the deed itself only describes what was made.
  private func isMadeForDeed(_ last: Int) -> Bool {
    words[..<last].indices.contains { place in
      words[place].concept == requirement.deedConcept && words[place].concept != nil
        && words[place].concept != words[last].concept && words[place].isDeedOnly
        && !words[place].isVerbForm && describesAnother(place, last)
    }
  }

  /// The last word that says something: 추가했습니다, 완료, 추가.
  private func isPredicate(_ word: Word) -> Bool {
    (word.isContent || word.isDeed || isLight(word)) && word.place != .parenthesis
      && word.place != .literal && word.number == nil
      && word.roles.isDisjoint(with: [.counter, .unit])
  }

  /// 했습니다, 있습니다: says nothing itself.
  private func isLight(_ word: Word) -> Bool {
    word.text.hasPrefix("있") || ["했", "하였", "됐", "되었", "됨"].contains { word.text.hasPrefix($0) }
  }

  /// 완료, 적용, 통과: what they say is said of the deed in front of them.
  private func isCarrying(_ word: Word) -> Bool {
    !word.roles.isDisjoint(with: [.done, .pass, .works, .run, .make, .update])
  }

  /// 작성해, 수정하여: was done on the way to the predicate, and not 작성해 달라고.
  private func isLinked(_ place: Int) -> Bool {
    let word = words[place]
    guard word.isHangul, word.roles.isDisjoint(with: [.modifier, .final, .condition]) else {
      return false
    }
    let next = words[place + 1].text
    if ["달라", "주", "줄", "보", "야"].contains(where: { next.hasPrefix($0) }) { return false }
    return word.isKoreanVerb
      || ["아", "어", "여", "워", "겨", "려", "쳐", "꿔"].contains { word.text.hasSuffix($0) }
  }

  /// The predicate itself, or the deed that it was: 추가를 완료, 표시하도록 변경.
  private func isObject(before last: Int) -> Bool {
    if isReporting(last), !requirement.namesDeed || matched.contains(last) { return true }
    return words[..<last].indices.contains { place in
      (isReporting(place) || matched.contains(place) && requirement.deed == nil
        || isNamedDeed(place))
        && (words[place].isDeed || !requirement.namesDeed) && !describesAnother(place, last)
        && !isPossible(place) && words[place].roles.isDisjoint(with: .condition)
    }
  }

  /// The word of the criterion's own kind as a noun: 검증을 적용.
  private func isNamedDeed(_ place: Int) -> Bool {
    !matched.contains(place) && requirement.deed?.isReported(by: words[place]) ?? false
  }

  /// 실행 스크립트, 제거를 위한 이슈: the deed only describes another noun.
  private func describesAnother(_ place: Int, _ last: Int) -> Bool {
    let next = words[place + 1]
    if ["위한", "위해", "관련", "대한", "전", "담당"].contains(where: { next.text.hasPrefix($0) }) {
      return true
    }
    // 다운로드하는 기능: what was made is the deed itself.
    if requirement.deed == nil, next.text.hasPrefix("기능") { return false }
    if words[place].roles.contains(.modifier), next.text != "수" { return true }
    let isBare =
      words[place].roles.isDisjoint(with: [.purpose, .connective, .final, .subject])
      && requirement.clause.words.contains { $0.text == words[place].text }
    return isBare && place + 1 < last && next.gap == .blank && next.isContent
      && !matched.contains(place + 1) && !isLight(next) && next.text != "할"
      && next.number == nil
  }

  /// 실행할 수 있습니다: what can be run was not run.
  private func isPossible(_ place: Int) -> Bool {
    requirement.deed != nil && words[place].roles.contains(.modifier)
      && words[place + 1].text == "수"
  }
}
