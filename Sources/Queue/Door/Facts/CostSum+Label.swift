import Model
public import Text
public import Workers

extension CostSum {
  /// The total cost of attempts: `1.25 USD (0.25 estimated), 1 of 3 attempts unknown`.
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
extension Problem {
  /// The ledger at `path` has more groups than the counted `limit`.
  public static func tooManyGroups(
    _ grouping: CostSummary.Grouping, in path: String, limit: Int
  ) -> Problem {
    .adapter(
      .inputOutput,
      Sentence(
        "cannot read \(path): it has more than \(limit) \(grouping.rawValue)s",
        "\(path): 읽을 수 없습니다: \(grouping.korean) \(limit)개보다 많습니다"),
      hint: Sentence(
        "use --since to count from a later day", "--since로 더 나중 날부터 세십시오"))
  }
}

extension CostSummary.Grouping {
  /// The subject before "많습니다".
  fileprivate var korean: String {
    switch self {
    case .day: "날이"
    case .row: "행이"
    case .worker: "워커가"
    case .model: "모델이"
    case .plan: "계획이"
    }
  }
}

extension Number {
  /// Millionths of a US dollar as US dollars.
  public static func dollars(micro: Int) -> Number { .fraction(Double(micro) / 1e6) }
}
