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

extension QueueItem {
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
