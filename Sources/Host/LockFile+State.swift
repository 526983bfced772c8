import Glibc

extension LockFile {
  /// Who has a lock at one moment.
  public enum State: Equatable, Sendable {
    case free
    /// By whom, as far as the file says: `12345 vi notes`.
    case held(by: String)
  }

  /// Looks whether somebody has the lock at `path`, which must exist, and be no link.
  ///
  /// A shared lock is taken for that and given back at once.
  public static func state(at path: String) throws(SystemError) -> State {
    let descriptor = try FileDescriptor(opening: path, for: .readingNoLink)
    if flock(descriptor.number, LOCK_SH | LOCK_NB) == 0 { return .free }
    guard errno == EWOULDBLOCK else { throw .last("lock", path) }
    return .held(by: holder(in: descriptor))
  }
}
