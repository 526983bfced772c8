/// Which troubles a negation says are not there: `no errors or warnings`, 오류 없음.
struct TroubleNegation {
  let words: [Word]

  static let troubles: Roles = [.trouble, .failure, .blocked, .stopped, .need, .escalate]

  func negated(by index: Int) -> Set<Int> {
    let word = words[index]
    if word.roles.contains(.cannot) { return [] }
    let ahead = word.isHangul ? nil : forward(from: index)
    guard let found = ahead ?? (word.isLatin ? subject(of: index) : backward(from: index)) else {
      return []
    }
    return Set([found]).union(coordinated(with: found, by: index))
  }

  private func forward(from index: Int) -> Int? {
    let word = words[index]
    let isPredicate = words[index].roles.isDisjoint(with: [.no, .without, .longer])
    var reach = isPredicate ? 2 : index + 1 < words.count && words[index + 1].text == "of" ? 6 : 4
    // `have not seen any errors`
    let verbs = words[(index + 1)...].prefix(2)
    if isPredicate, word.isLatin, verbs.contains(where: { $0.roles.contains(.occur) }) { reach = 4 }
    if word.isCyrillic && isPredicate { reach = 1 }
    if word.isUnspaced { reach = 3 }
    for place in (index + 1)..<max(index + 1, min(words.count, index + 1 + reach)) {
      if words[place].gap.isStrong { return nil }
      if isTrouble(place) { return place }
      if isPredicate, words[place].isDeed, !words[place].roles.contains(.occur) { return nil }
    }
    return nil
  }

  /// `the error no longer occurs`, `errors: none`, `ошибок не обнаружено`
  private func subject(of index: Int) -> Int? {
    let word = words[index]
    if word.roles.contains(.no), !word.roles.contains(.longer) {
      return index > 0 && word.gap == .colon && isTrouble(index - 1) ? index - 1 : nil
    }
    let denied = words[(index + 1)...].prefix(3)
    guard word.text == "gone" || denied.contains(where: { $0.roles.contains(.occur) }) else {
      return nil
    }
    return (max(0, index - 7)..<index).last(where: isTrouble)
  }

  private func isTrouble(_ place: Int) -> Bool {
    !words[place].roles.isDisjoint(with: Self.troubles) && words[place].place != .literal
      && words[place].place != .quote
  }

  private func backward(from index: Int) -> Int? {
    let word = words[index]
    let isPredicate = word.roles.isDisjoint(with: [.no, .without])
    if isPredicate, word.isHangul { return backwardOfVerb(index) }
    if isPredicate, word.isCyrillic { return subject(of: index) }
    if isPredicate, !isBesideOccurrence(index) { return nil }
    for place in stride(from: index - 1, through: max(0, index - 4), by: -1) {
      if isTrouble(place) { return place }
      if words[place + 1].gap.isStrong, words[place + 1].gap != .colon { return nil }
      if endsSearch(words[place]) { return nil }
    }
    return nil
  }

  /// 실패한 테스트는 없습니다 goes over the test; a deed that was done ends the search.
  private func endsSearch(_ word: Word) -> Bool {
    word.isDeed && word.roles.isDisjoint(with: [.occur, .check, .verify])
      && (!word.isHangul || !word.roles.isDisjoint(with: [.final, .connective]))
  }

  /// 问题没有再出现, エラーは出ていません: what is denied is that it occurs.
  private func isBesideOccurrence(_ index: Int) -> Bool {
    let near = [index - 2, index - 1, index + 1, index + 2].filter(words.indices.contains)
    return near.contains { !words[$0].roles.isDisjoint(with: [.occur, .verify]) }
      || index > 0 && isTrouble(index - 1)
  }

  /// 실패하지 않았다, 오류가 발생하지 않는다
  private func backwardOfVerb(_ index: Int) -> Int? {
    guard index > 0 else { return nil }
    if isTrouble(index - 1) { return index - 1 }
    guard !words[index - 1].roles.isDisjoint(with: [.occur, .verify]) else { return nil }
    return (max(0, index - 4)..<index - 1).last(where: isTrouble)
  }

  /// `no errors, warnings or failures`; `ошибок и замечаний нет`
  private func coordinated(with found: Int, by index: Int) -> Set<Int> {
    var others: Set<Int> = []
    let step = found > index ? 1 : -1
    var place = found + step
    while words.indices.contains(place), place != index {
      let word = words[place]
      if isTrouble(place) {
        others.insert(place)
      } else if !word.roles.contains(.and) {
        break
      }
      place += step
    }
    return others
  }
}
