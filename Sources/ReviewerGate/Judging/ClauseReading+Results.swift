// Requirements that ask for a result.

extension ClauseReading {
  var keepsLimit: Bool? {
    guard let limit = requirement.limit else { return nil }
    if let kept = limit.isKept(by: sentence.words) { return kept }
    let window = sentence.words + (next?.words ?? [])
    if let kept = limit.isKept(by: window) { return kept }
    return window.contains { $0.number == limit.value } ? true : nil
  }

  /// `CI was green before the bump`
  private var isOfEarlier: Bool {
    guard let before = clause.words.lastIndex(where: { $0.text == "before" }) else { return false }
    return clause.words[..<before].contains { $0.text == "was" || $0.text == "were" }
      && clause.words[..<before].contains { $0.roles.contains(.pass) }
  }

  /// Whether a clause of the sentence names a failure that is there: `10 failed`.
  private var statesFailureNearby: Bool {
    sentence.hasPresentFailure
      && sentence.clauses.contains { other in
        let judge = FailureJudge(
          sentence: sentence, clause: other, later: [], followsContrast: false,
          asked: [requirement])
        return other.words.indices.contains {
          judge.mayCount($0) && judge.meaning(of: $0) != .product
        }
      }
  }

  func result(_ quotation: CriterionFinding.Quotation) -> CriterionFinding.Outcome? {
    if !requirement.clause.absent.isEmpty {
      let troubles = matched.filter {
        !clause.words[$0].roles.isDisjoint(with: TroubleNegation.troubles)
      }
      return troubles.isSubset(of: clause.absent) ? .reported(quotation) : .failed(quotation)
    }
    if isOfEarlier || isQuestion { return nil }
    if statesFailureNearby { return .failed(quotation) }
    if amounts.isPartial { return .partial(quotation) }
    let shown = sentence.clauses.contains {
      $0.has(requirement.clause.has(.pass) ? [.pass, .done] : [.pass, .works, .done])
        || !$0.absent.isEmpty
    }
    return shown ? .reported(quotation) : nil
  }
}
