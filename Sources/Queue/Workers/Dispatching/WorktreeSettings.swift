/// What becomes of the work in a worktree that passed its review. The raw values are those of
/// `integrate` in `orch.json`.
public enum Integration: String, CaseIterable, Sendable {
  /// It stays on its branch.
  case none
  /// It is merged into the integration branch before its row is DONE.
  case merge
  /// It becomes a pull request; its row is DONE once that is merged.
  case pullRequest = "pr"
}

/// `worktrees` in `orch.json`. Source: `docs/worktrees.md`, "Settings".
public struct WorktreeSettings: Equatable, Sendable {
  /// The branch or commit where rows begin; `nil` for the branch that the project has checked out.
  public var base: String?
  /// The branch on which work lands.
  public var integration = "orch/integration"
  /// What precedes a row's id in the name of its branch; it ends with a slash.
  public var branchPrefix = "orch/"
  /// The folder of the worktrees; `nil` for one below the user's state.
  public var root: String?
  /// The bytes that have to be free before a row starts.
  public var leastFreeBytes = 1 << 30
  /// The program and its arguments that are run in a new worktree; empty for none.
  public var setup: [String] = []
  public var setupSeconds = 600
  /// The checks of `review.checks` that must pass on a commit before rows begin on it.
  public var baseChecks: [String] = []
  public var withoutRepository = WithoutRepository.wait
  public var checkout = CheckoutRule.remark

  public init() {}

  /// What becomes of rows where the project is no git repository.
  public enum WithoutRepository: String, CaseIterable, Sendable {
    /// They wait.
    case wait = "needs_human"
    /// They are worked in the project's own folder.
    case shared
  }

  /// What a change of the project's checkout by a worker does to the report.
  public enum CheckoutRule: String, CaseIterable, Sendable {
    /// A person has to approve it.
    case approve
    /// The verdict names it.
    case remark
  }
}

/// `forge` in `orch.json`: where pull requests go. Source: `docs/forge.md`, "Settings".
public struct ForgeSettings: Equatable, Sendable {
  /// `OWNER/NAME`, or `HOST/OWNER/NAME`; `nil` for what the remote's address says.
  public var repository: String?
  /// The remote to which branches are pushed.
  public var remote = "origin"
  /// The branch that pull requests are to be merged into; `nil` for `worktrees.base`.
  public var base: String?

  public init() {}
}

/// The worktree of a row, as an order names it.
public struct WorktreeOrder: Equatable, Sendable {
  /// The top folder of the checkout of the row's repository.
  public var repository: String
  /// The folder of that checkout from which the row's files count.
  public var root: String
  /// The top folder of the worktree.
  public var path: String
  /// The row's branch, without `refs/heads/`.
  public var branch: String
  /// The branches of the rows that it waits for, whose work may not be merged yet.
  public var after: [String] = []
  /// Whether the integration branch is merged into it, because the last attempt could not be merged.
  public var mergesIntegration = false

  public init(repository: String, root: String, path: String, branch: String) {
    (self.repository, self.root, self.path, self.branch) = (repository, root, path, branch)
  }
}
