public import Model
public import Workers

/// The result of a report for its row.
public struct ReviewOutcome: Equatable, Sendable {
  public let id: String
  /// The verdict of the gate, with the attempts counted; `nil` if the guardrails blocked the row.
  public let verdict: Verdict?
  /// The decision of the guardrails, if they apply.
  public let guardrail: GuardDecision?
  /// The check of the report; `nil` if the guardrails blocked the row.
  public let check: ReportCheck?
  /// The new status of the row.
  public let status: Status
  /// Whether the report is kept with the attempt.
  public internal(set) var isReportKept = false
}

extension ReviewOutcome {
  /// The outcome of a decision; `limit` is the most attempts that the row may have.
  init(
    of id: String, _ decision: Decision, check: ReportCheck? = nil,
    guardrail: GuardDecision? = nil, limit: Int = 0
  ) {
    let routed = decision.changes.first?.findings?.verdict
    let verdict =
      routed
      ?? check?.verdict.limited(attempts: decision.item?.attemptCount ?? 0, limit: limit)
    self.init(
      id: id, verdict: verdict, guardrail: guardrail, check: check,
      status: decision.item?.status ?? verdict?.result.status ?? .blocked)
  }

  /// The result of the verdict; `block` if the guardrails blocked the row.
  public var result: Verdict.Result { verdict?.result ?? .block }

  public var reasons: [Verdict.Reason] {
    if let verdict { return verdict.reasons }
    return guardrail?.reasons ?? []
  }
}
