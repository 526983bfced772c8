import Gate
public import Model

/// The settings of a queue. Source: `docs/cli.md`, "Settings".
public struct QueueSettings: Equatable, Sendable {
  /// The settings of the rules: the defaults of the store, changed by `orch.json`.
  public var policy = Policy()
  /// The maximum number of rows that may be IN_PROGRESS.
  public var maxWorkers = 3
  /// The tokens of a conversation above which its report has to be summarized.
  public var tokenSoftLimit = 2000
  /// The tokens of a conversation above which its row is blocked.
  public var tokenHardLimit = 3500
  /// The maximum number of characters of a report.
  public var reportMaxCharacters = ReportRules().maxCharacters
  public var review = ReviewSettings()
  /// How long a row may wait for a person, in seconds; 0 for no limit.
  public var attentionAfter = 86400
  /// How long a row may be IN_PROGRESS before an event tells of it, in seconds; 0 for no limit.
  public var longWorkAfter = 4 * 3600

  public init() {}
}

/// The settings of reviews: `review` in `orch.json`.
public struct ReviewSettings: Equatable, Sendable {
  /// The programs that may prove a criterion, with their arguments, by name.
  public var checks: [String: [String]] = [:]
  /// The class of the failures of some checks, by name; the class of any other check is its name,
  /// if that is a class.
  public var checkClasses: [String: FailureClass] = [:]
  /// The checks of which only one instance runs at a time on this machine.
  public var exclusiveChecks: Set<String> = []
  /// The classes of exit statuses that mean that the check itself failed and not the work, by the
  /// name of the check.
  public var checkExitClasses: [String: [Int: FailureClass]] = [:]
  /// The files that work must not change if a check proves it, relative to the project root; `nil`
  /// for the default.
  public var protected: [String]?
  /// A program that checks the claims of reports, with its arguments; empty for none.
  public var judge: [String] = []
  /// Whether the judge may pass criteria that the report does not show.
  public var judgeMayPass = false
  /// Whether criteria with a check are always checked, not only on request.
  public var runsChecks = false
  /// Whether the exit status of a worker's program can meet a criterion.
  public var acceptsExit = false
  /// The checkout in which the proofs check work that lands without a person.
  public var checkout = Checkout.clean
  /// The maximum number of attempts of a row; `nil` if the row or `max_attempts` decides.
  public var maxRetries: Int?
  /// The maximum duration of a check, in seconds.
  public var checkSeconds = 600

  /// The checkout in which the proofs of work in a worktree run.
  public enum Checkout: String, CaseIterable, Sendable {
    /// In a clean checkout of its commit.
    case clean
    /// In the worktree itself, including the files that git ignores.
    case worktree
  }

  public init() {}
}
