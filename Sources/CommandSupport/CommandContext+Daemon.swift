public import Dispatching
import Engine
public import Host

// Where a daemon is found.

extension CommandContext {
  /// Where the daemon of this queue is found.
  public func daemonPost() throws(CommandError) -> DaemonLock {
    try workspace().daemonLock
  }

  /// Makes this process the daemon of this queue, as long as the lock lives.
  public func take(_ post: DaemonLock) throws(CommandError) -> LockFile {
    do throws(LockFile.Failure) { return try post.acquire(clock) } catch {
      switch error {
      case .system(let error): throw CommandError(error)
      case .held(let holder):
        throw commandError(EngineError.daemonRuns(queue: try storePath(), holder: holder))
      }
    }
  }
}
