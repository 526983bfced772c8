// What becomes of a row whose report was judged. Source: `docs/storage.md`, "Transitions".

extension Transition {
  /// A report that the guardrails or the reviewer gate looked at.
  public struct Judge: Equatable, Sendable {
    /// Who brings it.
    public enum ReviewSource: Equatable, Sendable {
      /// Only the guardrails were asked.
      case guardrails
      /// A reviewer looked at a report.
      case review
      /// A worker reports on the row that it works on.
      case report(force: Bool)
    }

    public let id: String
    public let source: ReviewSource
    public let judgement: Judgement
    /// The criteria that were judged by; `nil` where the reviewer brought others.
    public let criteria: Criteria?
    /// Counts in place of what the row says.
    public var attempts: Int?
    public var maxAttempts: Int?
    /// Counts where the row says nothing, in place of the policy.
    public var usualAttempts: Int?
    /// What the row was when it was judged; `nil` where that does not matter.
    public var seen: Seen?

    /// By what one sees that a row has moved on.
    public struct Seen: Equatable, Sendable {
      public let status: Status
      /// The number of the claim that the report is of; `nil` where nobody knows.
      public let claim: Int?

      public init(status: Status, claim: Int?) {
        self.status = status
        self.claim = claim
      }
    }

    /// What a row's cell of criteria says; a type of its own, because it may say nothing.
    public struct Criteria: Equatable, Sendable {
      public let text: String?
      public init(_ text: String?) { self.text = text }
    }

    public init(
      id: String, by source: ReviewSource, _ judgement: Judgement, criteria: Criteria? = nil,
      attempts: Int? = nil, maxAttempts: Int? = nil
    ) {
      self.id = id
      self.source = source
      self.judgement = judgement
      self.criteria = criteria
      self.attempts = attempts
      self.maxAttempts = maxAttempts
    }
  }
}
