/// What was found of a report, before and beside what becomes of the row: the events
/// `guardrail` and `review_gate`.
public struct Judgement: Equatable, Sendable {
  public var guardrail: GuardDecision?
  public var review: ReviewDecision?

  public init(guardrail: GuardDecision? = nil, review: ReviewDecision? = nil) {
    self.guardrail = guardrail
    self.review = review
  }
}
