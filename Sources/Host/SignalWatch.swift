import CSystem
import Glibc

/// Hears signals in the place of what they would do, on the thread that made it and those that
/// were started there since. What they would have done, to be ignored included, is as before
/// once it is gone.
struct SignalWatch: ~Copyable {
  enum Scope {
    /// Whatever would become of them, also where they are ignored, as `nohup` does.
    case all
    /// Those that are neither ignored nor blocked already.
    case heeded
  }

  private let descriptor: FileDescriptor
  private let before: sigset_t

  /// - Parameters:
  ///   - numbers: the signals.
  ///   - scope: which of them.
  init(_ numbers: [Int32], _ scope: Scope) throws(SystemError) {
    var mask = sigset_t()
    let number = try check("watch", "signals") {
      csystem_watch_signals(numbers, numbers.count, scope == .heeded ? 1 : 0, &mask)
    }
    descriptor = FileDescriptor(number: number, path: "signals")
    before = mask
  }

  /// Hears those by which somebody ends this process, so that what it began ends first.
  static func ofEndings() throws(SystemError) -> SignalWatch {
    try SignalWatch([SIGINT, SIGTERM, SIGHUP, SIGQUIT], .heeded)
  }

  deinit { release() }

  /// What poll(2) is asked for.
  var request: pollfd { pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0) }

  /// A signal that came, `nil` once all are told.
  func next() -> Int32? {
    let number = csystem_next_signal(descriptor.number)
    return number == 0 ? nil : number
  }

  /// Waits for the time to pass, or for a signal, which is given.
  func next(within nanoseconds: Int) -> Int32? {
    descriptor.becomesReadable(within: nanoseconds) ? next() : nil
  }

  /// Lets none that came do what it would have done.
  func forget() {
    while next() != nil {}
  }

  /// Lets one do what it would have done. Comes back from one that only stopped this process,
  /// and hears them again.
  func raise(_ number: Int32) {
    var mask = sigset_t()
    pthread_sigmask(SIG_SETMASK, nil, &mask)
    release()
    // The runtime prints a backtrace at this one, and goes on.
    if number == SIGQUIT { signal(SIGQUIT, SIG_DFL) }
    kill(getpid(), number)
    pthread_sigmask(SIG_SETMASK, &mask, nil)
  }

  /// Lets those that come from now on, and that came and were not told, do what they would do.
  func release() {
    var before = before
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}
