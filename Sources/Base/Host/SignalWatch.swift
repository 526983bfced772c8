import CSystem
import Glibc

/// Receives signals instead of letting them have their usual effect. This applies to the thread
/// that created the watch, and to threads that this thread starts. When the watch is destroyed, the
/// signals have their usual effect again.
struct SignalWatch: ~Copyable {
  enum Scope {
    /// All given signals, including signals that are ignored, for example under `nohup`.
    case all
    /// Only signals that are neither ignored nor blocked already.
    case notIgnored
  }

  private let descriptor: FileDescriptor
  private let before: sigset_t

  init(_ numbers: [Int32], _ scope: Scope) throws(SystemError) {
    var mask = sigset_t()
    let number = try check(.watch, "signals") {
      csystem_watch_signals(numbers, numbers.count, scope == .notIgnored ? 1 : 0, &mask)
    }
    descriptor = FileDescriptor(number: number, path: "signals")
    before = mask
  }

  /// Receives the signals that would end this process, so that it can finish its work first.
  static func ofTermination() throws(SystemError) -> SignalWatch {
    try SignalWatch([SIGINT, SIGTERM, SIGHUP, SIGQUIT], .notIgnored)
  }

  deinit { release() }

  /// The request to poll(2) for a signal.
  var request: pollfd { pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0) }

  /// The next signal that has arrived; `nil` when there is none.
  func next() -> Int32? {
    let number = csystem_next_signal(descriptor.number)
    return number == 0 ? nil : number
  }

  /// Waits for a signal, and returns it; `nil` when the time is over.
  func next(within timeout: Duration) -> Int32? {
    descriptor.becomesReadable(within: timeout) ? next() : nil
  }

  func discard() {
    while next() != nil {}
  }

  /// Sends this process a signal with its usual effect. If the signal only stops the process, this
  /// function returns when the process continues, and the watch receives signals again.
  func raise(_ number: Int32) {
    var mask = sigset_t()
    pthread_sigmask(SIG_SETMASK, nil, &mask)
    release()
    // The Swift runtime's handler would print a backtrace, and continue the process.
    if number == SIGQUIT { signal(SIGQUIT, SIG_DFL) }
    kill(getpid(), number)
    pthread_sigmask(SIG_SETMASK, &mask, nil)
  }

  /// Restores the usual effect of signals, including those that have arrived but have not been
  /// read.
  func release() {
    var before = before
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}
