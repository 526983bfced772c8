import QueueModel

/// What a judge, a program of the project's, says of one criterion.
public struct JudgeOpinion: Equatable, Sendable {
  public let isMet: Bool
  public let reason: String

  public init(isMet: Bool, reason: String) {
    self.isMet = isMet
    self.reason = reason
  }
}

extension CriterionFinding.Outcome {
  /// The same once a judge was asked.
  func considering(_ opinion: JudgeOpinion?) -> Self {
    switch (self, opinion?.isMet) {
    case (.claimed, false), (.stated, false): .turnedDown(opinion?.reason ?? "")
    case (.unclaimed, true): .passedByJudge(opinion?.reason ?? "")
    default: self
    }
  }

  /// Whether only the report's words speak for it.
  fileprivate var isReported: Bool {
    switch self {
    case .claimed, .stated: true
    default: false
    }
  }
}

extension Review {
  /// The places of the criteria that a judge is asked about; none where no answer of its would
  /// change the verdict.
  ///
  /// - Parameter mayPass: whether it may pass what the report does not show.
  public func placesToJudge(mayPass: Bool) -> [Int] {
    let reported = criteria.indices.filter { criteria[$0].outcome.isReported }
    if verdict.word == .pass { return reported }
    let unclaimed = missing.filter { criteria[$0].outcome == .unclaimed }
    guard mayPass, verdict.word == .retry, unclaimed == missing,
      verdict.reasons == ["missing_checks:\(missing.count)"]
    else { return [] }
    return (reported + unclaimed).sorted()
  }
}
