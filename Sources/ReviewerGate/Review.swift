public import QueueModel

/// The gate's verdict on one report, with everything that led to it.
public struct Review: Equatable, Sendable {
  public let verdict: Verdict
  /// Each criterion in the order of the checklist.
  public let criteria: [CriterionFinding]
  /// What is wrong with the report's form.
  public let faults: [Report.Fault]
  /// Numbers that the report names, and no criterion has.
  public let strayNumbers: [Int]
  /// What the worker wants to know; empty for nothing.
  public let question: String

  /// The places of the criteria that are not met, counting from 0.
  public var missing: [Int] { verdict.unmet.map { $0.number - 1 } }
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
