import QueueModel

// Why rows are FAILED or BLOCKED.

extension Korean {
  /// `질문: which one?`, `exit 3: no disk`.
  static func text(of cause: StoppedRow.Cause) -> String {
    switch cause {
    case .question(let text): text.isEmpty ? "질문이 있습니다" : "질문: \(text.escaped)"
    case .approval(let text): "승인 대기: \(text.escaped)"
    case .guardrail(let budget, let violations): text(of: budget, violations)
    case .verdict(let reasons): "리뷰: \(text(ofVerdict: reasons))"
    case .lostWorker: "워커가 사라졌고 시도 횟수를 모두 썼습니다"
    case .needsPerson(let text): "사람이 확인해야 합니다: \(text.escaped)"
    case .cancelled(nil): "운영자가 취소했습니다"
    case .cancelled(let reason?): "운영자가 취소했습니다: \(reason.escaped)"
    case .replanned(let reason): "계획을 다시 세워야 합니다: \(reason.escaped)"
    case .note(let text): text.escaped
    case .unknown: "적힌 이유가 없습니다"
    }
  }

  /// `FAILED 워커: exit 3`, `BLOCKED 질문: which one?`.
  static func news(of row: StoppedRow) -> String {
    let text = text(of: row.cause)
    return switch row.cause {
    case .note: "\(row.item.status.rawValue) 워커: \(text)"
    case .question, .approval, .guardrail, .verdict, .lostWorker, .needsPerson, .cancelled,
      .replanned,
      .unknown:
      "\(row.item.status.rawValue) \(text)"
    }
  }

  private static func text(
    of budget: GuardDecision.Budget?, _ violations: Int
  ) -> String {
    let rules = violations == 0 ? [] : ["규칙 \(violations)개를 어겼습니다"]
    let tokens = budget == .hardExceeded ? ["토큰을 너무 많이 썼습니다"] : []
    let reasons = tokens + rules
    return "가드레일이 보고서를 막았습니다"
      + (reasons.isEmpty ? "" : ": \(reasons.joined(separator: "; "))")
  }

  private static func text(ofVerdict reasons: [String]) -> String {
    StoppedRow.Cause.said(of: reasons).map { reason in
      switch reason {
      case .unmetCount(let count): "완료 기준 \(count.escaped)개 미충족"
      case .unmet(let criteria): "미충족: \(criteria.escaped)"
      case .attemptsUsedUp(let count): "남은 시도 없음 (\(count.escaped))"
      case .worker(let text): "워커가 계속할 수 없습니다: \(text.escaped)"
      case .failureWords(let words): "보고서의 말: \(words.escaped)"
      case .approval(let text): "승인 대기: \(text.escaped)"
      case .other(let text): text.escaped
      }
    }.joined(separator: "; ")
  }
}
