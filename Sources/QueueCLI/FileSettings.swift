public import Dispatching

/// What only `orch.json` can say, because no variable would hold it well.
public struct FileSettings: Equatable, Sendable {
  public var review = ReviewSettings()
  /// What starts the work on rows.
  public var spawn = Spawner()
  /// The project root, relative to home; `nil` where it is searched for.
  public var root: String?

  public init() {}
}

/// `review` in `orch.json`: how reports are judged.
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
