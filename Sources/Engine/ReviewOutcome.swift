public import QueueModel
public import TeamProtocol

/// What became of a report and its row.
public struct ReviewOutcome: Equatable, Sendable {
  public let id: String
  /// What the gate says, with the attempts counted; `nil` where the guardrails stopped the row.
  public let verdict: Verdict?
  /// What the guardrails say, where they were asked.
  public let guardrail: GuardDecision?
  /// What was found of the report; `nil` where the guardrails stopped the row.
  public let review: ReportReview?
  /// Where the row is.
  public let status: Status

  init(
    id: String, verdict: Verdict?, guardrail: GuardDecision?, review: ReportReview?,
    status: Status
  ) {
    self.id = id
    self.verdict = verdict
    self.guardrail = guardrail
    self.review = review
    self.status = status
  }

  /// - Parameters:
  ///   - id: the row's.
  ///   - decision: what the rules made of the report.
  ///   - review: what was found of it.
  ///   - guardrail: what the guardrails say.
  ///   - limit: how often the row may be tried.
  init(
    of id: String, _ decision: Decision, review: ReportReview? = nil,
    guardrail: GuardDecision? = nil, limit: Int = 0
  ) {
    let routed = decision.changes.first?.judgement?.review
    let verdict =
      routed
      ?? review?.verdict.limited(attempts: decision.item?.attemptCount ?? 0, limit: limit)
    self.init(
      id: id, verdict: verdict, guardrail: guardrail, review: review,
      status: decision.item?.status ?? verdict?.word.status ?? .blocked)
  }

  /// The verdict's word: a row that the guardrails stop is blocked.
  public var word: Verdict.Word { verdict?.word ?? .block }

  /// Why, for machines: `missing_checks:2`, `guardrail:HARD_EXCEEDED`.
  public var reasons: [String] {
    if let verdict { return verdict.reasons }
    return (guardrail?.violations ?? []).map { "guardrail:\($0.code)" }
      + (guardrail?.budget == .hardExceeded ? ["guardrail:HARD_EXCEEDED"] : [])
  }
}
