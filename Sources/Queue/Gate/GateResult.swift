public import Model

/// The result of the gate for one report: the verdict and its reasons.
public struct GateResult: Equatable, Sendable {
  public let verdict: Verdict
  /// The findings in the order of the checklist.
  public let criteria: [CriterionFinding]
  /// The faults of the report's form.
  public let faults: [Report.Fault]
  /// Numbers in the report that do not belong to a criterion.
  public let strayNumbers: [Int]
  /// The worker's question; empty if there is none.
  public let question: String

  /// The indices of the criteria that are not met.
  public var missing: [Int] { verdict.unmet.map { $0.number - 1 } }
}

extension GateResult {
  /// A line for each fault and for each criterion that is not met, with the reason.
  public var shortcomings: [String] {
    remarks + missing.map { line(of: $0) }
  }

  /// A line for each fault and each criterion; `--explain` prints these lines.
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

/// The gate's finding on one criterion.
public struct CriterionFinding: Equatable, Sendable {
  /// A sentence of the report, and the number of its line.
  public struct Quotation: Equatable, Sendable {
    public let sentence: String
    /// The number of the line, counted from 1.
    public let line: Int
  }

  public enum Outcome: Equatable, Sendable {
    /// The criterion's own proof succeeded, with this result.
    case proved(String)
    /// The row may pass without this criterion. The row's pull request must prove it later.
    case leftToPullRequest
    /// The criterion's own proof failed, for this reason.
    case disproved(String)
    /// The report claims the criterion, with evidence.
    case claimed(Quotation)
    /// A statement in prose says that the criterion is done. There is no numbered claim.
    case reported(Quotation)
    /// The report says that the criterion is not met.
    case denied(Quotation)
    /// The report claims the criterion without evidence.
    case noEvidence(line: Int)
    /// The evidence only repeats the criterion.
    case repeated(Quotation)
    /// The words `by` in the evidence contradict the claim.
    case failed(by: String, Quotation)
    /// The report neither claims the criterion nor has a statement about it.
    case absent
    /// The criterion's proof can't be decided, for this reason. A person must look.
    case needsApproval(String)
    /// The report claims or states the criterion, and the judge rejected this, for this reason.
    case turnedDown(String)
    /// The report has no evidence for the criterion, and the judge accepted the criterion, for this
    /// reason.
    case passedByJudge(String)
  }

  /// The criterion as it was written.
  public let text: String
  public let outcome: Outcome
}

extension CriterionFinding.Outcome {
  public var isMet: Bool {
    switch self {
    case .proved, .leftToPullRequest, .claimed, .reported, .passedByJudge: true
    case .disproved, .denied, .noEvidence, .repeated, .failed, .absent, .needsApproval,
      .turnedDown:
      false
    }
  }

  /// Whether the criterion's own proof succeeded.
  public var isProved: Bool { if case .proved = self { true } else { false } }

  /// Whether the criterion is met only because of the report or the judge.
  var isReported: Bool { isMet && !isProved && self != .leftToPullRequest }

  /// The reason for which a person must look; `nil` if no person must look.
  var whyApproval: String? { if case .needsApproval(let why) = self { why } else { nil } }

  /// The reason for which the criterion is met or not met.
  public var reason: String {
    switch self {
    case .proved(let found): found
    case .leftToPullRequest: Proof.isLeftToPullRequest
    case .disproved(let why): why
    case .claimed(let quotation): "line \(quotation.line) shows it: \"\(quotation.sentence)\""
    case .reported(let quotation): "line \(quotation.line) says \"\(quotation.sentence)\""
    case .denied(let quotation):
      quotation.sentence.isEmpty
        ? "the report says so in line \(quotation.line)"
        : "the report says so in line \(quotation.line): \"\(quotation.sentence)\""
    case .noEvidence(let line): "line \(line) claims it, and nothing shows it"
    case .repeated(let quotation): "line \(quotation.line) only says the criterion again"
    case .failed(let words, let quotation):
      "line \(quotation.line) says \"\(words)\": \"\(quotation.sentence)\""
    case .absent: "the report does not show it"
    case .needsApproval(let why): "a person has to look: \(why)"
    case .turnedDown(let why), .passedByJudge(let why): JudgeOpinion.start + why
    }
  }
}

/// The opinion of the project's judge program on one criterion.
public struct JudgeOpinion: Equatable, Sendable {
  public let isMet: Bool
  public let reason: String

  public init(isMet: Bool, reason: String) {
    self.isMet = isMet
    self.reason = reason
  }

  fileprivate static let start = "the judge: "
}

extension CriterionFinding.Outcome {
  func considering(_ opinion: JudgeOpinion?) -> Self {
    guard let opinion else { return self }
    switch self {
    case .claimed, .reported: return opinion.isMet ? self : .turnedDown(opinion.reason)
    case .absent: return opinion.isMet ? .passedByJudge(opinion.reason) : self
    case .proved, .leftToPullRequest, .disproved, .denied, .noEvidence, .repeated, .failed,
      .needsApproval, .turnedDown, .passedByJudge:
      return self
    }
  }
}

extension GateResult {
  /// The indices of the criteria on which a judge is asked for an opinion; empty if no opinion
  /// could change the verdict.
  ///
  /// - Parameter mayPass: whether the judge may accept a criterion without evidence.
  public func placesToJudge(mayPass: Bool) -> [Int] {
    let reported = criteria.indices.filter { criteria[$0].outcome.isReported }
    if verdict.result == .pass { return reported }
    let absent = missing.filter { criteria[$0].outcome == .absent }
    guard mayPass, verdict.result == .retry, absent == missing,
      verdict.reasons == [.unmet(missing.count)]
    else { return [] }
    return (reported + absent).sorted()
  }
}
