public import Attempts
import Model
public import Text
import Workers

/// A limit of `ops kpi --fail-on`, such as `success<0.9`: a condition under which the command fails.
public struct FigureLimit: Equatable, Sendable {
  public enum Figure: String, CaseIterable, Sendable {
    /// The share of DONE rows among those that ended, from 0 to 1.
    case success
    /// The seconds from addition to DONE that half of the DONE rows did not exceed.
    case leadTime = "lead_time"
    /// The seconds that 95 of 100 rows did not exceed.
    case leadTime95 = "lead_p95"
    /// The US dollars of all counted attempts.
    case cost
    /// The US dollars of a DONE row with all its attempts, on average.
    case costOfRow = "cost_per_row"
  }

  private enum Comparison: String, CaseIterable {
    // The longer ones are tried first.
    case atMost = "<="
    case atLeast = ">="
    case less = "<"
    case more = ">"
  }

  /// The text that was given.
  public let text: String
  public let figure: Figure
  private let comparison: Comparison
  private let bound: Double

  /// - Parameter text: a figure, `<`, `<=`, `>` or `>=`, and a value: a share or a percentage for
  ///   `success`, a time such as `2h` for times, and US dollars for costs.
  public init(_ text: String) throws(InvalidValue) {
    let word = text.filter { !$0.isWhitespace }
    let name = word.prefix { $0 != "<" && $0 != ">" }
    let rest = word.dropFirst(name.count)
    guard let figure = Figure(rawValue: String(name)),
      let comparison = Comparison.allCases.first(where: { rest.hasPrefix($0.rawValue) }),
      let bound = figure.value(String(rest.dropFirst(comparison.rawValue.count)))
    else { throw Self.invalid }
    (self.text, self.figure, self.comparison, self.bound) = (word, figure, comparison, bound)
  }

  private static var invalid: InvalidValue {
    let names = Figure.allCases.map(\.rawValue).joined(separator: ", ")
    return InvalidValue(
      Sentence(
        "write one such as success<0.9, lead_time>2h or cost>5; the figures are \(names)",
        "success<0.9, lead_time>2h, cost>5처럼 쓰십시오. 수치: \(names)"))
  }

  /// The limit with the figure's value now.
  ///
  /// - Parameter costs: the costs; `nil` if there are none.
  public func checked(_ figures: Figures, _ costs: CostFigures?) -> CheckedLimit {
    CheckedLimit(limit: self, value: figure.value(of: figures, costs))
  }

  fileprivate func isReached(by value: Double) -> Bool {
    switch comparison {
    case .atMost: value <= bound
    case .atLeast: value >= bound
    case .less: value < bound
    case .more: value > bound
    }
  }
}

/// A limit, and the value of its figure.
public struct CheckedLimit: Equatable, Sendable {
  public let limit: FigureLimit
  /// `nil` if there is no data.
  let value: Double?

  /// Whether the limit is broken. It is not if there is no data, because a queue without rows that
  /// ended has done nothing wrong.
  public var isBroken: Bool { value.map(limit.isReached) ?? false }

  /// What is wrong, or that there is no data; `nil` if the limit holds.
  public var sentence: Sentence? {
    let (text, name) = (limit.text, limit.figure.rawValue)
    guard let value else {
      let reason = limit.figure.lackOfData
      return Sentence(
        "\(text) is not checked: \(reason.english)", "\(text): 확인하지 못했습니다. \(reason.korean)")
    }
    if !isBroken { return nil }
    let now = limit.figure.text(value)
    return Sentence("\(text): \(name) is \(now)", "\(text): 지금 \(name)은(는) \(now)입니다")
  }
}

extension CheckedLimit: Shaped {
  public static var shapeName: StaticString { "checked limit" }
  public static func shape(_ fields: inout Fields<CheckedLimit>) {
    fields.add("limit", \.limit.text, "as it was given")
    fields.add(
      "value", \.value, "the figure, a time in seconds and a cost in US dollars; null without data")
    fields.add("broken", \.isBroken, "whether the command fails because of it")
  }
}

extension FigureLimit.Figure {
  /// The number that a text means, from 0 on; `nil` for another text.
  fileprivate func value(_ text: String) -> Double? {
    switch self {
    case .leadTime, .leadTime95: return DurationText.seconds(text).map { Double($0) }
    case .success where text.hasSuffix("%"):
      return Self.number(String(text.dropLast())).map { $0 / 100 }
    case .success, .cost, .costOfRow: return Self.number(text)
    }
  }

  private static func number(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }) else {
      return nil
    }
    return Double(text)
  }

  fileprivate func value(of figures: Figures, _ costs: CostFigures?) -> Double? {
    let rows = figures.rows?.summary
    return switch self {
    case .success: rows?.successRate
    case .leadTime: (rows?.lead?.p50).map { Double($0) }
    case .leadTime95: (rows?.lead?.p95).map { Double($0) }
    case .cost: (costs?.total.usage.microdollars).map { Double($0) / 1_000_000 }
    case .costOfRow: (costs?.microdollarsPerDoneRow).map { Double($0) / 1_000_000 }
    }
  }

  fileprivate func text(_ value: Double) -> String {
    switch self {
    case .success: value.fixed(4)
    case .leadTime, .leadTime95: DurationText.exactText(Int(value))
    case .cost, .costOfRow: AgentUsage.dollars(Int((value * 1_000_000).rounded()))
    }
  }

  fileprivate var lackOfData: Sentence {
    switch self {
    case .success: Sentence("no row has ended", "끝난 행이 없습니다")
    case .leadTime, .leadTime95:
      Sentence("no row that was added here is DONE", "여기서 추가해 DONE이 된 행이 없습니다")
    case .cost: Sentence("no attempt has a known cost", "비용을 아는 시도가 없습니다")
    case .costOfRow: Sentence("no DONE row has a known cost", "비용을 아는 DONE 행이 없습니다")
    }
  }
}
