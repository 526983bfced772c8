import Model

extension GuardDecision {
  /// One that stops the work.
  static let hostile = GuardDecision(
    budget: .hardExceeded, currentTokens: 4000, estimatedTokens: 7,
    violations: [.init(code: "MISSING_SECTION", message: "m", severity: .high)])
  /// One that lets it go on.
  static let mild = GuardDecision(
    budget: .softExceeded, currentTokens: 2500, estimatedTokens: 7, violations: [])
}

extension Verdict {
  private static let untested = Unmet(number: 2, criterion: "run tests", reason: "status 1")

  static func sample(_ verdict: Verdict.Result, verified: Int = 0) -> Verdict {
    func decision(_ reason: Verdict.Reason, unmet: [Unmet]) -> Verdict {
      Verdict(
        verdict, reasons: [reason], unmet: unmet, coveredChecks: 2 - unmet.count,
        totalChecks: 2, verified: verified, reported: 2 - unmet.count - verified)
    }
    switch verdict {
    case .pass: return decision(.allCovered, unmet: [])
    case .retry: return decision(.unmet(1), unmet: [untested])
    case .block:
      return decision(.stop("waiting for approval"), unmet: [untested])
    case .question:
      var question = decision(.question("which one?"), unmet: [untested])
      question.awaited = .answer
      return question
    }
  }
}
