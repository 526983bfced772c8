/// What an attempt took, as the program of the agent counts it; `nil` for what it does not say.
/// Unknown is not zero.
public struct AgentUsage: Equatable, Sendable {
  /// Tokens; those from the cache are part of them.
  public var inputTokens: Int?
  public var cachedInputTokens: Int?
  public var outputTokens: Int?
  /// Millionths of a US dollar: sums of them are exact.
  public var microdollars: Int?
  /// Where `microdollars` is from; `nil` where nothing says so.
  public var source: CostSource?

  public init() {}

  /// The most that a member counts, so that sums do not overflow.
  private static let most = 1 << 52

  /// A number of tokens that a program says; `nil` for none that can be.
  public static func tokens(_ count: Int?) -> Int? {
    count.flatMap { (0...most).contains($0) ? $0 : nil }
  }

  /// Millionths of a number of US dollars that a program says; `nil` for none that can be.
  public static func microdollars(_ dollars: Double?) -> Int? {
    guard let dollars, (0...Double(most) / 1e6).contains(dollars) else { return nil }
    return Int((dollars * 1e6).rounded())
  }

  /// A sum, up to the most that a member counts.
  public static func limited(_ sum: some BinaryInteger) -> Int { Int(min(sum, numericCast(most))) }

  /// US dollars with two to six decimals; `nil` where they are unknown.
  public var dollars: String? { microdollars.map { Self.dollars($0) } }

  /// Millionths as US dollars with at most six decimals.
  ///
  /// - Parameters:
  ///   - microdollars: 0 or more.
  ///   - leastDecimals: 0 to 6.
  public static func dollars(_ microdollars: Int, leastDecimals: Int = 2) -> String {
    var digits = String(1_000_000 + microdollars % 1_000_000).dropFirst()
    while digits.count > leastDecimals, digits.last == "0" { digits.removeLast() }
    return "\(microdollars / 1_000_000)\(digits.isEmpty ? "" : ".")\(digits)"
  }

  /// Combines each number with that of another usage; the result has no source.
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

  /// Adds what another part of the attempt took; what only one of them says is the sum.
  public mutating func add(_ other: AgentUsage) {
    let source = [source, other.source].compactMap(\.self).max()
    self = combined(with: other) { one, two in
      guard let one, let two else { return one ?? two }
      return min(one + two, Self.most)
    }
    self.source = source
  }
}

/// Where the money of an attempt is from, the surest first; of a sum it is the least sure one.
public enum CostSource: String, CaseIterable, Comparable, Sendable {
  /// The program of the agent says it.
  case cli
  /// The tokens, at the prices of `orch.json`.
  case prices
  /// The program says it, or the prices; it may have counted earlier attempts of the session, too.
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
