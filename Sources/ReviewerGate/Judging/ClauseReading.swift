/// What a clause that has the words of a requirement says about it.
struct ClauseReading {
  let requirement: Requirement
  let clause: Clause
  /// Places in the clause of the requirement's words.
  let matched: Set<Int>
  let sentence: Sentence
  let next: Sentence?
  /// The place of the clause in its sentence.
  let index: Int

  func answer(at place: Statements.Place, isStop: Bool) -> CoverageJudge.Answer? {
    guard let outcome = outcome(isStop: isStop) else { return nil }
    return CoverageJudge.Answer(
      outcome: outcome, place: place, isFirm: !outcome.isCovered && isFirm(outcome))
  }

  private func outcome(isStop: Bool) -> CriterionFinding.Outcome? {
    let quotation = sentence.quotation
    if isStop { return .stopped(quotation) }
    if sentence.context == .next { return .planned(quotation) }
    guard sentence.context.canCover || sentence.context == .risks else { return nil }
    if let denial { return Self.outcome(of: denial.kind, quotation) }
    guard sentence.context.canCover else { return nil }
    if let kept = keepsLimit { return kept ? .reported(quotation) : .failed(quotation) }
    if requirement.limit != nil { return nil }
    if requirement.isOutcome { return result(quotation) }
    if amounts.isPartial {
      return .partial(quotation)
    }
    guard !isImperativeOnly, !isQuestion, !isGerund, reportsDeed else { return nil }
    return isTakenBack ? .denied(quotation) : .reported(quotation)
  }

  private var amounts: Amounts {
    Amounts(requirement: requirement, clause: clause, sentence: sentence, next: next, index: index)
  }

  private static func outcome(
    of kind: Clause.Denial.Kind, _ quotation: CriterionFinding.Quotation
  ) -> CriterionFinding.Outcome {
    switch kind {
    case .denied: .denied(quotation)
    case .planned: .planned(quotation)
    case .partial: .partial(quotation)
    }
  }

  // MARK: Denial

  /// What denies the requirement here, and is not part of what it asks for.
  private var denial: Clause.Denial? {
    let asked = requirement.clause
    let isAskedNegative = asked.denials.contains { $0.kind == .denied && $0.isWhole }
    for denial in clause.denials {
      let word = clause.words[denial.index]
      if asked.words.contains(where: { WordMatch.matches($0, word) || isSameNegation($0, word) }) {
        continue
      }
      if denial.kind == .denied, denial.isWhole, isAskedNegative { continue }
      if denial.isWhole || !matched.isDisjoint(with: denial.scope) { return denial }
    }
    return nil
  }

  private func isSameNegation(_ asked: Word, _ word: Word) -> Bool {
    let negations: Roles = [.not, .no, .without, .cannot]
    return !asked.roles.isDisjoint(with: negations) && !word.roles.isDisjoint(with: negations)
  }

  /// Whether the denial is about this very deed, and not about another one of the same thing.
  private func isFirm(_ outcome: CriterionFinding.Outcome) -> Bool {
    if case .planned = outcome, sentence.context == .next { return false }
    if clause.speaksOfThePast { return false }
    if case .failed = outcome { return true }
    let others = clause.words.indices.filter { index in
      let word = clause.words[index]
      return !matched.contains(index) && word.isDeed && word.isContent
        && !requirement.clause.words.contains { WordMatch.matches($0, word) }
    }
    return others.allSatisfy { index in
      let roles = clause.words[index].roles
      return roles.isDisjoint(with: [.verb, .verify, .check, .works]) || roles.contains(.done)
    }
  }

  // MARK: Deeds and results

  private var reportsDeed: Bool {
    guard let deed = requirement.deed else { return isNoOtherDeed }
    if deed != .verify, deed != .run, clause.onlyLooksAt { return false }
    return deed.isReported(by: clause.words, besides: matched)
  }

  /// A criterion that names only a thing is not covered by what was checked or removed.
  private var isNoOtherDeed: Bool {
    var roles: Roles = []
    for (index, word) in clause.words.enumerated() where !matched.contains(index) {
      roles.formUnion(word.roles.intersection(Word.deeds))
    }
    if requirement.essential.contains(where: { requirement.clause.words[$0].isDeed }) {
      return true
    }
    return roles.isEmpty || !roles.subtracting([.remove, .verify]).isEmpty
  }

  /// `Add the tests.` in running text is no report.
  private var isImperativeOnly: Bool {
    guard sentence.context == .body, let first = clause.words.first, first.isLatin,
      first.isDeed, first.place == .plain
    else { return false }
    return !clause.words.contains { $0.isFinite } && !first.text.hasSuffix("s")
  }

  private var isQuestion: Bool {
    sentence.text.hasSuffix("?") || sentence.text.hasSuffix("\u{FF1F}")
  }

  /// `Indexing the table turned out to be hard`: speaks of the deed, and does not report it.
  private var isGerund: Bool {
    guard let first = clause.words.first(where: { $0.isContent }), first.isLatin, first.isDeed,
      first.text.hasSuffix("ing"), first.text != "testing"
    else { return false }
    return sentence.context == .body && !clause.has([.done, .pass, .works])
  }

  /// `… but later reverted`: the next clause denies the deed without naming its object again.
  private var isTakenBack: Bool {
    guard index + 1 < sentence.clauses.count else { return false }
    let next = sentence.clauses[index + 1]
    let names = next.words.contains { $0.isContent && $0.roles.isEmpty }
    guard !names, let denial = next.denials.first(where: { $0.isWhole && $0.kind == .denied })
    else { return false }
    return next.words[denial.index].roles.contains(.undone)
      || !next.has([.verb, .verify, .run, .check, .works])
  }

  private var keepsLimit: Bool? {
    guard let limit = requirement.limit else { return nil }
    if let kept = limit.isKept(by: sentence.words) { return kept }
    let window = sentence.words + (next?.words ?? [])
    if let kept = limit.isKept(by: window) { return kept }
    return window.contains { $0.number == limit.value } ? true : nil
  }

  private func result(_ quotation: CriterionFinding.Quotation) -> CriterionFinding.Outcome? {
    if !requirement.clause.absent.isEmpty {
      let troubles = matched.filter {
        !clause.words[$0].roles.isDisjoint(with: TroubleNegation.troubles)
      }
      return troubles.isSubset(of: clause.absent) ? .reported(quotation) : .failed(quotation)
    }
    if sentence.hasPresentFailure { return .failed(quotation) }
    if amounts.isPartial { return .partial(quotation) }
    let shown = sentence.clauses.contains { $0.has([.pass, .works, .done]) || !$0.absent.isEmpty }
    return shown ? .reported(quotation) : nil
  }
}
