import Prose

// Words that join.

extension JointReader {
  func word(at index: Int) -> Joint? {
    guard standsAlone(tokens[index]) else { return nil }
    let own = index..<index + 1
    switch word(index) {
    case "and" where Self.pairs.contains("\(word(index - 1))-\(word(index + 1))"): return nil
    case "and", "및", "и": return make(own, .conjunction, .weak, isConjunction: true)
    case "а" where word(index + 1) == "также":
      return make(index..<index + 2, .conjunction, .weak, isConjunction: true)
    case "그리고":
      let isThen = ["나서", "나서는"].contains(word(index + 1))
      return make(
        index..<index + (isThen ? 2 : 1), .conjunction, isThen ? .strong : .middle,
        isSequence: isThen)
    case "а" where ["затем", "потом"].contains(word(index + 1)):
      return make(index..<index + 2, .then, .strong, isSequence: true)
    case "then" where !Self.beforeThen.contains(word(index - 1)), "затем", "потом":
      return make(own, .then, .strong, isSequence: true)
    case "후", "후에", "뒤", "뒤에": return after(index)
    case "다음", "다음에", "다음엔": return next(index)
    default: return nil
    }
  }

  /// `fetch().then()` is no word of the sentence.
  private func standsAlone(_ token: Token) -> Bool {
    guard token.range.lowerBound > 0 else { return true }
    let before = text.scalars[token.range.lowerBound - 1]
    return before.isBlank || before == "," || before == ";" || before.isHan || before.value > 0x2FFF
  }

  /// What is one thing under the names of two actions.
  private static let pairs: WordList = "drag-drop copy-paste cut-paste plug-play point-click"

  /// Words before "then" that make a time of it.
  private static let beforeThen: WordList = "since by until till back even every now just than from"

  /// `추가한 다음`, and not `정리한 다음 주`.
  private func next(_ index: Int) -> Joint? {
    guard let stem = stem(before: index), !KoreanWords.periods.contains(word(index + 1)) else {
      return nil
    }
    return stem
  }

  /// `변경 후`, `추가한 후`
  private func after(_ index: Int) -> Joint? {
    guard index > 0, index + 1 < tokens.count, isComma(index + 1) || tokens[index + 1].kind != .mark
    else { return nil }
    if let stem = stem(before: index) { return stem }
    guard word(index).hasPrefix("후") else { return nil }
    return make(index..<index + 1, .then, .strong, isSequence: true)
  }

  private func isComma(_ index: Int) -> Bool { tokens[index].text == "," }

  /// The "한" of `추가한 다음` goes too: what is left is the noun of an action.
  private func stem(before index: Int) -> Joint? {
    let previous = word(index - 1)
    if previous == "한" { return lightStem(before: index) }
    guard index + 1 < tokens.count, previous.unicodeScalars.last?.isPastForm ?? false,
      !Self.noPast.contains(previous)
    else { return nil }
    var joint = make(index..<index + 1, .then, .strong, isSequence: true)
    let end = tokens[index - 1].range.upperBound
    if previous.hasSuffix("한"), previous.unicodeScalars.count > 1 {
      joint.scalars = end - 1..<joint.scalars.upperBound
    }
    return joint
  }

  /// `백업 한 다음`: the verb stands by itself behind the noun of the action.
  private func lightStem(before index: Int) -> Joint? {
    guard index > 1, index + 1 < tokens.count,
      KoreanTask.form(tokens[index - 2..<index - 1]) != .none
    else { return nil }
    return make(index - 1..<index + 1, .then, .strong, isSequence: true)
  }

  /// Words that end like a verb of the past, and are none.
  private static let noPast: WordList =
    "지난 이번 다른 모든 어떤 최근 기간 시간 화면 버전 권한 제한 기한 무한 라인 온라인 도메인 로그인 확인 승인 회원 직원 공간 구간 월간 주간 연간 야간 인원 지원 복원 문 건 안 전"
}
