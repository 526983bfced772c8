import QueueModel

// Why rows are FAILED or BLOCKED.

extension English {
  /// `asks: which one?`, `exit 3: no disk`.
  static func text(of cause: StoppedRow.Cause) -> String {
    switch cause {
    case .question(let text): text.isEmpty ? "asks a question" : "asks: \(text.escaped)"
    case .approval(let text): "waits for approval: \(text.escaped)"
    case .guardrail(let budget, let violations): text(of: budget, violations)
    case .verdict(let reasons): "review: \(text(ofVerdict: reasons))"
    case .lostWorker: "its worker was gone, and its attempts are used up"
    case .needsPerson(let text): "a person should look at it: \(text.escaped)"
    case .cancelled(nil): "cancelled by an operator"
    case .cancelled(let reason?): "cancelled by an operator: \(reason.escaped)"
    case .replanned(let reason): "to be planned anew: \(reason.escaped)"
    case .note(let text): text.escaped
    case .unknown: "no reason is noted"
    }
  }

  /// `FAILED worker: exit 3`, `BLOCKED asks: which one?`.
  static func news(of row: StoppedRow) -> String {
    let text = text(of: row.cause)
    return switch row.cause {
    case .note: "\(row.item.status.rawValue) worker: \(text)"
    case .question, .approval, .guardrail, .verdict, .lostWorker, .needsPerson, .cancelled,
      .replanned,
      .unknown:
      "\(row.item.status.rawValue) \(text)"
    }
  }

  private static func text(
    of budget: GuardDecision.Budget?, _ violations: Int
  ) -> String {
    let rules = violations == 0 ? [] : ["it broke \(violations.counted("rule"))"]
    let tokens = budget == .hardExceeded ? ["too many tokens were used"] : []
    let reasons = tokens + rules
    return "the guardrails stopped its report"
      + (reasons.isEmpty ? "" : ": \(reasons.joined(separator: "; "))")
  }

  private static func text(ofVerdict reasons: [String]) -> String {
    StoppedRow.Cause.said(of: reasons).map { reason in
      switch reason {
      case .unmetCount(let count): "\(count.escaped) of its criteria not met"
      case .unmet(let criteria): "not met: \(criteria.escaped)"
      case .attemptsUsedUp(let count): "no attempts left (\(count.escaped))"
      case .worker(let text): "the worker can't go on: \(text.escaped)"
      case .failureWords(let words): "the report says \(words.escaped)"
      case .approval(let text): "waits for approval: \(text.escaped)"
      case .other(let text): text.escaped
      }
    }.joined(separator: "; ")
  }
}
