/// Judges whether the report states as done what one requirement asks for.
struct CoverageJudge {
  typealias Place = Statements.Place
  typealias Outcome = CriterionFinding.Outcome

  let statements: Statements
  /// Clauses that say that something outside stops the work.
  let stops: Set<Place>

  /// What one clause says about a requirement, and where.
  struct Answer {
    let outcome: Outcome
    let place: Place
    /// Whether a denial is about the deed itself, so that it outweighs a statement elsewhere.
    let isFirm: Bool
  }

  func answer(to requirement: Requirement) -> Answer? {
    var covering: Answer?
    var denying: Answer?
    for place in candidates(for: requirement) {
      guard let answer = answer(to: requirement, at: place) else { continue }
      if answer.outcome.isCovered {
        covering = covering ?? answer
      } else if denying == nil || answer.isFirm && !(denying?.isFirm ?? false) {
        denying = answer
      }
    }
    if let denying, denying.isFirm || covering == nil { return denying }
    return covering ?? resolution(for: requirement)
  }

  /// The clauses that have all the words, or may have the others in the clauses around them.
  func candidates(for requirement: Requirement) -> [Place] {
    let hits = statements.hits(of: requirement.keys)
    let mayBeSplit = requirement.isOutcome || requirement.isRepair
    let named = requirement.essential.count { isAmongFiles($0, of: requirement) }
    return hits.indices.filter { number in
      hits[number] > 0 && hits[number] >= requirement.keys.count - named
        || hits[number] > 0
          && (mayBeSplit || statements.places[number].clause > 0
            || requirement.isSubject
              && statements.sentence(at: statements.places[number]).clauses.count > 1)
    }.map { statements.places[$0] }
  }

  private func answer(to requirement: Requirement, at place: Place) -> Answer? {
    let clause = statements.clause(at: place)
    let matched = WordMatch.places(
      of: requirement.essential, in: requirement, among: clause.words)
    let missing = requirement.essential.filter {
      matched[$0] == nil && !isAmongFiles($0, of: requirement)
    }
    guard missing.isEmpty || isCarried(missing, of: requirement, at: place, matched) else {
      return nil
    }
    let reading = ClauseReading(
      requirement: requirement, clause: clause, places: matched,
      sentence: statements.sentence(at: place), next: next(after: place), index: place.clause)
    // What another clause lends a word to may be about another thing.
    return reading.answer(
      at: place, isStop: stops.contains(place), mayBeFirm: missing.isEmpty || requirement.isOutcome)
  }

  /// A path beside other words may stand under `Files:` instead.
  private func isAmongFiles(_ place: Int, of requirement: Requirement) -> Bool {
    let word = requirement.clause.words[place]
    return word.place == .literal && requirement.essential.count > 1
      && statements.files.contains { WordMatch.matches(word, $0) }
  }

  private func next(after place: Place) -> Sentence? {
    let next = place.sentence + 1
    guard next < statements.sentences.count,
      statements.sentences[next].context == statements.sentence(at: place).context
    else { return nil }
    return statements.sentences[next]
  }
}
