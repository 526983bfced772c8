public import Door
public import Gate

extension QueueSettings {
  package func tokenBudget() throws -> TokenBudget {
    try TokenBudget(softLimit: tokenSoftLimit, hardLimit: tokenHardLimit)
  }
}

extension TokenBudget {
  /// - Throws: `tokenLimits` for a hard limit below the soft one.
  public init(softLimit soft: Int, hardLimit hard: Int) throws(Problem) {
    guard let budget = TokenBudget(soft: soft, hard: hard) else {
      throw .tokenLimits(soft: soft, hard: hard)
    }
    self = budget
  }
}
