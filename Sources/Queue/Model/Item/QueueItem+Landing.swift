/// Where the work on a row is, in git. Source: `docs/worktrees.md`.
public struct Landing: Equatable, Sendable {
  /// The branch that has the work: `orch/T-1`.
  public let branch: String
  /// The commit as which it was merged; `nil` where it was not.
  public let commit: String?

  /// - Parameters:
  ///   - branch: without `refs/heads/`.
  ///   - commit: a whole id.
  public init(branch: String, commit: String? = nil) {
    (self.branch, self.commit) = (branch, commit)
  }

  /// Whether the notes can say it: people write `branch=` themselves, too, and most branches of
  /// theirs have no slash.
  static func isBranch(_ value: Substring) -> Bool {
    value.utf8.contains(UInt8(ascii: "/")) && !value.utf8.contains(UInt8(ascii: ","))
  }

  static func isCommit(_ value: Substring) -> Bool {
    [40, 64].contains(value.utf8.count)
      && value.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
  }
}

/// What the checks of a pull request say together. Source: `docs/forge.md`.
public enum PullRequestChecks: String, CaseIterable, Sendable {
  case passed, failed, pending
  /// There are none.
  case missing = "none"

  /// Whether nothing but a person keeps the work from being merged.
  public var allowMerge: Bool { self == .passed || self == .missing }
}

extension QueueItem {
  /// The number of the pull request that has the work; `nil` for none.
  public internal(set) var pullRequest: Int? {
    get { notes.value(of: .pullRequest).flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }
    set { notes.set(.pullRequest, newValue.map(String.init)) }
  }

  /// Forgets what is no longer true of the pull request, before what was merged is forgotten: new work
  /// on a row whose pull request was merged becomes another one.
  mutating func awaitPullRequest() {
    pullRequestChecks = nil
    if landing?.commit != nil { pullRequest = nil }
  }

  /// Whether a person has to reply to the row, or to merge its work, which nobody does before the
  /// checks are over.
  public var awaitsPerson: Bool {
    switch awaited {
    case .answer, .approval: true
    case .merge: pullRequestChecks?.allowMerge ?? false
    case nil: false
    }
  }

  /// What its checks said last; `nil` where nothing is known.
  public internal(set) var pullRequestChecks: PullRequestChecks? {
    get { notes.value(of: .ci).flatMap(PullRequestChecks.init) }
    set { notes.set(.ci, newValue?.rawValue) }
  }

  /// Where the work on the row is; `nil` where no commit has it.
  public internal(set) var landing: Landing? {
    get { notes.value(of: .branch).map { Landing(branch: $0, commit: notes.value(of: .merged)) } }
    set {
      // What does not change keeps its place.
      if notes.value(of: .branch) != newValue?.branch { notes.set(.branch, newValue?.branch) }
      if notes.value(of: .merged) != newValue?.commit { notes.set(.merged, newValue?.commit) }
    }
  }
}
