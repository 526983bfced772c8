import Reports

/// A criterion as what its clauses ask for.
struct Criterion {
  let requirements: [Requirement]

  /// What became of it, and which clause speaks of each of its requirements.
  struct Judged {
    let outcome: CriterionFinding.Outcome
    let places: [Statements.Place?]
  }

  /// Whether the report has also to tell what changed and what checks found.
  private let asksForResults: Bool

  init(_ text: String, words: WordReader) {
    if let standard = DefaultCriterion(reading: text) {
      requirements = Self.requirements(of: standard, words: words)
      asksForResults = true
      return
    }
    let sentences = ReportReader(words: words)
      .sentences(of: Self.withoutProof(text), .body, line: 1)
    requirements = sentences.flatMap(\.clauses).map { Requirement($0, words: words) }
      .filter(\.asksForSomething)
    asksForResults = false
  }

  /// Without `file:`, `grep:` or `cmd:`: a proof that nobody ran is judged by what it names.
  private static func withoutProof(_ text: String) -> String {
    for kind in ["file:", "grep:", "cmd:"] where text.hasPrefix(kind) {
      return String(text.dropFirst(kind.count))
    }
    return text
  }

  func judged(by judge: CoverageJudge) -> Judged {
    guard !requirements.isEmpty else { return Judged(outcome: .wordless, places: []) }
    let answers = requirements.map { judge.answer(to: $0) }
    var outcome: CriterionFinding.Outcome?
    for (requirement, answer) in zip(requirements, answers) {
      let single = answer?.outcome ?? Self.absence(of: requirement, in: judge.statements)
      if outcome?.isCovered ?? true { outcome = single }
    }
    let untold = asksForResults ? judge.statements.untold : []
    if outcome?.isCovered ?? true, !untold.isEmpty { outcome = .absent(untold.map(\.rawValue)) }
    return Judged(
      outcome: outcome ?? .wordless, places: answers.map { $0?.place })
  }

  private static func absence(
    of requirement: Requirement, in statements: Statements
  ) -> CriterionFinding.Outcome {
    let missing = zip(requirement.essential, requirement.keys)
      .filter { !statements.canCover($0.1) }.map(\.0)
    if missing.isEmpty { return .scattered }
    return .absent(missing.map { requirement.clause.words[$0].text })
  }
}
