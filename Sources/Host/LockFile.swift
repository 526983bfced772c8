import Glibc

/// An exclusive lock between processes, on a file that is never unlinked.
///
/// The kernel frees the lock when the process ends, however it ends, so there
/// are no stale locks. The file names the last holder, for messages only.
public struct LockFile: ~Copyable {
  private let descriptor: FileDescriptor

  /// Why a lock was not had.
  public enum Failure: Error, Equatable, Sendable {
    /// Somebody else held it until the deadline: `12345 vi notes`.
    case held(by: String)
    case system(SystemError)
  }

  /// Waits for the lock, `timeout` nanoseconds at most; `notice` is told of the
  /// holder meanwhile. While this process has it, others are told `holder`.
  public init(
    at path: String, permissions: UInt32, timeout: Int, holder: String, clock: Clock,
    notice: WaitNotice = .silent
  ) throws(Failure) {
    let start = clock.monotonic()
    var wait = LongWait(notice, since: start)
    while true {
      let descriptor = try Self.open(path, permissions: permissions)
      try Self.lock(descriptor, until: start + timeout, clock: clock, &wait)
      // Somebody may have removed the folder while we waited: then this lock
      // excludes nobody.
      if Self.isStill(descriptor, at: path) {
        self.descriptor = descriptor
        announce(holder)
        return
      }
    }
  }

  private static func open(
    _ path: String, permissions: UInt32
  ) throws(Failure) -> FileDescriptor {
    do {
      let descriptor = try FileDescriptor(
        opening: path, for: .updatingOrCreating(permissions: permissions))
      try descriptor.checkHasOneLink()
      return descriptor
    } catch { throw .system(error) }
  }

  private static func isStill(_ descriptor: borrowing FileDescriptor, at path: String) -> Bool {
    guard let mine = try? descriptor.status(), let there = try? FileStatus(of: path) else {
      return false
    }
    return mine.identity.isSameFile(as: there.identity)
  }

  private func announce(_ holder: String) {
    // The name only helps messages: a disk too full to hold it stops nothing.
    var line = "\(getpid()) \(holder)\n"
    try? line.withUTF8 { try descriptor.write(UnsafeRawBufferPointer($0), at: 0) }
  }

  private static func lock(
    _ descriptor: borrowing FileDescriptor, until deadline: Int, clock: Clock,
    _ wait: inout LongWait
  ) throws(Failure) {
    if flock(descriptor.number, LOCK_EX | LOCK_NB) == 0 { return }
    guard errno == EWOULDBLOCK else { throw .system(.last("lock", descriptor.path)) }
    let alarm = RepeatingAlarm()
    defer { alarm.cancel() }
    while true {
      let now = clock.monotonic()
      if now >= deadline { throw .held(by: holder(in: descriptor)) }
      wait.goesOn(at: now, holder(in: descriptor))
      if flock(descriptor.number, LOCK_EX) == 0 { return }
      guard errno == EINTR else { throw .system(.last("lock", descriptor.path)) }
    }
  }

  static func holder(in descriptor: borrowing FileDescriptor) -> String {
    let line = (try? descriptor.read(200, at: 0)) ?? []
    return String(decoding: line.prefix { $0 != 10 }, as: UTF8.self)
  }
}
