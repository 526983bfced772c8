import Attempts
package import Door
import Gate
import Model
import Workers
import Worktrees

/// Use case: runs the proofs of a row's criteria now, as a review would. It changes nothing: no
/// row, no evidence, no number of attempts.
package struct CheckWork: Sendable, UseCase {
  package let queue: Queue

  package init(queue: Queue) { self.queue = queue }

  /// Runs the proofs of the criteria by which the row would be judged: the criteria of its claim.
  package func callAsFunction(of id: String) throws -> CheckedWork {
    let item = try queue.read { table in try table.existing(id) }
    let history = try queue.history(of: id)
    let proofs = try LandWork(queue: queue).proofRunner(
      for: item, isAsked: true, try workspace.permission(),
      WorkTimes(of: item, history, queue.clock))
    // Without a report, no criterion is claimed to be met: the gate has only the proofs.
    let check = ReportCheck(
      of: Report(reading: "", of: id), by: item.criteriaToJudge(history) ?? "", proofs: proofs,
      page: nil)
    return CheckedWork(id: id, findings: check.gate.criteria)
  }
}

/// The present results of the proofs of a row.
public struct CheckedWork: Sendable {
  /// The result for one criterion.
  public enum Result: Equatable, Sendable {
    /// The proof of the criterion holds; the text is what it found.
    case met(String)
    /// The proof does not hold, or must not be run, for this reason.
    case notMet(String)
    /// The criterion has no proof, so a report has to show that it is met.
    case needsClaim
  }

  public struct Criterion: Equatable, Sendable {
    public let text: String
    public let result: Result
  }

  public let id: String
  /// The criteria, in the order of the checklist.
  public let criteria: [Criterion]

  init(id: String, findings: [CriterionFinding]) {
    self.id = id
    criteria = findings.map { Criterion(text: $0.text, result: Result($0.outcome)) }
  }

  /// Whether no proof fails.
  public var proofsHold: Bool {
    !criteria.contains { if case .notMet = $0.result { true } else { false } }
  }

  public var hasProofs: Bool { criteria.contains { $0.result != .needsClaim } }
}

extension CheckedWork.Result {
  fileprivate init(_ outcome: CriterionFinding.Outcome) {
    switch outcome {
    case .proved(let found): self = .met(found)
    case .leftToPullRequest: self = .met(outcome.reason)
    case .absent: self = .needsClaim
    case .disproved, .denied, .noEvidence, .repeated, .failed, .needsApproval, .turnedDown,
      .claimed, .reported, .passedByJudge:
      self = .notMet(outcome.reason)
    }
  }
}
