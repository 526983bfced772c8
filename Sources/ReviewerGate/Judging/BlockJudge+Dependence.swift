// What cannot go on before others have done their part.

extension BlockJudge {
  /// `I cannot measure before they return it`, 갱신해 주시기 전까지 손댈 수 없습니다.
  func dependence(_ index: Int) -> Sign? {
    guard isInability(at: index), words.indices.contains(where: isBound),
      sentence.context != .changes || !clause.has(.now)
    else { return nil }
    return Sign(
      text: words[index].text, isPredicate: words[index].roles.isDisjoint(with: .modifier),
      isWeak: true)
  }

  private func isInability(at index: Int) -> Bool {
    let word = words[index]
    if word.isHangul {
      return word.text.hasPrefix("없") && index > 0 && words[index - 1].text == "수"
        || word.text.hasPrefix("못")
    }
    return word.roles.contains(.cannot) || word.text == "nothing"
      || word.text == "n't" && index > 0 && ["ca", "could"].contains(words[index - 1].text)
  }

  /// `until they …`, `without the key from the customer`, 팀이 …하기 전에는
  private func isBound(_ place: Int) -> Bool {
    let word = words[place]
    if word.isHangul {
      return ["전까지", "전에는", "때까지", "전까진", "때까진"].contains { word.text.hasPrefix($0) }
        && words[..<place].contains {
          isOther($0) || $0.text.hasPrefix("주") || $0.text.has("주시")
        }
    }
    guard ["until", "before", "without", "unless"].contains(word.text) else { return false }
    return words[(place + 1)...].prefix(4).contains(where: isOther)
  }

  private func isOther(_ word: Word) -> Bool {
    !word.roles.isDisjoint(with: [.party, .resource, .grant])
      || ["they", "he", "she", "somebody", "someone"].contains(word.text)
  }
}
