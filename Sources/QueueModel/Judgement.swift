/// What was found of a report, before and beside what becomes of the row: the events
/// `guardrail` and `review_gate`.
public struct Judgement: Equatable, Sendable {
  public var guardrail: GuardDecision?
  public var review: Verdict?

  public init(guardrail: GuardDecision? = nil, review: Verdict? = nil) {
    self.guardrail = guardrail
    self.review = review
  }
}
