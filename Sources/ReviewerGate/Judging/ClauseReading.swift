/// What a clause that has the words of a requirement says about it.
struct ClauseReading {
  let requirement: Requirement
  let clause: Clause
  /// For places of the requirement's words the places in the clause.
  let places: [Int: Int]
  let sentence: Sentence
  let next: Sentence?
  /// The place of the clause in its sentence.
  let index: Int

  var matched: Set<Int> { Set(places.values) }

  func answer(
    at place: Statements.Place, isStop: Bool, mayBeFirm: Bool
  ) -> CoverageJudge.Answer? {
    guard let outcome = outcome(isStop: isStop) else { return nil }
    return CoverageJudge.Answer(
      outcome: outcome, place: place, isFirm: mayBeFirm && !outcome.isCovered && isFirm(outcome))
  }

  private func outcome(isStop: Bool) -> CriterionFinding.Outcome? {
    let quotation = sentence.quotation
    if isStop { return .stopped(quotation) }
    if sentence.context == .next { return .planned(quotation) }
    guard sentence.context.canCover || sentence.context == .risks else { return nil }
    if isPrevented { return .reported(quotation) }
    if let denial { return Self.outcome(of: denial.kind, quotation) }
    guard sentence.context.canCover else { return nil }
    if requirement.isProhibition, !saysNo { return .failed(quotation) }
    if isOpposite { return nil }
    if let kept = keepsLimit { return kept ? .reported(quotation) : .failed(quotation) }
    if requirement.limit != nil { return nil }
    if requirement.isOutcome { return result(quotation) }
    if amounts.isPartial {
      return .partial(quotation)
    }
    if speaksOfAnotherThing || isReversed { return nil }
    if statesFailure { return .denied(quotation) }
    guard !isImperativeOnly, !isQuestion, !isGerund, reportsDeed else { return nil }
    return isTakenBack ? .denied(quotation) : .reported(quotation)
  }

  var amounts: Amounts {
    Amounts(
      requirement: requirement, clause: clause, matched: matched, sentence: sentence, next: next,
      index: index)
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

  private var reportsDeed: Bool {
    if requirement.mayNotBeLookedAt, clause.onlyLooksAt { return false }
    return Assertion(
      requirement: requirement, clause: clause, matched: matched, sentence: sentence
    ).holds
  }
}
