public import QueueModel

/// The limits of a conversation, in tokens. Source: `docs/routing.md`, "Guardrails".
public struct TokenBudget: Equatable, Sendable {
  /// Above this limit a report has to be summarized.
  public let soft: Int
  /// Above this limit the work stops. At least `soft`.
  public let hard: Int

  /// Fails for a hard limit below the soft one.
  public init?(soft: Int, hard: Int) {
    guard soft >= 0, hard >= soft else { return nil }
    self.soft = soft
    self.hard = hard
  }

  /// Compares `tokens` with the limits, which are inclusive.
  public func state(of tokens: Int) -> GuardDecision.Budget {
    if tokens > hard { return .hardExceeded }
    return tokens > soft ? .softExceeded : .withinLimits
  }

  /// Estimates the tokens of a text: a quarter of its Unicode scalars, rounded up.
  public static func estimate(_ text: String) -> Int {
    estimate(characters: text.unicodeScalars.count)
  }

  public static func estimate(characters: Int) -> Int { (characters + 3) / 4 }

  /// Decides by the tokens alone.
  ///
  /// - Parameters:
  ///   - characters: how long the report is, in Unicode scalars.
  ///   - tokens: the tokens of the conversation; `nil` to estimate them from the report.
  public func decide(characters: Int, tokens: Int?) -> GuardDecision {
    let estimate = Self.estimate(characters: characters)
    let current = tokens ?? estimate
    return GuardDecision(
      budget: state(of: current), currentTokens: current, estimatedTokens: estimate, violations: [])
  }
}
