public import QueueModel
public import ReviewerGate

/// What was found of a report: by the gate, by proofs that were run, by a page that was looked at.
public struct ReportReview: Equatable, Sendable {
  public let review: Review
  public let checked: [CheckedCriterion]
  public let page: UICheckResult?

  /// Judges a report.
  ///
  /// - Parameters:
  ///   - report: as it was read.
  ///   - criteria: the row's cell.
  ///   - proofs: runs the proofs that criteria carry; `nil` where none is to run, and the
  ///     report decides alone.
  ///   - page: looks at a page; `nil` where nobody asks for that.
  public init(
    of report: Report, by criteria: String, proofs: ProofRunner?, page: (() -> UICheckResult)?
  ) {
    let checklist = Checklist(criteria).items
    checked = proofs?.check(checklist) ?? []
    var results = Dictionary(uniqueKeysWithValues: checked.map { ($0.index, $0.decisive) })
    for (index, criterion) in checklist.enumerated() where Proof.isMalformed(criterion) {
      results[index] = .failed("write file: PATH, grep: TEXT in FILE, or cmd: NAME")
    }
    review = Gate.review(criteria: criteria, report: report, proofs: results)
    self.page = page?()
  }

  /// The verdict, before anybody asks how often the row was tried.
  public var decision: ReviewDecision {
    var decision = ReviewDecision(
      verdict: review.verdict, reasons: review.reasons, unmet: review.unmet,
      coveredChecks: review.metCount, totalChecks: review.totalCount,
      verified: review.verifiedCount, reported: review.reportedCount)
    decision.awaited = review.awaited
    if let page { decision.take(page) }
    return decision
  }
}

extension CheckedCriterion {
  /// What the gate is told: somebody asked for a proof, and where none could be had the
  /// criterion is not proved.
  fileprivate var decisive: ProofResult {
    switch result {
    case .proved, .failed: result
    case .notRun(let reason): .failed(reason)
    }
  }
}

extension ReviewDecision {
  /// A page that lacks what it should show undoes a PASS; nothing undoes a BLOCK.
  fileprivate mutating func take(_ page: UICheckResult) {
    guard !page.isOK else { return reasons.append("ui_validation_passed") }
    reasons.append("ui:\(page.reasons.joined(separator: ";"))")
    otherChecks.append("ui_validation")
    if verdict == .pass {
      reasons.removeAll { $0 == "all_success_criteria_covered" }
      verdict = .retry
    }
  }
}
