import Model

/// The reviewer gate: decides by rules whether a report meets the criteria.
///
/// The result depends only on the parameters, and the time is linear in both texts.
public enum Gate {
  /// Judges a report. Source of the rules: `docs/routing.md`, "Reviewer gate".
  ///
  /// Without criteria a person decides: the verdict is BLOCK, and the row awaits approval.
  ///
  /// - Parameters:
  ///   - criteria: the row's criteria at the time of the claim.
  ///   - report: the worker's report.
  ///   - proofs: the results of proofs, by the index of their criterion.
  ///   - opinions: a judge's opinions, by the index of the criterion. An opinion can reject claims
  ///     and statements, and accept criteria without evidence. It overrules no other result.
  public static func evaluate(
    criteria: String, report: Report, proofs: [Int: ProofResult] = [:],
    opinions: [Int: JudgeOpinion] = [:]
  ) -> GateResult {
    Judging(Checklist(criteria).items, report, proofs, opinions).result
  }
}

private struct Judging {
  private let checklist: [String]
  private let report: Report
  private let proofs: [Int: ProofResult]
  private let opinions: [Int: JudgeOpinion]
  private let claims: ClaimReader
  private let prose: ProseReader

  init(
    _ checklist: [String], _ report: Report, _ proofs: [Int: ProofResult],
    _ opinions: [Int: JudgeOpinion]
  ) {
    self.checklist = checklist
    self.report = report
    self.proofs = proofs
    self.opinions = opinions
    claims = ClaimReader(report.claimLines, of: checklist)
    prose = ProseReader(report, others: claims.others)
  }

  var result: GateResult {
    let findings = checklist.indices.map {
      CriterionFinding(
        text: checklist[$0], outcome: outcome(ofCriterion: $0).considering(opinions[$0]))
    }
    let waiting = findings.compactMap(\.outcome.whyApproval)
    let unmet = findings.indices.filter { !findings[$0].outcome.isMet }.map {
      Verdict.Unmet(
        number: $0 + 1, criterion: findings[$0].text, reason: findings[$0].outcome.reason)
    }
    var (word, reasons) = word(unmet.count - waiting.count)
    if word == .retry, !waiting.isEmpty { (word, reasons) = self.word(unmet.count) }
    let met = findings.count - unmet.count
    let proved = findings.count { $0.outcome.isProved }
    var verdict = Verdict(
      word, reasons: reasons, unmet: unmet, coveredChecks: met, totalChecks: findings.count,
      verified: proved, reported: findings.count { $0.outcome.isReported })
    if word == .question { verdict.awaited = .answer }
    if word == .pass, let why = checklist.isEmpty ? "it has no success criteria" : waiting.first {
      verdict.awaitApproval(because: why)
    }
    return GateResult(
      verdict: verdict, criteria: findings, faults: report.faults,
      strayNumbers: claims.strayNumbers, question: word == .question ? report.question : "")
  }

  // MARK: Criteria

  private func outcome(ofCriterion index: Int) -> CriterionFinding.Outcome {
    switch proofs[index] {
    case .proved(let found): return .proved(found)
    case .leftToPullRequest: return .leftToPullRequest
    case .failed(let reason): return .disproved(reason)
    case .needsApproval(let why):
      // If the report itself calls a criterion not met, no person has to look at it.
      if let claim = claims.claims[index], !claim.isMet {
        return outcome(of: claim, on: checklist[index])
      }
      return .needsApproval(why)
    case nil: break
    }
    if let claim = claims.claims[index] { return outcome(of: claim, on: checklist[index]) }
    if report.isStopped, !report.claimLines.isEmpty { return .absent }
    return prose.quotation(covering: checklist[index]).map { .reported($0) } ?? .absent
  }

  private func outcome(of claim: CriterionClaim, on criterion: String) -> CriterionFinding.Outcome {
    let quotation = CriterionFinding.Quotation(sentence: claim.evidence, line: claim.line)
    guard claim.isMet else { return .denied(quotation) }
    if ReportLabels.saysNothing(claim.evidence)
      || claim.evidence.hasPrefix("<") && claim.evidence.hasSuffix(">")
    {
      return .noEvidence(line: claim.line)
    }
    if ReportLabels.letters(claim.evidence) == ReportLabels.letters(criterion) {
      return .repeated(quotation)
    }
    if let words = Contradiction(of: criterion).find(in: claim.evidence) {
      return .failed(by: words, quotation)
    }
    return .claimed(quotation)
  }

  // MARK: The verdict

  private func word(_ missing: Int) -> (Verdict.Result, [Verdict.Reason]) {
    if report.status == .blocked {
      let reason = report.reason.isEmpty ? "status BLOCKED" : report.reason
      return (.block, [.stop(reason)])
    }
    if report.status == .question, report.faults.isEmpty {
      return (.question, [.question(report.question)])
    }
    var failures: [String] = []
    if report.claimLines.isEmpty {
      let wanted = FoldedText(checklist.joined(separator: "; "), masksLiterals: false)
      let blocks = prose.blocks(unlessIn: wanted)
      if !blocks.isEmpty { return (.block, [.stop(Self.list(blocks))]) }
      failures = prose.failures(unlessIn: wanted)
    }
    if let status = report.status, status != .done { failures.insert(status.rawValue, at: 0) }
    failures += contradictions
    var reasons = report.faults.map { Verdict.Reason.fault($0.code) }
    if missing > 0 { reasons.append(.unmet(missing)) }
    if !failures.isEmpty { reasons.append(.failure(Self.list(failures))) }
    return reasons.isEmpty ? (.pass, [.allCovered]) : (.retry, reasons)
  }

  /// The lines under "Validation" that contradict the report's claims.
  private var contradictions: [String] {
    let contradiction = Contradiction(of: checklist.joined(separator: "; "))
    return (report.sections[.validation] ?? []).compactMap {
      contradiction.find(in: $0.text.bulletText)
    }
  }

  /// The phrases as a list, without phrases that are a part of another one: `not run` is a part of
  /// `were not run`.
  private static func list(_ words: [String]) -> String {
    var listed: [String] = []
    for word in words where !listed.contains(where: { $0.hasSuffix(word) }) { listed.append(word) }
    return listed.joined(separator: ",")
  }
}
