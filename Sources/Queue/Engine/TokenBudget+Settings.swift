public import Facts
public import Gate
import Settings

extension QueueSettings {
  func tokenBudget() throws -> TokenBudget {
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
