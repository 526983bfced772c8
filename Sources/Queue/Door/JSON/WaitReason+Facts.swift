public import Model
public import Text

extension Pause: Shaped {
  public static var shapeName: StaticString { "queue pause" }
  public static func shape(_ fields: inout Fields<Pause>) {
    fields.add(
      "actor", \.actor, "who began it, a session or `user@host`; null where that cannot be read")
    fields.add("since", \.since, "when it began, in seconds since 1970")
    fields.add("reason", \.reason)
  }
}

extension Dependencies.Blocker: Shaped {
  public static var shapeName: StaticString { "blocker" }
  public static func shape(_ fields: inout Fields<Dependencies.Blocker>) {
    fields.add("id", \.id, "a row that another one waits for")
    fields.add("status", \.status?.rawValue, "its status; null for no such row")
  }
}

extension BudgetUse: Shaped {
  public static var shapeName: StaticString { "budget limit" }
  public static func shape(_ fields: inout Fields<BudgetUse>) {
    fields.add(
      "key", \.key.rawValue, "`usd_per_day`, `usd_per_row`, `tokens_per_day` or `calls_per_day`")
    fields.add("limit", { $0.amount($0.limit) }, "US dollars, tokens or requests")
    fields.addIfAny(
      "spent", { $0.isCounted ? $0.amount($0.spent) : nil },
      """
      what counts as spent, today or on the row that is listed; an attempt of unknown cost took \
      what it reserved
      """)
    fields.addIfAny(
      "left", { $0.isCounted ? $0.amount(max(0, $0.limit - $0.spent)) : nil },
      "what is left of it, without what rows at work reserve; 0 where more is spent")
  }

  private var isCounted: Bool { key != .usdPerRow || id != nil }

  private func amount(_ amount: Int) -> Number {
    key.isOfMoney ? .dollars(micro: amount) : .whole(amount)
  }
}

extension Number {
  /// Millionths of a US dollar as US dollars.
  public static func dollars(micro: Int) -> Number { .fraction(Double(micro) / 1e6) }
}
