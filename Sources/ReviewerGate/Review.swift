/// The gate's verdict on one report, with everything that led to it.
public struct Review: Equatable, Sendable {
  public let verdict: Verdict
  /// For machines: `explicit_block_marker:blocked`, `missing_checks:2`,
  /// `failure_markers:failed,error`, `all_success_criteria_covered`.
  public let reasons: [String]
  /// Each criterion in the order of the checklist.
  public let criteria: [CriterionFinding]
  /// Every word that could state a failure or a block, in the order of the report.
  public let markers: [MarkerFinding]

  /// The places of the uncovered criteria, counting from 0.
  public var missing: [Int] { criteria.indices.filter { !criteria[$0].outcome.isCovered } }

  /// The uncovered criteria as they were written.
  public var missingTexts: [String] { missing.map { criteria[$0].text } }

  public var coveredCount: Int { criteria.count - missing.count }
  public var totalCount: Int { criteria.count }

  /// How many criteria were covered because their own proof held.
  public var verifiedCount: Int { criteria.count { $0.outcome.isProved } }

  /// How many were covered only because the report says so.
  public var reportedCount: Int { coveredCount - verifiedCount }
}
