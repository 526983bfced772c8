/// A bound that a result has to keep: `under 200 ms`, 90% 이상.
struct Limit {
  let value: Double
  let isUpper: Bool
  /// The keys of its unit, none for a bare number.
  let unit: Set<Int>
  /// The places of its words.
  let places: Set<Int>

  init?(of words: [Word]) {
    let stated = words.indices.first {
      !words[$0].roles.isDisjoint(with: [.atMost, .atLeast]) && words[$0].place != .literal
    }
    guard let bound = stated ?? Self.goal(in: words) else { return nil }
    let numbers = words.indices.filter { words[$0].number != nil }
    guard let place = numbers.min(by: { abs($0 - bound) < abs($1 - bound) }),
      abs(place - bound) <= 3 || stated == nil, let value = words[place].number
    else { return nil }
    let hasUnit = place + 1 < words.count && Self.isUnit(words[place + 1])
    self.value = value
    isUpper = words[bound].roles.contains(.atMost)
    unit = hasUnit ? Set(words[place + 1].meaning.keys) : []
    places = Set([bound, place] + (hasUnit ? [place + 1] : []))
  }

  /// `reach 80 %`, 80% 달성, `raise the coverage to 80 %`: as much as that, or more.
  private static func goal(in words: [Word]) -> Int? {
    guard let number = words.firstIndex(where: { $0.number != nil }), number + 1 < words.count,
      isUnit(words[number + 1])
    else { return nil }
    let isShare = words[number + 1].text.hasPrefix("%")
    return words.indices.first { place in
      let concept = words[place].concept
      return concept == "reach" || isShare && concept == "increase"
    }
  }

  private static func isUnit(_ word: Word) -> Bool {
    word.roles.contains(.unit) || word.gap == .none
  }

  /// Whether the last figure that is no bound itself keeps the limit; `nil` without a figure.
  func isKept(by words: [Word]) -> Bool? {
    var kept: Bool?
    for place in words.indices {
      guard let number = words[place].number, number != value, hasUnit(words, place),
        !isBound(words, place)
      else { continue }
      kept = isUpper ? number < value : number > value
    }
    return kept
  }

  private func hasUnit(_ words: [Word], _ place: Int) -> Bool {
    if unit.isEmpty { return place + 1 >= words.count || !Self.isUnit(words[place + 1]) }
    return place + 1 < words.count && !unit.isDisjoint(with: words[place + 1].meaning.keys)
  }

  /// `from 900 ms`, 8분에서: what it was before.
  private func isBound(_ words: [Word], _ place: Int) -> Bool {
    if place > 0,
      ["from", "was", "were", "с", "со", "由", "从", "원래"].contains(words[place - 1].text)
        || words[place - 1].text == "従来"
    {
      return true
    }
    let unit = place + 1 < words.count ? words[place + 1].text : ""
    return unit.hasSuffix("에서") || unit.hasSuffix("였던")
  }
}
