public import Host

/// Why a call of git failed.
public enum GitError: Error, Equatable, Sendable {
  /// Git can't be started.
  case missing(Subprocess.StartError)
  /// There is no repository at the folder, or git does not recognize one.
  case noRepository(folder: String, reason: String)
  /// The `.git` of a folder is a link, or names the worktree of another folder: git would use
  /// another repository.
  case otherRepository(folder: String)
  /// Git failed; `reason` is its message.
  case failed(command: String, folder: String, reason: String)
  /// The call took longer than it may.
  case timedOut(command: String, folder: String, seconds: Int)
  /// This version can't read the answer.
  case unreadable(command: String, folder: String)
  case system(SystemError)

  /// The subject of a failure: an obstacle that passes, the work, or the repository or machine. The
  /// cause decides whether the call is tried again and who mends it. Source: `docs/worktrees.md`,
  /// "What waits, and for whom".
  public enum Cause: Sendable {
    /// A temporary obstacle, such as a lock or a full disk: the call is tried again.
    case passing
    /// The work: a file that can't be read, or a name that git does not accept.
    case work
    /// The repository or the machine: a person mends it.
    case place
  }

  /// The cause, found in git's message in the locale C. An unknown failure counts as `passing`,
  /// except a failure of `git add`, which reads the files of the work and counts as `work`.
  public var cause: Cause {
    switch self {
    case .timedOut: return .passing
    case .missing, .noRepository, .otherRepository, .unreadable: return .place
    case .system(let error) where error.isNotAFile:
      return Path.name(of: error.path).hasPrefix(".git") ? .work : .place
    case .system: return .passing
    case .failed(let command, _, let reason):
      // The messages of `git add` contain file names, which a worker chose, in quotes.
      let end = command == "add" ? reason.lastIndex { "'\"".contains($0) } : nil
      let text = String(reason[(end ?? reason.startIndex)...])
      func says(_ words: [String]) -> Bool { words.contains { text.holds($0) } }
      if reason.hasPrefix("fatal: Unable to create '") {
        return says(["Permission denied"]) ? .place : .passing
      }
      if says(Self.ofMissingObjects + Self.ofPlace) { return .place }
      return command != "add" || says(Self.passing) ? .passing : .work
    }
  }

  /// Whether objects are missing: garbage collection may have removed objects that no ref reached
  /// yet.
  public var isOfMissingObject: Bool {
    guard case .failed(_, _, let reason) = self else { return false }
    return Self.ofMissingObjects.contains { reason.holds($0) }
  }

  /// Whether git found a worktree whose file `commondir` is missing or empty.
  var isOfHalfMadeWorktree: Bool {
    guard case .failed(_, _, let reason) = self else { return false }
    return reason.holds("failed to read ") && reason.holds("/commondir")
  }

  private static let ofMissingObjects = [
    "bad object", "bad tree object", "invalid object", "missing blob", "missing tree",
    "missing object", "missing commit", "not a valid object", "nonexistent object",
    "unable to read sha1", "unable to read tree", "unable to read object",
    "failed to unpack tree object",
    "Could not read ", "error building trees", "unable to find ", "Failed to traverse",
  ]

  /// Messages about damaged objects and refs, permissions, settings, and branches that are checked
  /// out elsewhere.
  private static let ofPlace = [
    "already checked out", "already used by worktree", "bad config", "bad numeric config",
    "bad ref", "reference broken", "unable to resolve reference", "insufficient permission",
    "index file corrupt", "is corrupt", "corrupt loose object", "transport 'file' not allowed",
  ]

  private static let passing = [
    "No space left", "quota exceeded", "Cannot allocate memory", "Out of memory", "out of memory",
    "Too many open files", "Resource temporarily unavailable", "Input/output error",
    "Read-only file system", "ended by signal", "unable to create temporary file",
  ]

  /// Whether a folder has no repository, or belongs to another one.
  public var isOfOtherRepository: Bool {
    switch self {
    case .noRepository, .otherRepository: true
    case .missing, .failed, .timedOut, .unreadable, .system: false
    }
  }
}
