public import Host

extension RunLog {
  /// When the log becomes an old file, and how many of those there are.
  public struct Limit: Equatable, Sendable {
    /// The size from which on the next run begins a new file; 0 is never.
    public let bytes: Int
    /// The number of old files, 1 or more; older ones are removed.
    public let keep: Int

    public init(bytes: Int, keep: Int) {
      self.bytes = bytes
      self.keep = keep
    }

    /// The log grows for ever.
    public static let none = Limit(bytes: 0, keep: 1)
  }

  /// What became of the log before a run's first line was written.
  public enum Rotation: Equatable, Sendable {
    /// It is not full, or somebody else has just made it an old file.
    case notDue
    /// It is an old file now.
    case done
    /// It goes on to grow.
    case failed(SystemError)
  }

  /// Makes a log that is full an old file.
  func rotateIfFull(_ log: borrowing FileDescriptor) -> Rotation {
    if limit.bytes == 0 { return .notDue }
    do throws(SystemError) {
      let status = try log.status()
      guard status.kind == .regular, status.identity.size >= limit.bytes else { return .notDue }
      return try rotate(log, status) ? .done : .notDue
    } catch {
      return .failed(error)
    }
  }

  /// Gives the log the number 1, and those behind it the next ones.
  ///
  /// The file itself is the lock. Whoever finds it full has it open, and one of them has
  /// the lock; who comes later finds another file at the path. The last step is the one
  /// that puts it there, so no two rotations of one log overlap. Whoever still
  /// has the old file open writes into it, and it is read as before.
  private func rotate(
    _ log: borrowing FileDescriptor, _ status: FileStatus
  ) throws(SystemError) -> Bool {
    guard try log.tryLock(), try isStillTheLog(status) else { return false }
    try makeRoom()
    try putNewFile(like: status)
    return true
  }

  private func isStillTheLog(_ status: FileStatus) throws(SystemError) -> Bool {
    guard let there = try FileStatus.ifExists(path) else { return false }
    return there.identity.isSameFile(as: status.identity)
  }

  /// Frees the number 1, and removes what is beyond the limit: also more than one file,
  /// after the limit was lowered.
  ///
  /// Files move only as far as to the first free number. None is written over, and none is moved
  /// or removed that is no run log.
  private func makeRoom() throws(SystemError) {
    // The new file of a rotation that was cut short must not push an old one out.
    if try files.isEmpty(1) { try files.remove(1) }
    var free = 1
    while try files.exists(free) {
      try files.checkIsRunLog(free)
      free += 1
    }
    while free > limit.keep {
      free -= 1
      try files.remove(free)
    }
    for number in stride(from: free - 1, through: 1, by: -1) { try files.shift(number) }
  }

  /// Exchanges the log for an empty file that the same people may use, so that there is a
  /// log at any moment.
  private func putNewFile(like old: FileStatus) throws(SystemError) {
    let first = files.path(of: 1)
    do throws(SystemError) {
      try FileDescriptor(opening: first, for: .creating(permissions: 0o600))
        .share(permissions: old.permissions, group: old.group)
      if try Directory.exchange(first, path) { return }
    } catch {
      if !error.alreadyExists { try? Directory.remove(first) }
      throw error
    }
    // A file system that cannot exchange: the next line makes the new file.
    try Directory.remove(first)
    try Directory.moveNew(path, to: first)
  }
}
