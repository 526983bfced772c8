public import Dispatching
public import JSON
import QueueModel
import TeamProtocol

// What attempts took, as the commands show it.

extension CostSum {
  /// The shape `cost sum`.
  public var json: JSONObject {
    var json: JSONObject = [
      "attempts": .integer(attempts), "unknown_attempts": .integer(unknownAttempts),
      "usage": usage.usage, "cost": usage.cost,
    ]
    if parts.count > 1 {
      json["by_source"] = .object(
        parts.reduce(into: [:]) { object, part in
          object[part.source.rawValue] = JSONValue(microdollars: part.microdollars)
        })
    }
    return json
  }

  public static let shape = """
    cost sum:
    attempts: number, how many attempts of agents are in the ledger
    unknown_attempts: number, those of which no money is known
    usage: usage or null, the sums of the tokens that are known
    cost: cost or null, the sum of the money that is known; its source is the least sure one
    by_source?: map of number, US dollars by `source`, where there are several
    """
}
