import QueueModel

extension GuardDecision {
  /// One that stops the work.
  static let hostile = GuardDecision(
    budget: .hardExceeded, currentTokens: 4000, estimatedTokens: 7,
    violations: [.init(code: "MISSING_SECTION", message: "m", severity: .high)])
  /// One that lets it go on.
  static let mild = GuardDecision(
    budget: .softExceeded, currentTokens: 2500, estimatedTokens: 7, violations: [])
}

extension ReviewDecision {
  static func sample(_ verdict: Verdict, verified: Int = 0) -> ReviewDecision {
    switch verdict {
    case .pass:
      ReviewDecision(
        verdict: .pass, reasons: ["all_success_criteria_covered"], missingChecks: [],
        coveredChecks: 2, totalChecks: 2, verified: verified, reported: 2 - verified)
    case .retry:
      ReviewDecision(
        verdict: .retry, reasons: ["missing_checks:1"], missingChecks: ["run tests"],
        coveredChecks: 1, totalChecks: 2, verified: verified, reported: 1 - verified)
    case .block:
      ReviewDecision(
        verdict: .block, reasons: ["explicit_block_marker:waiting for approval"],
        missingChecks: ["run tests"], coveredChecks: 1, totalChecks: 2)
    }
  }
}
