public import Dispatching
import QueueModel
public import Wording

extension CostSum {
  /// What attempts cost together: `1.25 USD (0.25 estimated), 1 of 3 attempts unknown`.
  public var label: Sentence {
    guard let dollars = usage.dollars else {
      return attempts == 1
        ? Sentence("unknown", "모름")
        : Sentence("unknown of \(attempts) attempts", "시도 \(attempts)번 모두 모름")
    }
    var parts = [Sentence(same: "\(dollars) USD")]
    if let estimate = estimatedDollars {
      parts.append(
        estimate == dollars
          ? Sentence(" (estimated)", " (추정)")
          : Sentence(" (\(estimate) estimated)", " (\(estimate) 추정)"))
    }
    if unknownAttempts > 0 {
      parts.append(
        Sentence(
          ", \(unknownAttempts) of \(attempts) attempts unknown",
          ", 시도 \(attempts)번 중 \(unknownAttempts)번 모름"))
    }
    return parts.joined(separator: "")
  }
}
