/// The current state of a pull request on the forge.
public struct PullRequest: Equatable, Sendable {
  public enum State: String, Sendable {
    case open = "OPEN"
    case closed = "CLOSED"
    case merged = "MERGED"
  }

  public let number: Int
  /// The HTTPS address; `nil` if the forge gives another kind of address.
  public let url: String?
  public let state: State
  public let isDraft: Bool
  /// The id of the newest commit of its branch.
  public let head: String
  /// The branch into which the pull request is to be merged. The name is never shortened, so it can
  /// be compared with others.
  public let base: String
  /// Whether the pull request has merge conflicts; `false` as long as the forge has not determined
  /// that.
  public let isConflicting: Bool
  /// The commit that merging the pull request made.
  public let mergeCommit: String?
  /// The newest run of each check.
  public let checks: [Check]
  /// The commit to which `checks` belong.
  public let checksHead: String?
  /// The combined result of the checks beyond the first hundred; `nil` if there are none.
  let furtherChecks: Check.Result?
  /// The ids of its last hundred commits, if it was asked for by its number; else empty.
  public let commits: Set<String>
  /// For each person with write access, the last review that approves or requests changes.
  public let reviews: [Review]

  /// A check of the newest commit.
  public struct Check: Equatable, Sendable {
    public enum Result: Sendable { case passed, failed, pending }

    public let name: String
    public let result: Result
    /// The HTTPS address of the check; `nil` if the forge gives none.
    public let url: String?
    /// The id of a job of GitHub Actions, whose log can be read.
    public let job: Int?
  }

  /// A review that approves the pull request, or requests changes.
  public struct Review: Equatable, Sendable {
    /// The id that the forge gave the review, which does not change.
    public let id: String
    public let author: String
    public let isChangesRequested: Bool
    public let body: String
    public let url: String?
    public let comments: [Comment]

    /// A comment on a file.
    public struct Comment: Equatable, Sendable {
      public let path: String
      /// `nil` if the comment is on the whole file, or on a line that no longer exists.
      public let line: Int?
      public let body: String
    }
  }

  /// The combined result of the checks of a commit.
  ///
  /// - Parameter head: the commit; if the checks belong to another one, the result is `pending`.
  public func checks(of head: String) -> CIState {
    guard checksHead == head else { return .pending }
    let failed = checks.filter { $0.result == .failed }
    let results = checks.map(\.result) + (furtherChecks.map { [$0] } ?? [])
    if results.isEmpty { return .none }
    if results.contains(.failed) { return .failed(failed) }
    return results.contains(.pending) ? .pending : .passed
  }
}

/// The combined result of the checks of a commit: one failed check makes the whole result a
/// failure.
public enum CIState: Equatable, Sendable {
  /// The commit has no checks, or none yet.
  case none
  case pending
  case passed
  case failed([PullRequest.Check])
}
