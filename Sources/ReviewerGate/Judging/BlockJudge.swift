/// Judges each word of a clause that could say that something outside stops the work.
struct BlockJudge {
  let sentence: Sentence
  let clause: Clause
  /// The clauses after this one in its sentence and the next.
  let later: [Clause]
  /// The criteria that this clause speaks of as done.
  let asked: [Requirement]

  /// A marker, and whether it counts only when something is left undone.
  struct Finding {
    let finding: MarkerFinding
    let isWeak: Bool
  }

  var words: [Word] { clause.words }

  func findings() -> [Finding] {
    guard sentence.context != .files else { return [] }
    return words.indices.compactMap { index in
      guard let sign = sign(at: index) else { return nil }
      let finding = MarkerFinding(
        kind: .block, text: sign.text, meaning: meaning(of: index, sign),
        quotation: sentence.quotation)
      return Finding(finding: finding, isWeak: sign.isWeak)
    }
  }

  private func meaning(of index: Int, _ sign: Sign) -> MarkerFinding.Meaning {
    let word = words[index]
    if word.place == .quote { return .literal }
    if clause.absent.contains(index) { return .negated }
    if sentence.context == .status { return .counts }
    if isAsked(index) || !sign.isPredicate { return .product }
    if isHypothetical(index) { return .hypothetical }
    if isResolved { return .resolved }
    return .counts
  }

  private func isAsked(_ index: Int) -> Bool {
    asked.contains { $0.clause.words.contains { WordMatch.matches($0, words[index]) } }
  }

  private func isHypothetical(_ index: Int) -> Bool {
    if words[index].roles.contains(.condition) || words[index].roles.contains(.purpose) {
      return true
    }
    if sentence.words.contains(where: {
      $0.roles.contains(.modal) && ($0.roles.contains(.function) || !$0.isLatin)
    }) {
      return true
    }
    return isUnderCondition(index)
  }

  private func isUnderCondition(_ index: Int) -> Bool {
    let conditions = ["if", "when", "unless", "whenever", "если", "如果", "若"]
    let before = words[..<index].suffix(8)
    if before.contains(where: { conditions.contains($0.text) }) { return true }
    let behind = words[(index + 1)...].prefix(2)
    return !words[index].isLatin
      && behind.contains { $0.roles.contains(.condition) && $0.text != "전" }
  }

  private var isResolved: Bool {
    let isPast = clause.speaksOfThePast || words.contains { $0.text == "was" || $0.text == "were" }
    return isPast && (later.contains(where: \.settles))
  }
}
