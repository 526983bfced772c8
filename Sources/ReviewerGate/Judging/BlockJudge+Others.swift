// What only others can give, and have not given.

extension BlockJudge {
  /// `waiting for approval`, 승인 대기 중, and not `waiting requests`.
  func wait(_ index: Int) -> Sign {
    let isForOthers = sentence.words.contains {
      !$0.roles.isDisjoint(with: [.resource, .party, .grant])
    }
    return Sign(text: words[index].text, isPredicate: isForOthers && isWaiting(index), isWeak: true)
  }

  private func isWaiting(_ index: Int) -> Bool {
    let word = words[index]
    let next = index + 1 < words.count ? words[index + 1] : nil
    if word.text == "wait" {
      return index == 0 || ["i", "we", "to", "must"].contains(words[index - 1].text)
    }
    guard let next else { return true }
    if word.isLatin {
      return word.text.hasPrefix("await") || ["for", "on", "until"].contains(next.text)
        || next.roles.contains(.resource) && next.gap == .blank
    }
    guard word.isHangul else { return true }
    return next.gap.isStrong || next.text.hasPrefix("중") || next.isAuxiliaryOfKorean
      || !word.roles.isDisjoint(with: [.final, .connective]) || word.text.hasSuffix("로")
  }

  /// `need credentials from the platform team`, 승인이 필요
  func need(_ index: Int) -> Sign? {
    let reach = words[max(0, index - 5)..<min(words.count, index + 7)]
    guard let resource = reach.first(where: { $0.roles.contains(.resource) }) else { return nil }
    return Sign(
      text: "\(words[index].text) \(resource.text)",
      isPredicate: !words[index].roles.contains(.modifier), isWeak: true)
  }

  /// `no permission`, `credentials are missing`, 권한 없음
  func lack(_ index: Int) -> Sign? {
    let reach = max(0, index - 4)..<min(words.count, index + 5)
    guard let lack = reach.first(where: { isLack($0, of: index) }) else { return nil }
    let (from, to) = (min(index, lack), max(index, lack))
    // 승인 필요 없음, `no approval needed`: it is not asked for.
    let near = words[from..<min(words.count, to + 3)]
    if near.contains(where: { $0.roles.contains(.need) }) { return nil }
    if words[(from + 1)...to].contains(where: { $0.gap.isStrong }) { return nil }
    let isEmbedded =
      words[lack].isHangul
      && !words[lack].roles.isDisjoint(with: [.modifier, .purpose, .condition])
    return Sign(text: text(from: index, to: lack), isPredicate: !isEmbedded, isWeak: true)
  }

  private func isLack(_ place: Int, of index: Int) -> Bool {
    let word = words[place]
    if place == index || word.place == .quote { return false }
    if word.isLatin {
      if ["denied", "expired", "missing", "revoked", "refused"].contains(word.text) { return true }
      if word.roles.contains(.not), place + 1 < index {
        return words[place + 1].isOfHaving
      }
      return !word.roles.isDisjoint(with: [.no, .without]) && place < index
    }
    if word.isHangul {
      return word.roles.contains(.no) && place > index && words[place - 1].text != "수"
    }
    return !word.roles.isDisjoint(with: [.no, .trouble])
      || word.roles.contains(.not) && !word.isCyrillic
  }

  /// `has not been granted`, 발급해 주지 않아
  func refusal(_ index: Int) -> Sign? {
    let isOfOthers = sentence.words.contains { !$0.roles.isDisjoint(with: [.party, .resource]) }
    guard isOfOthers, sentence.context != .changes,
      let denial = clause.denials.first(where: {
        $0.isWhole && $0.kind == .denied && abs($0.index - index) <= 3
      })
    else { return nil }
    let text = words[min(index, denial.index)...max(index, denial.index)].map(\.text).joined(
      separator: " ")
    return Sign(
      text: text, isPredicate: !words[denial.index].roles.contains(.purpose), isWeak: true)
  }
}
