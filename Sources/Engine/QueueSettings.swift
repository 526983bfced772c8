public import Guardrails
public import QueueModel

/// How the rows of a queue are worked, and its reports judged. Source: `docs/cli.md`, "Settings".
public struct QueueSettings: Equatable, Sendable {
  /// What the rules go by: `forTable` or `forDatabase`, and what settings change of it.
  public var policy = Policy()
  /// How many rows may be IN_PROGRESS.
  public var maxWorkers = 3
  /// The tokens of a conversation above which its report is to be summarized, and its row stopped.
  public var tokenSoftLimit = 2000
  public var tokenHardLimit = 3500
  /// How many characters a report may have.
  public var reportMaxCharacters = ReportRules().maxCharacters
  public var review = ReviewSettings()

  public init() {}

  /// How many tokens a conversation may have.
  func tokenBudget() throws(EngineError) -> TokenBudget {
    try TokenBudget(softLimit: tokenSoftLimit, hardLimit: tokenHardLimit)
  }
}

extension TokenBudget {
  /// - Throws: `tokenLimits` for a hard limit below the soft one.
  public init(softLimit soft: Int, hardLimit hard: Int) throws(EngineError) {
    guard let budget = TokenBudget(soft: soft, hard: hard) else {
      throw .tokenLimits(soft: soft, hard: hard)
    }
    self = budget
  }
}

/// How reports are judged: `review` in `orch.json`.
public struct ReviewSettings: Equatable, Sendable {
  /// The programs that may prove a criterion, with their arguments, by name.
  public var checks: [String: [String]] = [:]
  /// What must not be changed by the work that a check proves, from the project root; `nil` for
  /// the usual.
  public var protected: [String]?
  /// The program that is asked whether a report's claims hold, with its arguments; empty for none.
  public var judge: [String] = []
  /// Whether it may pass what a report does not show.
  public var judgeMayPass = false
  /// Whether criteria that check themselves are checked without being asked to.
  public var runsChecks = false
  /// How often a row is tried; `nil` where the row or `max_attempts` says it.
  public var maxRetries: Int?
  /// Seconds that a check may take.
  public var checkSeconds = 600

  public init() {}
}
