import Prose

/// 후, 뒤 and 다음 behind an action: `변경 후`, `추가한 다음`, `백업 한 뒤`. Behind what users do, and
/// before a span of time, they only tell when something happens: `로그인 후 30분`.
struct KoreanThen {
  let tokens: [Token]

  /// The joint that ends with the word at `index`. The "한" of `추가한 다음` goes with it: what is
  /// left is the noun of an action.
  func joint(at index: Int) -> Joint? {
    guard index > 0, index + 1 < tokens.count, KoreanWords.then.contains(tokens[index].text) else {
      return nil
    }
    let (word, last, next) = (tokens[index], tokens[index - 1], tokens[index + 1])
    guard last.isWord, !next.isMark || next.kind == .mark(.comma),
      !KoreanWords.notBehindThen.contains(next.text), !next.text.hasSuffix("는"),
      next.text.unicodeScalars.first?.digit == nil
    else { return nil }
    var joint = Joint(kind: .then, tokens: index..<index + 1, range: word.range)
    let isAfter = word.text.hasPrefix("후")
    if ["그런", "그"].contains(last.text) && !isAfter
      || last.text == "한" && index > 1 && isAction(at: index - 2)
    {
      joint.tokens = index - 1..<index + 1
      joint.range = last.range.lowerBound..<word.range.upperBound
    } else if last.text.hasSuffix("한") {
      guard isAction(String(last.text.dropLast()), at: index - 1) else { return nil }
      joint.range = last.range.upperBound - 1..<word.range.upperBound
    } else if !KoreanWords.past.contains(last.text) {
      guard isAfter, isAction(at: index - 1) else { return nil }
    }
    return joint
  }

  private func isAction(at index: Int) -> Bool { isAction(tokens[index].text, at: index) }

  /// Whether `noun`, at `index`, is what somebody is asked to do: what users do is it only where
  /// that says what it is done to.
  private func isAction(_ noun: String, at index: Int) -> Bool {
    let before = index > 0 ? tokens[index - 1].text : ""
    if before.hasSuffix("을") || before.hasSuffix("를") { return true }
    guard !KoreanWords.events.contains(noun),
      !before.isEmpty || !KoreanWords.operations.contains(noun)
    else { return false }
    let scalars = noun.unicodeScalars
    return KoreanWords.actions.ends(noun) || scalars.last == "화" && scalars.count > 2
  }
}
