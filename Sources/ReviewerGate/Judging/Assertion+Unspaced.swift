import Prose

// Chinese and Japanese, where no blank parts the words.

extension Assertion {
  var holdsInUnspaced: Bool {
    isJapanese ? holdsInJapanese : holdsInChinese
  }

  private var isJapanese: Bool {
    sentence.text.unicodeScalars.contains { $0.isHiragana || $0.isKatakana }
  }

  /// The predicate ends the clause; a word that is not known may be another one.
  private var holdsInJapanese: Bool {
    let last = words.lastIndex {
      $0.isContent && $0.place != .parenthesis && $0.place != .literal && $0.number == nil
        && $0.roles.isDisjoint(with: [.counter, .unit, .not, .all])
    }
    guard let last else { return false }
    if words.indices.contains(where: { isReporting($0) && isFollowedByComma($0) }) { return true }
    if !words[last].roles.isDisjoint(with: [.done, .pass, .run, .works]), last > 0,
      words[last - 1].isDeed
    {
      return isReporting(last - 1) || isReporting(last) || matched.contains(last - 1)
    }
    return isReporting(last) && (!isMadeFor(last) || isObject(before: last))
      || matched.contains(last)
  }

  /// 送信する機能を実装: what was made is the deed itself.
  private func isObject(before last: Int) -> Bool {
    words[..<last].lastIndex { $0.isContent }.map { matched.contains($0) } ?? false
  }

  /// 実装し、: was done on the way to the predicate.
  private func isFollowedByComma(_ place: Int) -> Bool {
    let behind = words[(place + 1)...].first { !$0.roles.contains(.function) }
    return behind?.gap == .comma
  }

  /// A verb in front of 的 only describes a noun.
  private var holdsInChinese: Bool {
    words.indices.contains { place in
      (isReporting(place) && !isMadeFor(place)
        || matched.contains(place) && requirement.deed == nil)
        && !isBeforeOf(place)
    }
  }

  private func isBeforeOf(_ place: Int) -> Bool {
    guard let of = words[(place + 1)...].firstIndex(where: { $0.text == "的" }) else { return false }
    return of + 1 < words.count && !matched.contains(of + 1) && words[of + 1].place == .plain
  }
}
