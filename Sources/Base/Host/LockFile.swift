import CSystem
import Glibc

/// An exclusive lock between processes: flock(2) on a file that is never unlinked.
///
/// The kernel frees the lock when the process ends, however it ends, so there are no stale locks.
/// The file contains the name of the last holder, for messages only.
public struct LockFile: ~Copyable {
  private let descriptor: FileDescriptor

  /// Why the lock was not taken.
  public enum Failure: Error, Equatable, Sendable {
    /// Another process, such as `12345 vi notes`, held the lock until the deadline.
    case held(by: String)
    case system(SystemError)
  }

  /// Waits at most `timeout` for the lock. If the wait is long, `notice` shows the holder. `holder`
  /// is the text about this process that is written to the file.
  public init(
    at path: String, permissions: UInt32, timeout: Duration, holder: String, clock: Clock,
    notice: WaitNotice = .silent
  ) throws(Failure) {
    let start = clock.monotonic()
    var wait = LongWait(notice, since: start)
    while true {
      let descriptor = try Self.open(path, permissions: permissions)
      try Self.lock(descriptor, until: start + timeout, clock: clock, &wait)
      // The folder may have been removed during the wait; a lock on a removed file excludes no
      // other process.
      if Self.isFile(descriptor, at: path) {
        self.descriptor = descriptor
        announce(holder)
        return
      }
    }
  }

  // Closing the descriptor is not enough: a child process that another thread starts at this moment
  // has a copy of it until the child closes the copy.
  deinit { flock(descriptor.number, LOCK_UN) }

  private static func open(
    _ path: String, permissions: UInt32
  ) throws(Failure) -> FileDescriptor {
    do {
      let descriptor = try FileDescriptor(
        opening: path, for: .updatingOrCreating(permissions: permissions))
      descriptor.giveToOwnerOfFolder()
      try descriptor.checkHasOneLink()
      return descriptor
    } catch { throw .system(error) }
  }

  private static func isFile(_ descriptor: borrowing FileDescriptor, at path: String) -> Bool {
    guard let mine = try? descriptor.status(), let there = try? FileStatus(of: path) else {
      return false
    }
    return mine.identity.isSameFile(as: there.identity)
  }

  private func announce(_ holder: String) {
    // The name is for messages only: a full disk is not an error here.
    var line = "\(getpid()) \(holder)\n"
    try? line.withUTF8 { try descriptor.write(UnsafeRawBufferPointer($0), at: 0) }
  }

  private static func lock(
    _ descriptor: borrowing FileDescriptor, until deadline: Duration, clock: Clock,
    _ wait: inout LongWait
  ) throws(Failure) {
    if flock(descriptor.number, LOCK_EX | LOCK_NB) == 0 { return }
    guard errno == EWOULDBLOCK else { throw .system(.last(.lock, descriptor.path)) }
    let alarm = RepeatingAlarm()
    defer { alarm?.cancel() }
    while true {
      let now = clock.monotonic()
      if now >= deadline { throw .held(by: holder(in: descriptor)) }
      wait.update(at: now, holder(in: descriptor))
      if flock(descriptor.number, alarm == nil ? LOCK_EX | LOCK_NB : LOCK_EX) == 0 { return }
      guard errno == EINTR || errno == EWOULDBLOCK else {
        throw .system(.last(.lock, descriptor.path))
      }
      if alarm == nil { clock.sleep(.milliseconds(20)) }
    }
  }

  static func holder(in descriptor: borrowing FileDescriptor) -> String {
    let line = (try? descriptor.read(200, at: 0)) ?? []
    return String(decoding: line.prefix { $0 != 10 }, as: UTF8.self)
  }
}

extension LockFile {
  public enum State: Equatable, Sendable {
    case free
    /// Locked. The text is the holder that the file names, such as `12345 vi notes`.
    case held(by: String)
  }

  /// The state of the lock at `path`, which must exist and must not be a link.
  ///
  /// To find the state, the function takes a shared lock for a moment.
  public static func state(at path: String) throws(SystemError) -> State {
    let descriptor = try FileDescriptor(opening: path, for: .readingNoLink)
    if flock(descriptor.number, LOCK_SH | LOCK_NB) == 0 { return .free }
    guard errno == EWOULDBLOCK else { throw .last(.lock, path) }
    return .held(by: holder(in: descriptor))
  }
}

/// Interrupts a blocking call every 20 ms, so that it can check its deadline.
///
/// The alarm repeats because a single one may come just before the call begins.
struct RepeatingAlarm {
  /// - Returns: `nil` if the user has no timer left.
  init?() {
    // The parent process may have blocked the signal.
    var alarm = sigset_t()
    sigemptyset(&alarm)
    sigaddset(&alarm, SIGALRM)
    pthread_sigmask(SIG_UNBLOCK, &alarm, nil)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in }
    sigaction(SIGALRM, &action, nil)
    if csystem_repeat_alarm(20_000) != 0 { return nil }
  }

  func cancel() { _ = csystem_repeat_alarm(0) }
}
