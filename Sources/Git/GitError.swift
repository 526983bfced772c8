public import Host

/// Why a call of git came to nothing.
public enum GitError: Error, Equatable, Sendable {
  /// Git can't be started.
  case missing(Subprocess.StartError)
  /// There is no repository at the folder, or git does not take it for one.
  case noRepository(folder: String, reason: String)
  /// The `.git` of a folder is a link, or names a worktree elsewhere: it would lead to another
  /// repository.
  case otherRepository(folder: String)
  /// Git said no, in its words.
  case failed(command: String, folder: String, reason: String)
  /// It took longer than it may.
  case timedOut(command: String, folder: String, seconds: Int)
  /// Its answer is none that this version knows.
  case unreadable(command: String, folder: String)
  case system(SystemError)

  /// Whether there is none at a folder, or that of another one.
  public var isOfOtherRepository: Bool {
    switch self {
    case .noRepository, .otherRepository: true
    case .missing, .failed, .timedOut, .unreadable, .system: false
    }
  }
}
