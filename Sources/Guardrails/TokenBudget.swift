public import QueueModel

/// How many tokens a conversation may have. Source: `docs/routing.md`, "Guardrails".
public struct TokenBudget: Equatable, Sendable {
  /// From here on a report is to be summarized.
  public let soft: Int
  /// Beyond this the work stops. It is not below `soft`.
  public let hard: Int

  /// `nil` for a hard limit below the soft one.
  public init?(soft: Int, hard: Int) {
    guard soft >= 0, hard >= soft else { return nil }
    self.soft = soft
    self.hard = hard
  }

  /// How `tokens` stand to the limits, which themselves are within.
  public func state(of tokens: Int) -> GuardDecision.Budget {
    if tokens > hard { return .hardExceeded }
    return tokens > soft ? .softExceeded : .withinLimits
  }

  /// How many tokens a text takes, by the usual rule of thumb: a quarter of its characters,
  /// which are Unicode scalars, rounded up.
  public static func estimate(_ text: String) -> Int {
    estimate(characters: text.unicodeScalars.count)
  }

  public static func estimate(characters: Int) -> Int { (characters + 3) / 4 }

  /// Judges the tokens alone.
  ///
  /// - Parameters:
  ///   - characters: how long the report is, in Unicode scalars.
  ///   - tokens: what the conversation has; the report's own estimate, for `nil`.
  public func decide(characters: Int, tokens: Int?) -> GuardDecision {
    let estimate = Self.estimate(characters: characters)
    let current = tokens ?? estimate
    return GuardDecision(
      budget: state(of: current), currentTokens: current, estimatedTokens: estimate, violations: [])
  }
}
