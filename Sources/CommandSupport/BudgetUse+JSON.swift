public import JSON
public import QueueModel
import TeamProtocol

extension BudgetUse {
  /// A limit of which most is spent.
  public var json: JSONValue {
    func value(_ amount: Int) -> JSONValue {
      key == .tokensPerDay ? .integer(amount) : JSONValue(microdollars: amount)
    }
    return ["key": .string(key.rawValue), "spent": value(spent), "limit": value(limit)]
  }
}
