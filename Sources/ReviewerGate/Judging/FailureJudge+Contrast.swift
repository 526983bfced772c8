// What 다만, `however` and `but` bring in takes something back from what was said before.

extension FailureJudge {
  /// The word that introduces a defect which no marker names: 다만 모바일에서 잘립니다. A clause
  /// that reports a deed or a good result takes nothing back.
  var adversePlace: Int? {
    guard followsContrast || clause.opensWithContrast, asked.isEmpty, clause.absent.isEmpty,
      !sentence.context.isOutlook, sentence.context != .files, !isToldOtherwise
    else { return nil }
    let good: Roles = [
      .make, .update, .fix, .remove, .pass, .done, .now, .run, .verify, .verb, .longer, .grant,
    ]
    let isGood = words.contains { $0.place != .literal && !$0.roles.isDisjoint(with: good) }
    let place = clause.opensWithContrast ? words.firstIndex { $0.roles.contains(.contrast) } : 0
    return isGood || words.count < 2 ? nil : place
  }

  /// Whether a marker or a denial in the clause already says so.
  private var isToldOtherwise: Bool {
    words.contains { !$0.roles.isDisjoint(with: [.failure, .trouble]) }
      || clause.denials.contains { $0.isWhole && $0.kind == .denied }
  }
}
