// Whether the clause speaks of the very thing, and not of a document or ticket about it.

extension ClauseReading {
  /// Whether the noun that is asked for only describes another one, or stands behind another
  /// one: `the search API spec`, `a ticket for the search API`.
  var speaksOfAnotherThing: Bool {
    guard let head = requirement.head, requirement.deed != .verify, requirement.deed != .run,
      let place = places[head]
    else { return false }
    return isExtended(place) || isBesideDocument || isBehindAnotherObject || isOnlyInNames
  }

  /// `search API spec`, 검색 API 설계 문서
  private func isExtended(_ place: Int) -> Bool {
    guard place + 1 < clause.words.count, !matched.contains(place + 1) else { return false }
    let (word, next) = (clause.words[place], clause.words[place + 1])
    if word.isUnspaced { return isExtendedByOf(place + 1) }
    if isOwner(place) { return true }
    if word.number != nil || word.roles.contains(.unit) { return false }
    if next.text.unicodeScalars.contains(where: { $0.isDigit }) { return false }
    if !asksForAnyDeed, !isAboutness(next) { return false }
    guard next.gap == .blank, isPlainNoun(next), !Self.additions.contains(next.text) else {
      return false
    }
    if next.isHangul { return isBare(word) && next.roles.isDisjoint(with: [.final, .connective]) }
    return word.isLatin && next.isLatin && !next.isPast && !next.text.hasSuffix("ly")
      && !isVerb(next)
  }

  /// `the provider's sales team`
  private func isOwner(_ place: Int) -> Bool {
    guard place + 2 < clause.words.count, clause.words[place + 1].gap == .none else { return false }
    return ["s", "'s"].contains(clause.words[place + 1].text)
      && !matched.contains(place + 2) && isPlainNoun(clause.words[place + 2])
  }

  /// 接口文档: a document about one of the things.
  private var isBesideDocument: Bool {
    matched.contains { place in
      guard place + 1 < clause.words.count, !matched.contains(place + 1) else { return false }
      let (word, next) = (clause.words[place], clause.words[place + 1])
      return word.isUnspaced && !word.isDeed && next.isUnspaced && next.gap == .none
        && next.concept == "document"
    }
  }

  /// Add, update, fix, remove: what is done says little, so that the noun has to be the very one.
  private var asksForAnyDeed: Bool {
    switch requirement.deed {
    case .make, .update, .fix, .remove: true
    case .verify, .run, .complete, .prevent, .any, nil: false
    }
  }

  /// What is about a thing, and not the thing.
  private func isAboutness(_ word: Word) -> Bool {
    word.roles.contains(.attempt) || word.concept == "document" || word.concept == "test"
      || Self.drafts.contains { word.text.hasPrefix($0) }
  }

  private static let drafts = [
    "spec", "ticket", "mock", "proposal", "request", "plan", "wireframe", "요청", "목업", "시안", "명세",
    "스펙", "계획", "티켓", "여부", "기획",
  ]

  /// `search API` and nothing more than that.
  private static let additions: Set = [
    "support", "feature", "functionality", "layer", "module", "component", "mode", "system", "기능",
    "모듈", "화면", "시스템", "로직", "코드", "in", "as",
  ]

  /// 搜索接口的设计
  private func isExtendedByOf(_ place: Int) -> Bool {
    guard clause.words[place].text == "的", place + 1 < clause.words.count else { return false }
    return !matched.contains(place + 1) && clause.words[place + 1].roles.contains(.attempt)
  }

  private func isPlainNoun(_ word: Word) -> Bool {
    guard word.isContent, word.number == nil, word.place == .plain else { return false }
    return word.roles.isEmpty || word.roles == .attempt
      || word.roles.isSubset(of: [.subject, .attempt])
      || word.roles == [.verify, .check]
  }

  /// A verb in the present stands behind its subject: `a sound plays`.
  private func isVerb(_ word: Word) -> Bool {
    word.isDeed && word.text.hasSuffix("s") && word.roles.isDisjoint(with: .check)
      || !clause.words.contains { $0.isFinite && $0.range != word.range }
  }

  /// Without a particle: `API`, and not `API를`.
  private func isBare(_ word: Word) -> Bool {
    guard word.isHangul else { return true }
    return word.roles.isDisjoint(with: [.subject, .final, .connective, .modifier])
      && requirement.clause.words.contains { $0.text == word.text }
  }

  /// `Created a ticket for the search API`
  private var isBehindAnotherObject: Bool {
    let words = clause.words
    guard let verb = words.firstIndex(where: { $0.isContent }), words[verb].isLatin,
      words[verb].isPast, words[verb].isDeed, !matched.contains(verb)
    else { return false }
    let object = words[(verb + 1)...].prefix { !Self.links.contains($0.text) && !$0.gap.isStrong }
    guard object.endIndex < words.count,
      ["for", "about", "of"].contains(words[object.endIndex].text)
    else { return false }
    let nouns = object.indices.filter { words[$0].isContent && words[$0].number == nil }
    // `240 lines of dead code`
    if object.contains(where: { $0.number != nil }) { return false }
    return !nouns.isEmpty && nouns.allSatisfy { !matched.contains($0) && isPlainNounOrDocument($0) }
  }

  private func isPlainNounOrDocument(_ place: Int) -> Bool {
    let word = clause.words[place]
    return !Self.additions.contains(word.text)
      && word.roles.isDisjoint(with: [.make, .update, .part])
  }

  private static let links: Set = [
    "for", "about", "of", "to", "in", "on", "with", "from", "at", "by", "and", "so", "that",
  ]

  /// A path that happens to be made of the words.
  private var isOnlyInNames: Bool {
    let words = requirement.clause.words
    guard requirement.essential.contains(where: { words[$0].place == .plain }) else { return false }
    return matched.allSatisfy { clause.words[$0].place == .literal }
  }
}
