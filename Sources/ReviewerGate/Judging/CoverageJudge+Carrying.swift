// Words that an earlier clause has.

extension CoverageJudge {
  /// `결제 취소 흐름을 구현하고 테스트를 추가`: what describes the thing stood in the clause before.
  func isCarried(
    _ missing: [Int], of requirement: Requirement, at place: Place, _ matched: [Int: Int]
  ) -> Bool {
    if requirement.isOutcome, missing.count < requirement.essential.count {
      let words = statements.sentence(at: place).words
      return WordMatch.places(of: missing, in: requirement, among: words).count
        == missing.count
    }
    if requirement.isSubject { return isSpread(missing, of: requirement, at: place) }
    if isPronoun(for: missing, of: requirement, at: place) { return true }
    if isElided(missing, of: requirement, at: place) { return true }
    guard place.clause > 0, let head = requirement.head, let found = matched[head],
      missing.allSatisfy({ requirement.describesHead($0) }),
      isBare(found, statements.clause(at: place).words, Set(matched.values))
    else { return false }
    let earlier = statements.sentence(at: place).clauses[..<place.clause].flatMap(\.words)
    let carried = WordMatch.places(of: missing, in: requirement, among: earlier)
    return carried.count == missing.count
  }

  /// `Added a token bucket and wrote benchmarks for it`
  private func isPronoun(
    for missing: [Int], of requirement: Requirement, at place: Place
  ) -> Bool {
    guard place.clause > 0, missing.count < requirement.essential.count,
      statements.clause(at: place).words.contains(where: { Self.pronouns.contains($0.text) })
    else { return false }
    let before = statements.sentence(at: place).clauses[place.clause - 1]
    return before.denials.isEmpty
      && WordMatch.places(of: missing, in: requirement, among: before.words).count == missing.count
  }

  private static let pronouns: Set = ["it", "them", "both", "over", "there", "likewise"]

  /// `The certificate arrived and is now installed`: the subject stands in the clause before.
  private func isElided(_ missing: [Int], of requirement: Requirement, at place: Place) -> Bool {
    let clause = statements.clause(at: place)
    guard place.clause > 0, missing.count < requirement.essential.count,
      let verb = clause.words.firstIndex(where: \.isFinite),
      clause.words[verb].roles.contains(.auxiliary),
      !clause.words[..<verb].contains(where: { $0.isContent }), clause.words[0].roles.contains(.and)
    else { return false }
    let before = statements.sentence(at: place).clauses[place.clause - 1]
    return before.denials.isEmpty
      && WordMatch.places(of: missing, in: requirement, among: before.words).count == missing.count
  }

  /// A task of several clauses that a sentence tells of in several, none of which denies anything.
  private func isSpread(_ missing: [Int], of requirement: Requirement, at place: Place) -> Bool {
    let sentence = statements.sentence(at: place)
    return missing.count < requirement.essential.count
      && sentence.clauses.allSatisfy { $0.denials.isEmpty }
      && WordMatch.places(of: missing, in: requirement, among: sentence.words).count
        == missing.count
  }

  /// Whether nothing else describes the word at `index`: not `unit tests` for `tests`.
  private func isBare(_ index: Int, _ words: [Word], _ matched: Set<Int>) -> Bool {
    guard index > 0 else { return true }
    let before = words[index - 1]
    return matched.contains(index - 1) || before.gap.isStrong || !before.isContent
      || before.isDeed || before.number != nil || words[index].gap.isStrong
  }

  /// What used to fail in one clause and is repaired in a later one of the sentence.
  func resolution(for requirement: Requirement) -> Answer? {
    guard requirement.isRepair else { return nil }
    for place in candidates(for: requirement) {
      let sentence = statements.sentence(at: place)
      let words = sentence.clauses[place.clause...].flatMap(\.words)
      guard sentence.context.canCover, statements.clause(at: place).speaksOfThePast,
        sentence.clauses[(place.clause + 1)...].contains(where: \.repairs),
        WordMatch.places(of: requirement.essential, in: requirement, among: words)
          .count == requirement.essential.count
      else { continue }
      return Answer(outcome: .reported(sentence.quotation), place: place, isFirm: false)
    }
    return nil
  }
}
