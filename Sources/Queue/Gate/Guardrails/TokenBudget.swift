public import Model

/// The limits of a conversation, in tokens. Source: `docs/routing.md`, "Guardrails".
public struct TokenBudget: Equatable, Sendable {
  /// Above this limit a report must be summarized.
  public let soft: Int
  /// Above this limit the work stops. At least `soft`.
  public let hard: Int

  /// Fails if the hard limit is below the soft limit.
  public init?(soft: Int, hard: Int) {
    guard soft >= 0, hard >= soft else { return nil }
    self.soft = soft
    self.hard = hard
  }

  /// The budget of a row. If the row has a number of tokens, that number replaces the soft limit.
  public func of(_ item: QueueItem?) -> TokenBudget {
    guard let soft = item?.summaryBudgetTokens else { return self }
    return TokenBudget(soft: soft, hard: max(soft, hard)) ?? self
  }

  /// Decides by the tokens and by the violations of a report.
  ///
  /// - Parameters:
  ///   - characters: the length of the report in Unicode scalars.
  ///   - tokens: the tokens of the conversation; `nil` estimates them as a quarter of the report's
  ///     characters.
  ///   - violations: the violations of the rules in the report.
  public func decide(
    characters: Int, tokens: Int?, violations: [GuardDecision.Violation] = []
  ) -> GuardDecision {
    let estimate = (characters + 3) / 4
    let current = tokens ?? estimate
    return GuardDecision(
      budget: current > hard ? .hardExceeded : current > soft ? .softExceeded : .withinLimits,
      currentTokens: current, estimatedTokens: estimate, violations: violations)
  }
}
