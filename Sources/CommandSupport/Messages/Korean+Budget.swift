import Host
import QueueModel

// What a budget does not allow.

extension Korean {
  static func text(of excess: BudgetExcess) -> String {
    let use = excess.use
    let reserved =
      excess.reserved > 0 ? ", 다른 행에 예약된 \(use.text(of: excess.reserved))" : ""
    let needed =
      excess.needed > 0
      ? ", \(excess.worker.escaped) 시도에 \(use.text(of: excess.needed)) 필요" : ""
    let end = excess.end.map { ". \($0.text)까지" } ?? ""
    return "budget.\(use.key.rawValue): \(text(ofSpent: use))\(reserved)\(needed)\(end)"
  }

  static func text(ofNearlySpent limit: BudgetUse) -> String { "예산: \(text(ofSpent: limit))" }

  static func text(ofLedgerProblem error: SystemError) -> String {
    "에이전트의 비용을 읽거나 쓸 수 없습니다: \(error.description.escaped) (\(hint(of: error)))"
  }

  static func raising(_ key: Budget.Key) -> String {
    "orch.json의 budget.\(key.rawValue)을(를) 올리십시오"
  }

  static func text(ofSpent use: BudgetUse) -> String {
    let unit = use.key == .tokensPerDay ? "토큰" : "USD"
    let place = use.key == .usdPerRow ? "\(use.id?.escaped ?? "한 행")에" : "오늘"
    return "\(place) \(use.text(of: use.limit)) \(unit) 중 \(use.text(of: use.spent)) 사용"
  }
}
