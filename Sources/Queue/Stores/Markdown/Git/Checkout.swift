import Git
import Host
import Table

/// The git worktree that contains the queue. Git is run only if another program changed the file.
struct Checkout {
  let path: String
  /// The branch and commit that are checked out; `nil` outside a repository.
  let position: GitPosition?
  let environment: Environment
  /// Whether a row that git brings waits for approval before it starts.
  let holdsRows: Bool

  /// - Parameters:
  ///   - path: the queue's path.
  ///   - environment: the variables with which git is found.
  ///   - holdsRows: whether a row that git brings waits for approval before it starts.
  ///   - position: the branch and commit that are checked out, if they are known.
  init(
    of path: String, _ environment: Environment, holdsRows: Bool, at position: GitPosition? = nil
  ) {
    self.path = path
    self.environment = environment
    self.holdsRows = holdsRows
    self.position = position
  }

  func readAgain() -> Checkout {
    Checkout(
      of: path, environment, holdsRows: holdsRows,
      at: GitHead.position(above: Path.parent(of: path)))
  }

  var head: String? { position?.head }

  /// The origins of a file that the last entry did not leave.
  enum Finding {
    /// Another program saved the file.
    case save
    case brought(BroughtVersion)
    /// The file changed together with the branch, and git can't be run.
    case otherBranch

    /// Whether the whole file came from another branch, and so replaces the queue.
    var replacesQueue: Bool {
      switch self {
      case .save: false
      case .brought(let version): version.isAtPath && version.isOfOtherBranch
      case .otherBranch: true
      }
    }

    var brought: BroughtVersion? { if case .brought(let version) = self { version } else { nil } }
  }

  /// - Parameters:
  ///   - file: the file at the queue's path.
  ///   - last: the journal's last entry.
  ///   - history: the journal's versions; `nil` if they can't be rebuilt.
  func finding(
    of file: QueueFile, after last: JournalEntry.Parsed, _ history: VersionHistory?
  ) -> Finding {
    guard let position else { return .save }
    let isOtherBranch = last.branch != position.branch
    do {
      // If the branch has no commit, git has no version of the file.
      guard position.commit != nil || position.isReftable, let history else {
        return isOtherBranch ? .otherBranch : .save
      }
      let tracked = try TrackedFile(path, below: position.top, environment)
      return try BroughtVersion(file, after: last, history, tracked, at: position)
        .map(Finding.brought) ?? .save
    } catch {
      return isOtherBranch ? .otherBranch : .save
    }
  }

  /// Whether a checkout may replace the file; `true` if git can't be run.
  var mayReplace: Bool {
    guard let position, position.commit != nil else { return true }
    do throws(GitError) {
      return try TrackedFile(path, below: position.top, environment).isTracked()
    } catch { return true }
  }
}
