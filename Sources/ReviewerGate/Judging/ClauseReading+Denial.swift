// What in a clause denies the requirement.

extension ClauseReading {
  /// What denies the requirement here, and is not part of what it asks for.
  var denial: Clause.Denial? {
    let asked = requirement.clause
    let isAskedNegative = asked.denials.contains { $0.kind == .denied && $0.isWhole }
    for denial in clause.denials {
      let word = clause.words[denial.index]
      if asked.words.contains(where: { isAsked(word, $0) || isSameNegation($0, word) }) { continue }
      if denial.kind == .denied, denial.isWhole, isAskedNegative { continue }
      if denial.isWhole || !matched.isDisjoint(with: denial.scope) { return denial }
    }
    return nil
  }

  /// 보류된 반품: the criterion has the word, and it says the same there.
  private func isAsked(_ word: Word, _ asked: Word) -> Bool {
    let weakening: Roles = [
      .undone, .planned, .attempt, .except, .part, .need, .intent, .modal, .wait, .failure,
    ]
    return WordMatch.matches(asked, word)
      && !asked.roles.intersection(word.roles).isDisjoint(with: weakening)
  }

  private func isSameNegation(_ asked: Word, _ word: Word) -> Bool {
    let negations: Roles = [.not, .no, .without, .cannot]
    return !asked.roles.isDisjoint(with: negations) && !word.roles.isDisjoint(with: negations)
  }

  /// Whether the denial is about this very deed, and not about another one of the same thing.
  func isFirm(_ outcome: CriterionFinding.Outcome) -> Bool {
    if case .planned = outcome, sentence.context == .next { return false }
    if clause.speaksOfThePast { return false }
    if case .failed = outcome { return true }
    if statesFailure { return false }
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

  /// `… but later reverted`: the next clause denies the deed without naming its object again.
  var isTakenBack: Bool {
    if isReverted { return true }
    guard index + 1 < sentence.clauses.count else { return false }
    let next = sentence.clauses[index + 1]
    let names = next.words.contains { $0.isContent && $0.roles.isEmpty }
    guard !names, let denial = next.denials.first(where: { $0.isWhole && $0.kind == .denied })
    else { return false }
    return next.words[denial.index].roles.contains(.undone)
      || !next.has([.verb, .verify, .run, .check, .works])
  }

  /// `Added a cache. Took it out again.`
  private var isReverted: Bool {
    let behind = sentence.clauses[(index + 1)...] + (next?.clauses.prefix(1) ?? [])
    return behind.prefix(3).contains { other in
      guard other.words.contains(where: { Self.isReversal($0) }),
        !other.has([.purpose, .condition]), !other.speaksOfThePast,
        !other.words.contains(where: { $0.roles.contains([.function, .planned]) })
      else { return false }
      let names = other.words.filter { $0.isContent && $0.roles.isEmpty }
      return names.count < 3
        || names.contains { name in
          requirement.clause.words.contains { WordMatch.matches($0, name) }
        }
    }
  }

  /// `undid it`, and not `an undo action`.
  private static func isReversal(_ word: Word) -> Bool {
    word.concept == "revert" && word.place != .literal && (!word.isLatin || word.isPast)
  }

  /// `failed to add`, 추가에 실패했습니다: the deed itself failed.
  var statesFailure: Bool {
    let judge = FailureJudge(
      sentence: sentence, clause: clause, later: [], followsContrast: false, asked: [requirement])
    return clause.words.indices.contains { index in
      clause.words[index].roles.contains(.failure) && !clause.absent.contains(index)
        && judge.meaning(of: index) == .counts && judge.isPresent(index)
    }
  }
}
