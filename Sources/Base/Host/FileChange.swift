import CSystem
import Glibc

/// A system call that is about to change a file, a folder or a name.
///
/// Each such call goes through `FileChange.call`, so a test can make the call fail, or act
/// immediately before it. Changes by SQLite and by child processes are not seen.
package enum FileChange: Equatable, Sendable {
  /// Creates an empty file if the file is missing; an existing file stays as it is.
  case createFile(String)
  case createFolder(String)
  case write(String)
  case resize(String)
  case setPermissions(String)
  case setOwner(String)
  case setAttribute(String)
  /// Sets the modification time.
  case setModified(String)
  case sync(String)
  case rename(String, to: String)
  /// Fails if the new name is taken.
  case renameNew(String, to: String)
  case exchange(String, String)
  case link(String, to: String)
  case remove(String)
  case removeFolder(String)

  /// Makes the system call for this change. If a test refuses the change, the call is not made, the
  /// result is -1, and `errno` has the error number that the test chose.
  static func call<Result: SignedInteger>(
    _ change: @autoclosure () -> FileChange, _ call: () -> Result
  ) -> Result {
    guard let watcher = csystem_file_watcher() else { return call() }
    guard let code = Watcher.ask(watcher, change()) else { return call() }
    errno = code
    return -1
  }

  /// Runs `body`, and calls `decide` before each change that this thread makes meanwhile.
  ///
  /// - Parameter decide: returns the error number with which the change fails; with `nil` the
  ///   change is made. `decide` is not called for changes that it makes itself.
  package static func watching<Result, Failure>(
    _ decide: @escaping (FileChange) -> Int32?, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let watcher = Watcher(decide)
    csystem_watch_files(Unmanaged.passUnretained(watcher).toOpaque())
    defer {
      csystem_watch_files(nil)
      withExtendedLifetime(watcher) {}
    }
    return try body()
  }

  private final class Watcher {
    private let decide: (FileChange) -> Int32?

    init(_ decide: @escaping (FileChange) -> Int32?) { self.decide = decide }

    static func ask(_ watcher: UnsafeMutableRawPointer, _ change: FileChange) -> Int32? {
      csystem_watch_files(nil)
      defer { csystem_watch_files(watcher) }
      return Unmanaged<Watcher>.fromOpaque(watcher).takeUnretainedValue().decide(change)
    }
  }
}
