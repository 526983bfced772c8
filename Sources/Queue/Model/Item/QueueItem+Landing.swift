/// Where the row's work is in git. Source: `docs/worktrees.md`.
public struct Landing: Equatable, Sendable {
  /// The branch that has the work: `orch/T-1`.
  public let branch: String
  /// The commit that has the merged work; `nil` if the work is not merged.
  public let commit: String?

  /// - Parameters:
  ///   - branch: without `refs/heads/`.
  ///   - commit: a full object id.
  public init(branch: String, commit: String? = nil) {
    (self.branch, self.commit) = (branch, commit)
  }

  /// Whether the notes may name this branch. People write `branch=` too, and most of their branches
  /// have no slash.
  static func isBranch(_ value: Substring) -> Bool {
    value.utf8.contains(UInt8(ascii: "/")) && !value.utf8.contains(UInt8(ascii: ","))
  }

  static func isCommit(_ value: Substring) -> Bool {
    [40, 64].contains(value.utf8.count)
      && value.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
  }
}

extension HistoryEntry {
  /// The commit with which a change says that the row's work landed; `nil` if it says none.
  package var landedCommit: String? {
    after[Column.notes.name].flatMap { Notes($0).value(of: .merged) }
  }
}

/// The combined state of a pull request's checks. Source: `docs/forge.md`.
public enum PullRequestChecks: String, CaseIterable, Sendable {
  case passed, failed, pending
  /// The pull request has no checks.
  case missing = "none"

  /// Whether only a person's decision is missing before the merge.
  public var allowMerge: Bool { self == .passed || self == .missing }
}

extension QueueItem {
  /// The number of the row's pull request; `nil` if there is none.
  public internal(set) var pullRequest: Int? {
    get { notes.value(of: .pullRequest).flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }
    set { notes.set(.pullRequest, newValue.map(String.init)) }
  }

  /// Removes outdated notes about the pull request. Call this before the merge is removed from the
  /// notes: new work on a row whose pull request was merged gets a new pull request.
  mutating func awaitPullRequest() {
    pullRequestChecks = nil
    if landing?.commit != nil { pullRequest = nil }
  }

  /// Whether a person must reply to the row, or merge its work, which people do only after the
  /// checks are complete.
  public var awaitsPerson: Bool {
    switch awaited {
    case .answer, .approval: true
    case .merge: pullRequestChecks?.allowMerge ?? false
    case nil: false
    }
  }

  /// The last known state of the checks; `nil` if unknown.
  public internal(set) var pullRequestChecks: PullRequestChecks? {
    get { notes.value(of: .ci).flatMap(PullRequestChecks.init) }
    set { notes.set(.ci, newValue?.rawValue) }
  }

  /// Where the row's work is; `nil` if there is no commit.
  public internal(set) var landing: Landing? {
    get { notes.value(of: .branch).map { Landing(branch: $0, commit: notes.value(of: .merged)) } }
    set {
      // An unchanged segment keeps its place.
      if notes.value(of: .branch) != newValue?.branch { notes.set(.branch, newValue?.branch) }
      if notes.value(of: .merged) != newValue?.commit { notes.set(.merged, newValue?.commit) }
    }
  }
}
