public import Dispatching
public import Engine

/// What only `orch.json` can say, because no variable would hold it well.
public struct FileSettings: Equatable, Sendable {
  public var review = ReviewSettings()
  /// What starts the work on rows.
  public var spawn = Spawner()
  /// The project root, relative to home; `nil` where it is searched for.
  public var root: String?

  public init() {}
}
