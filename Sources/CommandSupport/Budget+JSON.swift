public import JSON
public import QueueModel
import TeamProtocol

// The limits of a budget, as the commands show them.

extension BudgetUse {
  /// The shape `budget limit`.
  public var json: JSONValue {
    key.json(limit: limit, spent: spent)
  }
}

extension BudgetState {
  /// Each limit as the shape `budget limit`; of one of rows, what is spent is not said.
  public var json: JSONValue {
    .array(
      Budget.Key.allCases.compactMap { key in
        use(of: key)?.json ?? budget[key].map { key.json(limit: $0, spent: nil) }
      })
  }
}

extension Budget.Key {
  fileprivate func json(limit: Int, spent: Int?) -> JSONValue {
    func number(_ amount: Int) -> JSONValue {
      self == .tokensPerDay ? .integer(amount) : JSONValue(microdollars: amount)
    }
    var object: JSONObject = ["key": .string(rawValue), "limit": number(limit)]
    if let spent {
      object["spent"] = number(spent)
      object["left"] = number(max(0, limit - spent))
    }
    return .object(object)
  }
}
