public import JSON
public import QueueModel
import TeamProtocol

// The limits of a budget, as the commands show them.

extension BudgetUse {
  /// The shape `budget limit`.
  public var json: JSONValue {
    func number(_ amount: Int) -> JSONValue {
      key == .tokensPerDay ? .integer(amount) : JSONValue(microdollars: amount)
    }
    var object: JSONObject = ["key": .string(key.rawValue), "limit": number(limit)]
    if key != .usdPerRow || id != nil {
      object["spent"] = number(spent)
      object["left"] = number(max(0, limit - spent))
    }
    return .object(object)
  }
}

extension BudgetState {
  /// Each limit as the shape `budget limit`.
  public var json: JSONValue {
    .array(Budget.Key.allCases.compactMap { use(of: $0)?.json })
  }
}
