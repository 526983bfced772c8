public import Dispatching
import Engine
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

extension CommandContext {
  /// The ledger of what attempts of agents took.
  public func costLedger() throws -> CostLedger {
    try taskQueue.workspace().costs
  }

  /// What the attempts at a row took together; `nil` where the ledger has none, or can't be read,
  /// of which a warning says why.
  package func costs(ofRow id: String) throws -> CostSum? {
    var sum = CostSum()
    do { try costLedger().visitEntries(naming: [id]) { if $0.id == id { sum.add($0) } } } catch {
      warn(.leftOut(problem(error)))
    }
    return sum.attempts > 0 ? sum : nil
  }
}
