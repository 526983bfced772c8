// Deeds that are wanted, possible or under way, and not done.

extension DenialReader {
  private static let deeds: Roles = [.make, .update, .fix, .remove, .run, .verify]

  /// 필요합니다, `needs`: not a modifier, and not what is not needed.
  func isWanting(_ index: Int) -> Bool {
    let word = words[index]
    if word.roles.contains(.modifier) { return false }
    if word.isLatin { return word.text != "requirement" && word.text != "requirements" }
    return true
  }

  /// `would`, `might`: no fact. Korean says so with verbs of ability, which products have too.
  func isSupposed(_ word: Word) -> Bool {
    word.roles.contains([.modal, .function]) && (word.isLatin || word.isCyrillic)
  }

  /// 통과할 것으로 보임, 추가된 것 같습니다, 아마
  func isSupposedInKorean(_ index: Int) -> Bool {
    let word = words[index]
    guard word.isHangul else { return false }
    if word.text.hasPrefix("아마") { return true }
    guard index > 0, words[index - 1].text.hasPrefix("것") else { return false }
    return ["보이", "보임", "보입", "보여", "같", "예상", "추정", "생각", "기대"]
      .contains { word.text.hasPrefix($0) }
  }

  /// 리뷰 대기 상태입니다
  func isWaiting(_ index: Int) -> Bool {
    guard words[index].isHangul, words[index].roles.isDisjoint(with: .modifier) else {
      return false
    }
    guard index + 1 < words.count else { return true }
    let next = words[index + 1].text
    return ["중", "상태입", "상태이", "상태임"].contains { next.hasPrefix($0) }
  }

  /// 다음 스프린트에
  func isNextTime(_ index: Int) -> Bool {
    guard index + 1 < words.count else { return false }
    return ["스프린트", "주", "달", "번", "버전", "릴리스", "릴리즈", "분기", "배포", "PR", "pr"]
      .contains { words[index + 1].text.hasPrefix($0) }
  }

  /// 구현하는 중, 구현하고 있습니다, 実装しています, `can be written`
  func isInProgress(_ index: Int) -> Bool {
    let word = words[index]
    guard index > 0 else { return false }
    let before = words[index - 1]
    if word.text.hasPrefix("중"), word.isHangul { return isDuring(index, before) }
    if word.text.hasPrefix("있"), before.text.hasSuffix("고"), word.isHangul { return isDeed(before) }
    if word.text == "中" { return isDeed(before) && word.gap == .none }
    if word.roles.contains(.progress) { return isDeed(before) && before.text != "対応" }
    if word.text == "being", index + 1 < words.count { return words[index + 1].isDeed }
    if word.text == "be", before.text == "can", index + 1 < words.count {
      return isDeed(words[index + 1])
    }
    return false
  }

  /// 중, 중입니다 and 중이며 at the end of a clause; not 5개 중.
  private func isDuring(_ index: Int, _ before: Word) -> Bool {
    let forms = ["중", "중입니다", "중이며", "중이고", "중임", "중이다", "중이라"]
    guard forms.contains(words[index].text), before.number == nil,
      !before.roles.contains(.counter)
    else { return false }
    return index + 1 == words.count || words[index + 1].gap.isStrong || words[index].text != "중"
  }

  private func isDeed(_ word: Word) -> Bool { !word.roles.isDisjoint(with: Self.deeds) }
}
