import Dispatching
import QueueModel

// What attempts of agents took together.

extension Korean {
  static func text(of costs: CostSum) -> String {
    guard let dollars = costs.usage.dollars else {
      return costs.attempts == 1 ? "모름" : "시도 \(costs.attempts)번 모두 모름"
    }
    let estimate = costs.estimatedDollars.map { $0 == dollars ? "추정" : "\($0) 추정" }
    let unknown =
      costs.unknownAttempts == 0
      ? "" : ", 시도 \(costs.attempts)번 중 \(costs.unknownAttempts)번 모름"
    return "\(dollars) USD\(estimate.map { " (\($0))" } ?? "")\(unknown)"
  }
}
