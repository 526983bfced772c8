import Git
import Host
import Table

/// The git worktree that the queue is in. Runs git only if the file changed outside.
struct Checkout {
  let path: String
  /// What is checked out; `nil` outside a repository.
  let position: GitPosition?
  let environment: Environment

  /// - Parameters:
  ///   - path: the queue's path.
  ///   - environment: where git is looked for.
  ///   - position: what is checked out, if that is known.
  init(of path: String, _ environment: Environment, at position: GitPosition? = nil) {
    self.path = path
    self.environment = environment
    self.position = position
  }

  func readAgain() -> Checkout {
    Checkout(of: path, environment, at: GitHead.position(above: Path.parent(of: path)))
  }

  var head: String? { position?.head }

  /// The kinds of files that the last entry did not leave.
  enum Finding {
    /// Another program saved it.
    case save
    case brought(BroughtVersion)
    /// The file changed together with the branch, and git cannot be asked.
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
  ///   - file: the file at the queue's path.
  ///   - last: the journal's last entry.
  ///   - history: the journal's versions; `nil` if they are gone.
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

  /// Whether a checkout may replace the file; `true` if git cannot be asked.
  var mayReplace: Bool {
    guard let position, position.commit != nil else { return true }
    do throws(GitError) {
      return try TrackedFile(path, below: position.top, environment).isTracked()
    } catch { return true }
  }
}
