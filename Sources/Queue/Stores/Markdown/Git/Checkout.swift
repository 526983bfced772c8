import Git
import Host
import Table

/// The worktree of git that the queue is in. Git itself runs only where the file changed outside.
struct Checkout {
  /// The queue's path.
  let path: String
  /// What is checked out; `nil` outside of a repository.
  let position: GitPosition?
  /// Where git is looked for.
  let environment: Environment

  /// - Parameters:
  ///   - path: the queue's path.
  ///   - environment: where git is looked for.
  ///   - position: what is checked out, where it is known.
  init(of path: String, _ environment: Environment, at position: GitPosition? = nil) {
    self.path = path
    self.environment = environment
    self.position = position
  }

  /// The worktree as it is now.
  func readAgain() -> Checkout {
    Checkout(of: path, environment, at: GitHead.position(above: Path.parent(of: path)))
  }

  var head: String? { position?.head }

  /// What a file is that the last entry did not leave.
  enum Finding {
    /// Another program saved it.
    case save
    case brought(BroughtVersion)
    /// It changed together with the branch, and git can't be asked.
    case otherBranch

    /// Whether the whole file came with another branch.
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
  ///   - file: the one at the queue's path.
  ///   - last: the journal's last entry.
  ///   - history: the journal's versions; `nil` where they are gone.
  func finding(
    of file: QueueFile, after last: JournalEntry.Parsed, _ history: VersionHistory?
  ) -> Finding {
    guard let position else { return .save }
    let isOtherBranch = last.branch != position.branch
    do {
      // A branch without a commit has no version of the file.
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

  /// Whether a checkout may replace the file; `true` where git can't be asked.
  var mayReplace: Bool {
    guard let position, position.commit != nil else { return true }
    do throws(GitError) {
      return try TrackedFile(path, below: position.top, environment).isTracked()
    } catch { return true }
  }
}
