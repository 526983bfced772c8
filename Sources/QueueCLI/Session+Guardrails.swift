import CommandLineKit
public import Guardrails

extension Session {
  /// How many tokens a conversation may have, by options or settings.
  ///
  /// - Throws: a mistake, where the hard limit is below the soft one.
  public func tokenBudget(soft: Int? = nil, hard: Int? = nil) throws(CommandError) -> TokenBudget {
    let soft = try value(Settings.tokenSoftLimit, given: soft)
    let hard = try value(Settings.tokenHardLimit, given: hard)
    guard let budget = TokenBudget(soft: soft, hard: hard) else {
      throw CommandError(
        code: "usage", message: "the hard limit \(hard) is below the soft one \(soft)",
        hint: "give both: --soft and --hard, or token_soft_limit and token_hard_limit",
        status: .usage)
    }
    return budget
  }

  /// What a report must be, by the settings.
  public func reportRules() throws(CommandError) -> ReportRules {
    var rules = ReportRules()
    rules.maxCharacters = try value(Settings.reportMaxCharacters)
    rules.maxBullets = try value(Settings.reportMaxBullets)
    return rules
  }
}
