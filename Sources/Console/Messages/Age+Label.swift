package import CommandLineKit
package import Wording

extension Age {
  /// `3 h`; `in 3 h` for the future.
  package var label: Sentence { Sentence(text, korean) }

  /// `3 h late`, `3 h ago`.
  package func pastLabel(isLate: Bool) -> Sentence {
    Sentence("\(text) \(isLate ? "late" : "ago")", "\(korean) \(isLate ? "지남" : "전")")
  }

  private var korean: String {
    guard !isNow else { return "지금" }
    let unit =
      switch amount.unit {
      case .minutes: "분"
      case .hours: "시간"
      case .days: "일"
      case .weeks: "주"
      case .years: "년"
      }
    return "\(amount.count)\(unit)\(seconds < 0 ? " 뒤" : "")"
  }
}
