/// What happens to the work in a worktree that passed its review. The raw values are the values
/// of `integrate` in `orch.json`.
public enum Integration: String, CaseIterable, Sendable {
  /// The work stays on its branch.
  case none
  /// The work is merged into the integration branch before its row is DONE.
  case merge
  /// The work becomes a pull request. The row is DONE when the pull request is merged.
  case pullRequest = "pr"
}

/// The worktree of a row, for an order.
public struct WorktreeOrder: Equatable, Sendable {
  /// The top folder of the checkout of the row's repository.
  public var repository: String
  /// The folder of that checkout to which the row's file paths are relative.
  public var root: String
  /// The top folder of the worktree.
  public var path: String
  /// The row's branch, without `refs/heads/`.
  public var branch: String
  /// The branches of the rows that this row waits for, whose work may not be merged yet.
  public var after: [String] = []
  /// Whether the integration branch is merged into the row's branch, because the last attempt could
  /// not be merged.
  public var mergesIntegration = false

  public init(repository: String, root: String, path: String, branch: String) {
    (self.repository, self.root, self.path, self.branch) = (repository, root, path, branch)
  }
}
