import Host
import QueueModel

// What a budget does not allow.

extension English {
  /// `budget.usd_per_day: 18.00 of 20.00 USD spent today, and an attempt of claude may cost \
  /// 2.50; until 2026-02-01 00:00`.
  static func text(of excess: BudgetExcess) -> String {
    let use = excess.use
    let reserved =
      excess.reserved > 0
      ? ", \(use.text(of: excess.reserved)) reserved for other rows" : ""
    let needed =
      excess.needed > 0
      ? ", and an attempt of \(excess.worker.escaped) may cost \(use.text(of: excess.needed))" : ""
    let end = excess.end.map { "; until \($0.text)" } ?? ""
    return "budget.\(use.key.rawValue): \(text(ofSpent: use))\(reserved)\(needed)\(end)"
  }

  /// `budget: 16.40 of 20.00 USD spent today`.
  static func text(ofNearlySpent limit: BudgetUse) -> String {
    "budget: \(text(ofSpent: limit))"
  }

  /// Of the ledger of costs: `what agents took can't be read or written: … (…)`.
  static func text(ofLedgerProblem error: SystemError) -> String {
    "what agents took can't be read or written: \(error.description.escaped) (\(hint(of: error)))"
  }

  /// `raise budget.usd_per_day in orch.json`.
  static func raising(_ key: Budget.Key) -> String {
    "raise budget.\(key.rawValue) in orch.json"
  }

  /// `16.40 of 20.00 USD spent today`.
  static func text(ofSpent use: BudgetUse) -> String {
    let unit = use.key == .tokensPerDay ? "tokens" : "USD"
    return "\(use.text(of: use.spent)) of \(use.text(of: use.limit)) \(unit) spent "
      + (use.key == .usdPerRow ? "on \(use.id?.escaped ?? "a row")" : "today")
  }
}

extension BudgetUse {
  /// An amount in the unit of the limit.
  func text(of amount: Int) -> String {
    key == .tokensPerDay ? String(amount) : AgentUsage.dollars(amount)
  }
}
