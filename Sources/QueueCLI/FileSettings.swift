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
  /// Whether criteria that check themselves are checked without being asked to.
  public var runsChecks = false
  /// How often a row is tried; `nil` where the row or `max_attempts` says it.
  public var maxRetries: Int?
  /// Seconds that a check may take.
  public var checkSeconds = 600

  public init() {}
}
