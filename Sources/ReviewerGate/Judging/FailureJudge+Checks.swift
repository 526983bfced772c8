// What a check came upon.

extension FailureJudge {
  /// 콘솔에 TypeError가 발생함: the name of an error that is said to be there.
  func isThrown(_ index: Int) -> Bool {
    let word = words[index]
    guard word.meaning.hidden?.kind == .failure, sentence.context == .validation,
      !word.text.contains("/"), !word.text.contains("."), clause.denials.isEmpty,
      !clause.has([.no, .not, .longer, .fix, .remove, .formerly]), !isConditional(index)
    else { return false }
    return words[(index + 1)...].contains { $0.roles.contains(.occur) }
      || words[..<index].contains { ["throws", "threw", "raises", "raised"].contains($0.text) }
  }

  /// `38/40`, `27 of 30 specs pass`, 40개 중 38개만 통과: not all that was checked is well.
  func isShortShare(_ index: Int) -> Bool {
    guard sentence.context == .validation, let part = words[index].number,
      let whole = share(of: index), asked.isEmpty || asked.allSatisfy({ $0.count == nil })
    else { return false }
    return part < whole
      && (clause.has([.pass, .check]) || index + 2 == words.count)
      && !clause.has([.failure, .undone])
  }

  private func share(of index: Int) -> Double? {
    if index + 1 < words.count, words[index + 1].gap == .slash,
      index == 0 || words[index].gap != .slash
    {
      return words[index + 1].number
    }
    if index + 2 < words.count, words[index + 1].text == "of" { return words[index + 2].number }
    let before = words[..<index].suffix(4)
    guard !words[index].isLatin || before.contains(where: { $0.isHangul || $0.isUnspaced }),
      let of = before.firstIndex(where: { $0.roles.contains(.of) })
    else { return nil }
    return words[..<of].suffix(2).compactMap(\.number).last
  }
}
