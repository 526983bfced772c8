/// Judges a whole report: criteria first, then markers, then the verdict.
struct ReportJudge {
  typealias Place = Statements.Place

  let checklist: Checklist
  let criteria: [Criterion]
  let statements: Statements
  let proofs: [Int: ProofResult]

  func review() -> Review {
    let first = criteria.map { $0.judged(by: CoverageJudge(statements: statements, stops: [])) }
    let asked = asked(by: first)
    let blocks = blocks(asked)
    let stops = Set(blocks.filter { $0.finding.finding.meaning == .counts }.map(\.place))
    let judged =
      stops.isEmpty
      ? first
      : criteria.map { $0.judged(by: CoverageJudge(statements: statements, stops: stops)) }
    let findings = judged.indices.map { finding(judged[$0].outcome, at: $0) }
    let isOpen = findings.contains { !$0.outcome.isCovered } || !isStatusDone
    let markers = settled(blocks, isOpen) + failures(asked) + unfinishedStatus
    return Review(findings, markers.sorted { $0.quotation.line < $1.quotation.line })
  }

  /// The requirements that each clause speaks of, as far as they are covered by it.
  private func asked(by judged: [Criterion.Judged]) -> [Place: [Requirement]] {
    var asked: [Place: [Requirement]] = [:]
    for (criterion, judged) in zip(criteria, judged) {
      for (requirement, place) in zip(criterion.requirements, judged.places) {
        if let place { asked[place, default: []].append(requirement) }
      }
    }
    return asked
  }

  private func finding(_ outcome: CriterionFinding.Outcome, at index: Int) -> CriterionFinding {
    let text = checklist.items[index]
    switch proofs[index] {
    case .proved(let how): return CriterionFinding(text: text, outcome: .proved(how))
    case .failed(let why): return CriterionFinding(text: text, outcome: .disproved(why))
    case .notRun, nil: return CriterionFinding(text: text, outcome: outcome)
    }
  }

  private var isStatusDone: Bool {
    !statements.sentences.contains { sentence in
      sentence.context == .status
        && (!sentence.clauses.allSatisfy { $0.denials.isEmpty }
          || sentence.words.contains { !$0.roles.isDisjoint(with: [.failure, .blocked, .wait]) })
    }
  }

  /// `Status: CANCELLED`, `Status: 90%`: whatever it says but that the work is done.
  private var unfinishedStatus: [MarkerFinding] {
    statements.sentences.filter { sentence in
      sentence.context == .status
        && (sentence.text.hasSuffix("?")
          || !sentence.words.contains { !$0.roles.isDisjoint(with: [.done, .pass]) })
        && !sentence.words.contains { !$0.roles.isDisjoint(with: [.failure, .blocked]) }
    }.map {
      MarkerFinding(
        kind: .failure, text: $0.text.lowercased(), meaning: .counts, quotation: $0.quotation)
    }
  }

  // MARK: Markers

  private struct Block {
    let finding: BlockJudge.Finding
    let place: Place
  }

  private func blocks(_ asked: [Place: [Requirement]]) -> [Block] {
    places.flatMap { place in
      BlockJudge(
        sentence: statements.sentence(at: place), clause: statements.clause(at: place),
        later: later(than: place), asked: asked[place] ?? []
      ).findings().map { Block(finding: $0, place: place) }
    }
  }

  /// Without what matters only when something is left to do.
  private func settled(_ blocks: [Block], _ isOpen: Bool) -> [MarkerFinding] {
    blocks.map(\.finding).filter { isOpen || !$0.isWeak || $0.finding.meaning != .counts }
      .map(\.finding)
  }

  private func failures(_ asked: [Place: [Requirement]]) -> [MarkerFinding] {
    places.flatMap { place in
      FailureJudge(
        sentence: statements.sentence(at: place), clause: statements.clause(at: place),
        later: later(than: place), followsContrast: followsContrast(place),
        asked: asked[place] ?? []
      ).findings()
    }
  }

  private var places: [Place] { statements.places }

  private func later(than place: Place) -> [Clause] {
    var clauses = Array(statements.sentence(at: place).clauses[(place.clause + 1)...])
    let next = place.sentence + 1
    if next < statements.sentences.count,
      statements.sentences[next].context == statements.sentence(at: place).context
    {
      clauses += statements.sentences[next].clauses
    }
    return clauses
  }

  private func followsContrast(_ place: Place) -> Bool {
    guard place.clause > 0 else { return false }
    let before = statements.sentence(at: place).clauses[place.clause - 1]
    return before.words.last?.roles.contains(.contrast) ?? false
  }
}
