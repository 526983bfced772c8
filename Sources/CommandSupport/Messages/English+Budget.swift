import QueueModel

// What a budget does not allow.

extension English {
  /// `budget.usd_per_day: 18.00 of 20.00 USD spent today, and claude may take 2.50; until \
  /// 2026-02-01 00:00`.
  static func text(of excess: BudgetExcess) -> String {
    let reserved = excess.reserved > 0 ? ", \(excess.reservedText) reserved by rows at work" : ""
    let needed =
      excess.needed > 0 ? ", and \(excess.worker.escaped) may take \(excess.neededText)" : ""
    let end = excess.end.map { "; until \($0.text)" } ?? ""
    return "budget.\(excess.key.rawValue): \(spent(excess))\(reserved)\(needed)\(end)"
  }

  /// `budget: 16.40 of 20.00 USD spent today`.
  static func text(ofNearlySpent limit: BudgetExcess) -> String { "budget: \(spent(limit))" }

  /// `raise budget.usd_per_day in orch.json`.
  static func raising(_ key: Budget.Key) -> String {
    "raise budget.\(key.rawValue) in orch.json"
  }

  private static func spent(_ excess: BudgetExcess) -> String {
    let unit = excess.key == .tokensPerDay ? "tokens" : "USD"
    return "\(excess.spentText) of \(excess.limitText) \(unit) spent "
      + (excess.id.map { "on \($0.escaped)" } ?? "today")
  }
}

extension BudgetExcess {
  var spentText: String { text(of: spent) }
  var limitText: String { text(of: limit) }
  var reservedText: String { text(of: reserved) }
  var neededText: String { text(of: needed) }

  private func text(of amount: Int) -> String {
    key == .tokensPerDay ? String(amount) : AgentUsage.dollars(amount)
  }
}
