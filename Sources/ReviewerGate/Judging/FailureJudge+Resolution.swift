// What the work removed, and what was so only earlier.

extension FailureJudge {
  /// Fixed in this clause, or so earlier and repaired in a later one.
  func isResolved(_ index: Int) -> Bool {
    if clause.denials.contains(where: { $0.isWhole }) { return false }
    let resolves = words.indices.contains { place in
      place != index && !words[place].roles.isDisjoint(with: [.fix, .remove])
        && words[place].place != .literal && !isAttribute(place) && !isNoun(place)
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

  /// `after the fix`, 修复后
  private func isNoun(_ place: Int) -> Bool {
    let word = words[place]
    if word.isUnspaced {
      return place + 1 < words.count && ["后", "後"].contains(words[place + 1].text)
    }
    guard word.isLatin, !word.isPast, place > 0 else { return false }
    return ["the", "a", "this", "after", "each", "every"].contains(words[place - 1].text)
  }

  /// `errors remain`, and not 발생하던 오류.
  private func isLeft(_ index: Int) -> Bool {
    words.indices.contains { place in
      words[place].roles.contains(.occur) && !words[place].roles.contains(.modifier)
        && place != index && (words[index].isLatin || place > index) && !words[place].isDeed
    }
  }
}
