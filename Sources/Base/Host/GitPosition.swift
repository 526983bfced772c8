/// The branch or commit that a repository has checked out at a moment, and the operation that git
/// has begun there. Both are read from files, without running git.
public struct GitPosition: Equatable, Sendable {
  /// The top folder of the worktree.
  public let top: String
  /// The folder of the worktree's own files: `.git`, or `.git/worktrees/NAME` of the main worktree.
  public let folder: String
  /// The branch that is checked out, or that is being rebased, as `ref: refs/…`; otherwise the id
  /// of the commit.
  public let head: String
  /// The commit; `nil` if the branch has no commit, or the refs are not files (reftable).
  public let commit: String?
  /// The size of the reflog of `HEAD` in bytes; `nil` if there is no reflog.
  public let logSize: Int?

  /// Whether a commit is checked out instead of a branch.
  public var isDetached: Bool { !head.hasPrefix("ref: ") }

  /// The branch in the form of `head`; empty if a commit is checked out without a branch.
  public var branch: String { Self.branch(of: head) }

  /// The branch that a value of `head` names; empty for a commit.
  public static func branch(of head: String) -> String { head.hasPrefix("ref: ") ? head : "" }

  /// Whether `HEAD` does not show the branch that is checked out, because the refs are not files.
  /// Source: git's `reftable.adoc`, "Backward compatibility".
  public var isReftable: Bool { head == "ref: refs/heads/.invalid" }

  /// Whether a program has locked the index. Git may be writing files then.
  public var isIndexLocked: Bool { has("index.lock") }

  /// The operation that git has begun and not finished; `nil` if there is none.
  public var operation: GitOperation? {
    GitOperation.allCases.first { $0.files.contains(where: has) }
  }

  private func has(_ name: String) -> Bool {
    (try? FileStatus(ofName: Path.join(folder, name))) != nil
  }
}

/// An operation that git may have begun in a worktree, and that a person has to finish or abort.
/// Source: `wt-status.c`.
public enum GitOperation: String, CaseIterable, Sendable {
  // Some operations use files of other operations, and come first.
  case rebase, revert
  case cherryPick = "cherry-pick"
  case merge, bisect

  fileprivate var files: [String] {
    switch self {
    case .rebase: ["rebase-merge", "rebase-apply"]
    case .revert: ["REVERT_HEAD"]
    case .cherryPick: ["CHERRY_PICK_HEAD"]
    case .merge: ["MERGE_HEAD"]
    case .bisect: ["BISECT_LOG"]
    }
  }

  /// Whether the index holds changes that no commit has yet.
  public var fillsIndex: Bool { self != .bisect }
}
