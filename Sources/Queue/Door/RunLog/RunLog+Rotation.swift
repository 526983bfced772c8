public import Host

extension RunLog {
  /// The size of a full log, and the number of old files.
  public struct Limit: Equatable, Sendable {
    /// The size in bytes at which the next run starts a new file; 0 for never.
    public let bytes: Int
    /// The number of old files, at least 1; older ones are removed.
    public let keep: Int

    public init(bytes: Int, keep: Int) { (self.bytes, self.keep) = (bytes, keep) }

    /// No limit.
    public static let none = Limit(bytes: 0, keep: 1)
  }

  /// The result of rotating the log before the first line of a run.
  public enum Rotation: Equatable, Sendable {
    /// The log is not full, or another process has just rotated it.
    case notDue
    /// The log was renamed to an old file.
    case done
    /// The log keeps growing.
    case failed(SystemError)
  }

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

  /// Gives the log the number 1, and older files the next numbers.
  ///
  /// The log file itself is the lock. Several processes may have the full log open, but only one of
  /// them gets the lock. Processes that come later find another file at the path. Replacing the
  /// file is the last step, so that rotations of one log never overlap. Processes that still have
  /// the old file open write into it, and readers still read it.
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

  /// Frees the number 1, and removes the files beyond the limit. There may be several if the limit
  /// was lowered.
  ///
  /// Files are renamed up to the first free number. No file is overwritten, and only run logs are
  /// renamed or removed.
  private func makeRoom() throws(SystemError) {
    // The empty file of an interrupted rotation must not count as an old file.
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

  /// Swaps the log with an empty file of the same permissions and group, so that a log always
  /// exists.
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
    // The file system cannot swap files: the next line creates the new log.
    try Directory.remove(first)
    try Directory.moveNew(path, to: first)
  }
}

/// A run log and its old files: `runs.jsonl`, `runs.1.jsonl`, `runs.2.jsonl`; a higher number is an
/// older file.
struct RunLogFiles {
  let path: String

  /// The file with a number; 0 is the log itself.
  ///
  /// The number comes before the last dot, so that the file keeps its extension.
  func path(of number: Int) -> String {
    if number == 0 { return path }
    let name = Path.name(of: path)
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    let end = dot == name.startIndex ? name.endIndex : dot
    return path.dropLast(name.count) + "\(name[..<end]).\(number)\(name[end...])"
  }

  func exists(_ number: Int) throws(SystemError) -> Bool {
    try FileStatus.ifExists(path(of: number)) != nil
  }

  /// Whether the file with the number exists and is empty.
  func isEmpty(_ number: Int) throws(SystemError) -> Bool {
    guard let status = try FileStatus.ifExists(path(of: number)) else { return false }
    return status.kind == .regular && status.identity.size == 0
  }

  func checkIsRunLog(_ number: Int) throws(SystemError) {
    let path = path(of: number)
    let file = try FileDescriptor(opening: path, for: .readingNoLink)
    let kind = try file.status().kind
    if kind != .regular { throw .notARegularFile(path, kind) }
    guard try RunLog.isRunLog(file) else { throw .other(path, than: .runLog) }
  }

  func remove(_ number: Int) throws(SystemError) { try Directory.remove(path(of: number)) }

  /// Gives a file the next number, which must be free.
  func shift(_ number: Int) throws(SystemError) {
    try Directory.moveNew(path(of: number), to: path(of: number + 1))
  }
}
