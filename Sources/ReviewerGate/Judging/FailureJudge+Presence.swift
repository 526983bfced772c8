// What the clause says is there.

extension FailureJudge {
  /// Whether the clause says that it is there: `errors remain`, 오류가 발생했다.
  func isPresent(_ index: Int) -> Bool {
    let word = words[index]
    if !word.roles.isDisjoint(with: [.final, .connective]) { return true }
    if word.isUnspaced, word.roles.contains(.failure), !isAttributive(index) { return true }
    if isSubject(index) || isIndefinite(index) { return true }
    if word.isLatin, word.roles.contains(.failure), !isAttributive(index), word.text != "failure",
      word.text != "failures"
    {
      return true
    }
    return words.indices.contains { place in
      place != index && words[place].roles.contains(.occur)
        && !words[place].roles.contains(.modifier)
        && (word.isLatin || place > index) && !isAsked(place)
    } || words.contains { ["still", "여전히", "まだ", "仍", "仍然", "known", "알려진"].contains($0.text) }
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
}
