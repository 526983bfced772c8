/// Whether a clause says that only a part of what was asked for is done.
struct Amounts {
  let requirement: Requirement
  let clause: Clause
  /// Places in the clause of the requirement's words.
  let matched: Set<Int>
  let sentence: Sentence
  let next: Sentence?
  /// The place of the clause in its sentence.
  let index: Int

  var isPartial: Bool {
    isShare && !clause.has([.failure, .trouble]) || isFewer || isOnlySome || restIsOpen
      || isNarrowed || isOtherNumber || isShareInPercent || isOnlyAnother
  }

  private var words: [Word] { clause.words }

  /// `3 of 5`, 5개 중 3개
  private var isShare: Bool {
    for place in words.indices where words[place].roles.contains(.of) {
      guard let before = number(near: place, step: -1), let after = number(near: place, step: 1)
      else { continue }
      let isPartFirst = words[place].isLatin || words[place].isCyrillic
      if isPartFirst ? before < after : after < before { return true }
    }
    return false
  }

  private func number(near place: Int, step: Int) -> Double? {
    for distance in 1...3 {
      let index = place + step * distance
      guard words.indices.contains(index) else { return nil }
      if let number = words[index].number { return number }
    }
    return nil
  }

  /// 메인 페이지 where 모든 페이지 was asked for.
  private var isNarrowed: Bool {
    let asked = requirement.clause.words
    guard !clause.has(.all), let all = asked.firstIndex(where: { $0.roles.contains(.all) }),
      all + 1 < asked.count,
      let noun = words.firstIndex(where: { WordMatch.matches(asked[all + 1], $0) }), noun > 0
    else { return false }
    let before = words[noun - 1]
    return words[noun].gap == .blank && !matched.contains(noun - 1) && before.isContent
      && before.number == nil && !before.isDeed && before.roles.isDisjoint(with: .counter)
  }

  /// `80% complete`
  private var isShareInPercent: Bool {
    guard requirement.limit == nil else { return false }
    let isDone = clause.has(.done) || words.contains { $0.text == "готов" }
    return words.indices.contains { place in
      words[place].number ?? 100 < 100 && place + 1 < words.count
        && words[place + 1].text.hasPrefix("%") && (isDone || isStatus(place))
    }
  }

  /// `Update the guide: 40%`, 가이드 갱신 60%
  private func isStatus(_ place: Int) -> Bool {
    guard place > 0, place + 2 == words.count else { return false }
    return words[place].gap == .colon
      || !words[place - 1].isLatin && words[place - 1].isDeed && matchedOrDeed(place - 1)
  }

  private func matchedOrDeed(_ place: Int) -> Bool {
    matched.contains(place) || requirement.deed?.isReported(by: words[place]) ?? false
  }

  /// 목업만 만들었습니다, `only as a mock`: the only thing is not the one that was asked for.
  private var isOnlyAnother: Bool {
    words.indices.contains { place in
      guard words[place].roles.contains(.only), !matched.contains(place) else { return false }
      if words[place].isHangul {
        return words[place].roles.isDisjoint(with: [.function, .counter])
      }
      guard words[place].isLatin, place + 2 < words.count else { return false }
      return ["as", "in", "on", "for"].contains(words[place + 1].text)
        && !words[(place + 2)...].prefix(3).indices.contains { matched.contains($0) }
    }
  }

  /// Fewer than the criterion counts, without naming its number.
  private var isFewer: Bool {
    guard let wanted = requirement.count else { return false }
    let numbers = sentence.words.compactMap(\.number)
    if numbers.contains(where: { $0 > wanted }) { return false }
    let counts = words.indices.filter { isCount($0) }.compactMap { words[$0].number }
    return counts.contains { $0 < wanted && $0 > 0 } && !words.contains { $0.number == wanted }
      || counts.contains { $0 < wanted } && hasOnly
  }

  /// `50 items` where 20 were asked for, and not at least 20 made.
  private var isOtherNumber: Bool {
    guard let wanted = requirement.count, requirement.deed == nil || requirement.deed == .run,
      let asked = requirement.clause.words.firstIndex(where: { $0.number == wanted }),
      asked + 1 < requirement.clause.words.count
    else { return false }
    let noun = requirement.clause.words[asked + 1]
    let counts = words.indices.filter {
      isCount($0) && WordMatch.matches(noun, words[$0 + 1])
    }.compactMap { words[$0].number }
    return !counts.isEmpty && !counts.contains(wanted)
  }

  private func isCount(_ place: Int) -> Bool {
    guard words[place].number != nil, place + 1 < words.count else { return false }
    return !words[place + 1].roles.contains(.unit)
  }

  private var hasOnly: Bool {
    words.contains { $0.roles.contains(.only) } && !requirement.clause.has(.only)
  }

  private var isOnlySome: Bool { hasOnly && requirement.asksForAll }

  /// `5 remain`
  private func leavesSome(_ clause: Clause) -> Bool {
    clause.has(.occur) && clause.words.contains { $0.number ?? 0 > 0 }
      && !clause.words.contains { $0.isContent && $0.roles.isEmpty && $0.number == nil }
  }

  /// What is said of the rest in the clause or sentence that follows.
  private var restIsOpen: Bool {
    guard !requirement.clause.has(.rest) else { return false }
    let here = sentence.clauses[index...].prefix(2)
    let opening = next?.clauses.first.flatMap {
      $0.words.prefix(2).contains { $0.roles.contains(.rest) } ? $0 : nil
    }
    if requirement.clause.has(.all), here.dropFirst().contains(where: leavesSome) { return true }
    return (here + [opening].compactMap { $0 }).contains { other in
      other.has(.rest) && other.denials.contains { $0.kind != .partial && $0.isWhole }
    }
  }
}
