/// The number that counts a trouble: `10 failed`, `errors: 0`, 실패 0건.
struct ZeroCount {
  let words: [Word]

  func isZero(_ index: Int) -> Bool {
    !words[index].roles.isDisjoint(with: [.trouble, .failure, .blocked]) && count(of: index) == 0
  }

  /// How many there are of what stands at `index`; `nil` where no number stands beside it.
  func count(of index: Int) -> Double? {
    let ahead = numberAhead(index)
    let behind = numberBehind(index)
    if !words[index].isLatin || follows(.colon, index) { return behind ?? ahead }
    return ahead ?? behind
  }

  private func follows(_ gap: Word.Gap, _ index: Int) -> Bool {
    index + 1 < words.count && words[index + 1].gap == gap
  }

  /// `0 compiler errors`, `3 个测试失败`, `1건 실패`
  private func numberAhead(_ index: Int) -> Double? {
    var place = index
    for _ in 0..<4 {
      if place == 0 || words[place].gap.isStrong { return nil }
      place -= 1
      if let number = words[place].number { return counts(place, index) ? number : nil }
      let roles = words[place].roles
      if Self.prepositions.contains(words[place].text) { return nil }
      if !roles.isDisjoint(with: [.trouble, .failure, .pass, .auxiliary, .occur, .fix]) {
        return nil
      }
    }
    return nil
  }

  /// `code 2 on an error`: the number belongs to what stands in front of it.
  private static let prepositions: Set = ["on", "at", "in", "with", "for", "by", "after", "when"]

  /// 403 에러 is a kind of error: in Korean a number counts with 개 or 건 behind it.
  private func counts(_ place: Int, _ index: Int) -> Bool {
    !words[index].isHangul || words[place].number == 0 || words[place + 1].roles.contains(.counter)
  }

  /// `errors: 0`, 누락된 행은 0건
  private func numberBehind(_ index: Int) -> Double? {
    var place = index + 1
    for step in 0..<3 where place < words.count {
      let gap = words[place].gap
      if gap.isStrong, gap != .colon || step > 0 { return nil }
      if let number = words[place].number { return isCount(place) ? number : nil }
      if words[index].isLatin, step > 0 || gap != .colon { return nil }
      if !words[place].roles.isDisjoint(with: [.trouble, .failure, .pass, .fix]) { return nil }
      place += 1
    }
    return nil
  }

  /// Not `error 404`, nor 오류 3초.
  private func isCount(_ place: Int) -> Bool {
    if words[place].gap == .colon { return true }
    guard !words[place].isLatin || words[place].number != nil else { return false }
    let next = place + 1 < words.count ? words[place + 1] : nil
    return next?.roles.contains(.counter) ?? false || next == nil || words[place].number == 0
  }
}
