// What was to be stopped or forbidden, and does not happen any more.

extension ClauseReading {
  /// `Duplicate emails are no longer sent`, 无法访问: what is denied here is what had to stop.
  var isPrevented: Bool {
    guard sentence.context.canCover else { return false }
    if requirement.deed == .remove || requirement.isRepair { return isGone }
    guard requirement.deed == .prevent else { return false }
    let isOwnWord = clause.words.contains { $0.concept == "prevent" }
    return !isOwnWord
      && clause.words.contains {
        // 未登录 only describes somebody.
        !$0.roles.isDisjoint(with: $0.isUnspaced ? [.longer, .cannot] : [.longer, .cannot, .not])
      }
      && !isWeakened
  }

  /// Whether the clause denies anything, as the requirement does: `do not add dependencies`.
  var saysNo: Bool {
    !clause.absent.isEmpty || clause.has([.not, .no, .without, .cannot, .longer])
      || clause.words.contains {
        $0.concept == "prevent" || ["unchanged", "untouched", "hidden"].contains($0.text)
      }
  }

  /// `No duplicated code remains`, 이제 중복 코드 없음
  private var isGone: Bool {
    let isNone =
      clause.has(.longer) && clause.has(.occur)
      || clause.has(.no) && clause.has([.occur, .now])
    return isNone && !isWeakened
  }

  private var isWeakened: Bool {
    clause.has([.planned, .intent, .modal, .attempt, .part, .except, .undone])
  }
}
