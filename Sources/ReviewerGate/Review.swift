public import QueueModel

/// The gate's verdict on one report, with everything that led to it.
public struct Review: Equatable, Sendable {
  public let verdict: Verdict
  /// For machines: `explicit_block_marker:no deploy key`, `question:which one?`, `missing_checks:2`,
  /// `failure_markers:2 failed`, `fault:no_status`, `all_success_criteria_covered`.
  public let reasons: [String]
  /// Each criterion in the order of the checklist.
  public let criteria: [CriterionFinding]
  /// What is wrong with the report's form.
  public let faults: [Report.Fault]
  /// Numbers that the report names, and no criterion has.
  public let strayNumbers: [Int]
  /// What the worker wants to know; empty for nothing.
  public let question: String
  /// What a person has to say before the row goes on.
  public let awaited: Awaited?

  /// The places of the criteria that are not met, counting from 0.
  public var missing: [Int] { criteria.indices.filter { !criteria[$0].outcome.isMet } }

  public var unmet: [ReviewDecision.Unmet] {
    missing.map {
      ReviewDecision.Unmet(
        number: $0 + 1, criterion: criteria[$0].text, reason: criteria[$0].outcome.reason)
    }
  }

  public var metCount: Int { criteria.count - missing.count }
  public var totalCount: Int { criteria.count }

  /// How many criteria are met because their own proof held.
  public var verifiedCount: Int { criteria.count { $0.outcome.isProved } }

  /// How many are met only because the report says so.
  public var reportedCount: Int { metCount - verifiedCount }
}

extension Review {
  /// A line for each fault and for each criterion that is not met, with the reason.
  public var shortcomings: [String] {
    remarks + missing.map { line(of: $0) }
  }

  /// A line for each fault and each criterion: what `--explain` shows.
  public var explanation: [String] {
    remarks + criteria.indices.map { line(of: $0) }
  }

  private var remarks: [String] {
    faults.map { "The report: \($0.message)." }
      + strayNumbers.map {
        "The report: it names criterion \($0), and there are \(criteria.count)."
      }
  }

  private func line(of place: Int) -> String {
    let finding = criteria[place]
    let reason = finding.outcome.reason.split { $0.isNewline }.first ?? ""
    return
      "\(place + 1). \(finding.text): \(finding.outcome.isMet ? "met" : "not met"): \(reason)"
  }
}
