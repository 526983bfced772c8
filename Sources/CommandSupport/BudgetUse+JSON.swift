public import JSON
public import QueueModel

extension BudgetUse {
  /// A limit of which most is spent.
  public var json: JSONValue {
    func value(_ amount: Int) -> JSONValue {
      key == .tokensPerDay ? .integer(amount) : .number(Double(amount) / 1e6)
    }
    return ["key": .string(key.rawValue), "spent": value(spent), "limit": value(limit)]
  }
}
