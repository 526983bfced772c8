import Door
import Git
import Host

/// Excludes other processes of orch from a repository. The kernel frees the lock when the process
/// ends.
struct RepositoryLock: ~Copyable {
  private let lock: LockFile

  enum Purpose: String {
    /// Worktrees are made and removed.
    case worktrees
    /// Work is merged.
    case merge
    /// Commits at which rows begin are being checked.
    case bases
    /// The work in a worktree is judged. Each worktree has its own lock.
    case judgement
  }

  /// Waits for the lock.
  ///
  /// - Parameters:
  ///   - repository: opened at any of its worktrees.
  ///   - purpose: processes with another purpose do not wait.
  ///   - holder: how the lock file describes this process.
  init(
    of repository: Repository, _ purpose: Purpose, timeout: Duration = .seconds(120),
    holder: String, clock: Clock
  ) throws {
    let folder = purpose == .judgement ? repository.folder : repository.commonFolder
    let path = Path.join(folder, "orch-\(purpose.rawValue).lock")
    self.lock = try Self.take(path, timeout, holder, clock)
  }

  private static func take(
    _ path: String, _ timeout: Duration, _ holder: String, _ clock: Clock
  ) throws -> LockFile {
    do throws(LockFile.Failure) {
      return try LockFile(
        at: path, permissions: 0o600, timeout: timeout, holder: holder, clock: clock)
    } catch {
      switch error {
      case .held(let holder): throw Problem.worktree(.locked(holder: holder))
      case .system(let error): throw error
      }
    }
  }
}
