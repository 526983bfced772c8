import Dispatching
import QueueModel

// What attempts of agents took together.

extension English {
  static func text(of costs: CostSum) -> String {
    guard let dollars = costs.usage.dollars else {
      return costs.attempts == 1 ? "unknown" : "unknown of \(costs.attempts) attempts"
    }
    let estimate = costs.estimatedDollars.map { $0 == dollars ? "estimated" : "\($0) estimated" }
    let unknown =
      costs.unknownAttempts == 0
      ? "" : ", \(costs.unknownAttempts) of \(costs.attempts) attempts unknown"
    return "\(dollars) USD\(estimate.map { " (\($0))" } ?? "")\(unknown)"
  }
}
