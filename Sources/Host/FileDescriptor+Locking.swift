import Glibc

extension FileDescriptor {
  /// Locks this file against other processes that do the same; `false` where one has it.
  ///
  /// The lock ends with the descriptor.
  public func tryLock() throws(SystemError) -> Bool {
    if flock(number, LOCK_EX | LOCK_NB) == 0 { return true }
    if errno == EWOULDBLOCK { return false }
    throw .last("lock", path)
  }
}
