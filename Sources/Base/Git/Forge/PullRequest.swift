/// A pull request, as the forge has it now.
public struct PullRequest: Equatable, Sendable {
  public enum State: String, Sendable {
    case open = "OPEN"
    case closed = "CLOSED"
    case merged = "MERGED"
  }

  public let number: Int
  /// An HTTPS address; `nil` for any other.
  public let url: String?
  public let state: State
  public let isDraft: Bool
  /// The id of the newest commit of its branch.
  public let head: String
  /// The branch into which it is to be merged; its name is not cut, so that it can be compared.
  public let base: String
  /// Whether it can't be merged; the forge may not know yet.
  public let isConflicting: Bool
  /// The commit that it became when it was merged.
  public let mergeCommit: String?
  /// The newest run of each check.
  public let checks: [Check]
  /// The commit of the checks.
  public let checksHead: String?
  /// The combined result of the checks beyond the first hundred; `nil` if there are none.
  let furtherChecks: Check.Result?
  /// The last review of each person who may write, if it approves or requests changes.
  public let reviews: [Review]

  /// A check of its newest commit.
  public struct Check: Equatable, Sendable {
    public enum Result: Sendable { case passed, failed, pending }

    public let name: String
    public let result: Result
    /// An HTTPS address.
    public let url: String?
    /// The id of a job of GitHub Actions, whose log can be read.
    public let job: Int?
  }

  /// A review that approves it, or asks for changes.
  public struct Review: Equatable, Sendable {
    /// The id that the forge gives it, which does not change.
    public let id: String
    public let author: String
    public let isChangesRequested: Bool
    public let body: String
    public let url: String?
    public let comments: [Comment]

    /// A comment on a file.
    public struct Comment: Equatable, Sendable {
      public let path: String
      /// `nil` for the whole file, and for a line that is gone.
      public let line: Int?
      public let body: String
    }
  }

  /// The combined result of the checks of a commit.
  ///
  /// - Parameter head: checks of another commit do not count; the result is then `pending`.
  public func checks(of head: String) -> CIState {
    guard checksHead == head else { return .pending }
    let failed = checks.filter { $0.result == .failed }
    let results = checks.map(\.result) + (furtherChecks.map { [$0] } ?? [])
    if results.isEmpty { return .none }
    if results.contains(.failed) { return .failed(failed) }
    return results.contains(.pending) ? .pending : .passed
  }
}

/// The combined result of the checks of a commit: as soon as one failed, all did.
public enum CIState: Equatable, Sendable {
  /// The commit has none, or none yet.
  case none
  case pending
  case passed
  case failed([PullRequest.Check])
}
