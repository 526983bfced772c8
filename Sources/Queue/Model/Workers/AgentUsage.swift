/// The usage of an attempt as the agent's program reports it. A number that the program does not
/// report is `nil`, which means unknown and not zero.
public struct AgentUsage: Equatable, Sendable {
  /// The input in tokens, including tokens from the cache.
  public var inputTokens: Int?
  public var cachedInputTokens: Int?
  public var outputTokens: Int?
  /// The cost in millionths of a US dollar, so that sums are exact.
  public var microdollars: Int?
  /// The source of `microdollars`; `nil` if unknown.
  public var source: CostSource?

  public init() {}

  /// The maximum of each member, so that sums do not overflow.
  private static let most = 1 << 52

  /// A number of tokens that a program reports; `nil` if it is missing or out of range.
  public static func tokens(_ count: Int?) -> Int? {
    count.flatMap { (0...most).contains($0) ? $0 : nil }
  }

  /// Converts US dollars that a program reports to millionths; `nil` if they are missing or out of
  /// range.
  public static func microdollars(_ dollars: Double?) -> Int? {
    guard let dollars, (0...Double(most) / 1e6).contains(dollars) else { return nil }
    return Int((dollars * 1e6).rounded())
  }

  /// A sum, limited to the maximum of a member.
  public static func limited(_ sum: some BinaryInteger) -> Int { Int(min(sum, numericCast(most))) }

  /// US dollars with two to six decimals; `nil` if unknown.
  public var dollars: String? { microdollars.map { Self.dollars($0) } }

  /// Formats millionths as US dollars with at most six decimals.
  ///
  /// - Parameters:
  ///   - microdollars: 0 or more.
  ///   - leastDecimals: 0 to 6.
  public static func dollars(_ microdollars: Int, leastDecimals: Int = 2) -> String {
    var digits = String(1_000_000 + microdollars % 1_000_000).dropFirst()
    while digits.count > leastDecimals, digits.last == "0" { digits.removeLast() }
    return "\(microdollars / 1_000_000)\(digits.isEmpty ? "" : ".")\(digits)"
  }

  /// Combines each number with the same number of another usage; the result has no source.
  public func combined(
    with other: AgentUsage, by combine: (Int?, Int?) -> Int?
  ) -> AgentUsage {
    var usage = AgentUsage()
    usage.inputTokens = combine(inputTokens, other.inputTokens)
    usage.cachedInputTokens = combine(cachedInputTokens, other.cachedInputTokens)
    usage.outputTokens = combine(outputTokens, other.outputTokens)
    usage.microdollars = combine(microdollars, other.microdollars)
    return usage
  }

  /// Adds the usage of another part of the attempt. If only one of the two usages has a number,
  /// that number is the sum.
  public mutating func add(_ other: AgentUsage) {
    let source = [source, other.source].compactMap(\.self).max()
    self = combined(with: other) { one, two in
      guard let one, let two else { return one ?? two }
      return min(one + two, Self.most)
    }
    self.source = source
  }
}

/// The source of an attempt's cost, the most reliable first. A sum has the least reliable source of
/// its parts.
public enum CostSource: String, CaseIterable, Comparable, Sendable {
  /// The agent's program reports the cost.
  case cli
  /// The cost is computed from the tokens, at the prices in `orch.json`.
  case prices
  /// The cost comes from the program or the prices, but may include earlier attempts of the
  /// session.
  case estimate

  public static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }

  private var rank: Int {
    switch self {
    case .cli: 0
    case .prices: 1
    case .estimate: 2
    }
  }
}
