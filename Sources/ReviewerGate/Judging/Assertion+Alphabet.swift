// Languages with blanks and a verb behind its subject: English and Russian.

extension Assertion {
  var holdsInAlphabet: Bool {
    let reporting = words.indices.filter { isReporting($0) && !isMadeFor($0) && !isOnlyThing($0) }
    return reporting.contains(where: isAsserted)
  }

  /// `Created a branch to replace the banner`: what was made is not the deed.
  func isMadeFor(_ place: Int) -> Bool {
    requirement.namesDeed && requirement.deed == nil && !matched.contains(place)
      && words[place].roles.contains(.make)
  }

  /// A Russian noun reports no deed that the criterion names.
  private func isOnlyThing(_ place: Int) -> Bool {
    requirement.namesDeed && requirement.deed == nil && words.contains(where: \.isCyrillic)
      && !words[place].isDeed
      && !Self.participles.contains { words[place].text.hasSuffix($0) }
  }

  private static let participles = ["ен", "ён", "ена", "ено", "ены", "ан", "ана", "ано", "аны"]

  private func isAsserted(_ place: Int) -> Bool {
    let word = words[place]
    if isInfinitive(place) { return false }
    if word.text.hasSuffix("ing"), word.isDeedOnly { return clause.has([.done, .pass, .works]) }
    if word.isCyrillic { return true }
    if word.roles.contains(.done) { return !hasOtherMainVerb(than: place) }
    if word.isPast { return !isAttributive(place) }
    if word.text.hasSuffix("s"), word.isDeedOnly, !isNoun(place) {
      return !words.contains { $0.text == "itself" }
    }
    return !hasOtherMainVerb(than: place)
  }

  /// `to rotate`, and Russian `обновить` behind another word.
  private func isInfinitive(_ place: Int) -> Bool {
    guard place > 0 else { return false }
    if words[place].isCyrillic {
      // `ветка для замены`, `задача на замену`: what it is for.
      if ["для", "на", "о", "об", "по"].contains(words[place - 1].text) { return true }
      return ["ть", "ти", "ться"].contains { words[place].text.hasSuffix($0) }
    }
    return words[place - 1].text == "to" && !words[place].isPast
  }

  /// `the updated guide`
  private func isAttributive(_ place: Int) -> Bool {
    guard place > 0, place + 1 < words.count, Self.articles.contains(words[place - 1].text),
      words[place + 1].gap == .blank
    else { return false }
    return words[place + 1].isContent && !words[place + 1].isPast
  }

  private func isNoun(_ place: Int) -> Bool {
    place > 0 && Self.articles.contains(words[place - 1].text)
  }

  private static let articles: Set = [
    "the", "a", "an", "our", "your", "their", "its", "this", "that", "each", "every", "any",
  ]

  /// A verb in the past that reports something else, so that the word at `place` is only named.
  private func hasOtherMainVerb(than place: Int) -> Bool {
    words.indices.contains { other in
      other != place && words[other].isPast && !words[other].isNamePart
        && words[other].roles.isDisjoint(with: [.function, .optional, .auxiliary, .done, .pass])
        && words[other].place != .quote && words[other].place != .parenthesis
        && !isReporting(other) && !isAttributive(other) && !matched.contains(other)
        && (other < place || !words[(place + 1)...other].contains { $0.gap.isStrong })
    }
  }
}
