/// Whether a clause that has the words of a requirement asserts its deed: its predicate has to
/// report it. What is asked for, written about or given to others is named, and not done.
struct Assertion {
  let requirement: Requirement
  let clause: Clause
  /// Places in the clause of the requirement's words.
  let matched: Set<Int>
  let sentence: Sentence

  var words: [Word] { clause.words }

  var holds: Bool {
    if statesPresence || isQualification { return true }
    if words.contains(where: { $0.isHangul && $0.place != .quote }) { return holdsInKorean }
    if words.contains(where: { $0.isUnspaced }) { return holdsInUnspaced }
    return holdsInAlphabet
  }

  /// Whether the word at `place` would report the deed if it is asserted.
  func isReporting(_ place: Int) -> Bool {
    let word = words[place]
    guard !word.isNamePart, word.place != .quote || isAskedQuote else { return false }
    if let deed = requirement.deed {
      return deed.isReported(by: word) && (!matched.contains(place) || word.isVerbForm)
    }
    if matched.contains(place) { return true }
    if requirement.namesDeed { return !word.roles.isDisjoint(with: [.make, .done, .works]) }
    return Deed.complete.isReported(by: word) && word.roles.isDisjoint(with: [.verify, .remove])
  }

  private var isAskedQuote: Bool { requirement.clause.words.contains { $0.place == .quote } }

  /// `There is now a search API`: no other verb says that it is there.
  private var statesPresence: Bool {
    guard mayBePresent,
      !words.indices.contains(where: {
        !matched.contains($0) && words[$0].isDeed && !words[$0].isNamePart
          && words[$0].place != .parenthesis
      })
    else { return false }
    return clause.has(.now) || words.contains { Self.presence.contains($0.text) }
      || requirement.clause.words.first?.text == "make" && clause.has(.auxiliary)
  }

  /// `It must be the one from the new CA`: says more of a thing that another clause asks for.
  private var isQualification: Bool {
    requirement.deed == nil && !requirement.namesDeed
      && requirement.clause.words.first?.roles.contains(.pronoun) ?? false
  }

  private var mayBePresent: Bool {
    switch requirement.deed {
    case .make, .update: true
    case .fix, .remove, .verify, .run, .complete, .prevent, .any: false
    case nil: !requirement.namesDeed
    }
  }

  private static let presence: Set = [
    "has", "have", "there", "live", "available", "exists", "可以", "能够",
  ]
}
