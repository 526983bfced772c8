import QueueModel

// What a budget does not allow.

extension Korean {
  static func text(of excess: BudgetExcess) -> String {
    let reserved = excess.reserved > 0 ? ", 작업 중인 행의 예약 \(excess.reservedText)" : ""
    let needed =
      excess.needed > 0 ? ", \(excess.worker.escaped)의 최대 사용량 \(excess.neededText)" : ""
    let end = excess.end.map { ". \($0.text)까지" } ?? ""
    return "budget.\(excess.key.rawValue): \(spent(excess))\(reserved)\(needed)\(end)"
  }

  static func text(ofNearlySpent limit: BudgetExcess) -> String { "예산: \(spent(limit))" }

  static func raising(_ key: Budget.Key) -> String {
    "orch.json의 budget.\(key.rawValue)을(를) 올리십시오"
  }

  private static func spent(_ excess: BudgetExcess) -> String {
    let unit = excess.key == .tokensPerDay ? "토큰" : "USD"
    let place = excess.id.map { "\($0.escaped)에" } ?? "오늘"
    return "\(place) \(excess.limitText) \(unit) 중 \(excess.spentText) 사용"
  }
}
