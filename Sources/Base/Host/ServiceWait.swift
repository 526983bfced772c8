import CSystem
import Glibc

/// The waits of a long-running process: for a signal, a change in folders, or a time.
///
/// While it exists, the signals are blocked, and so end nothing, on the thread that created it and
/// on threads started from there since; they are received even if they were ignored before, as
/// under `nohup`.
public struct ServiceWait: ~Copyable {
  public enum Event: Equatable, Sendable {
    /// A request to end: `SIGTERM`, `SIGINT`, `SIGQUIT`, and `SIGHUP` if the terminal is gone in
    /// which the process began, unless it ignored `SIGHUP` then, as under `nohup`.
    case end
    /// A request to reload the settings: any other `SIGHUP`.
    case reload
    /// A child process has ended: `SIGCHLD`.
    case childEnded
    case change
    case time
  }

  private let signals: SignalWatch
  private let timer: FileDescriptor
  private var folders: FolderWatch
  /// Whether the end of its terminal ends the process.
  private let needsTerminal: Bool

  public init(watching folders: [String]) throws(SystemError) {
    needsTerminal = csystem_ignores_signal(SIGHUP) == 0 && Self.hasTerminal
    let signals = try SignalWatch([SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGCHLD], .all)
    let number = try check(.make, "a timer") { csystem_timer() }
    self.signals = signals
    timer = FileDescriptor(number: number, path: "timer")
    self.folders = FolderWatch(of: folders)
  }

  /// Discards the changes so far: what is read after this call is as new as the next event.
  ///
  /// - Parameter others: the folders to watch from now on; `nil` for the same ones.
  public mutating func restart(watching others: [String]? = nil) {
    folders.restart(watching: others)
  }

  /// Waits for a signal, a change or the end of the time, and returns the first of them.
  ///
  /// - Parameter timeout: the longest wait; the time in which the machine is suspended counts. If
  ///   the system does not report changes, the wait may be shorter, and ends with `change`.
  public func event(within timeout: Duration) -> Event {
    let longest = max(timeout, .zero)
    let rest = folders.recheckInterval.map { min($0, longest) } ?? longest
    csystem_forget_events(timer.number)
    guard csystem_set_timer(timer.number, rest.nanoseconds) == 0 else { return .time }
    var requests = [
      signals.request, folders.request,
      pollfd(fd: timer.number, events: Int16(POLLIN), revents: 0),
    ]
    repeat {
      while poll(&requests, nfds_t(requests.count), -1) < 0 {}
      if let signal = signal() { return signal }
      // A signal that ended the wait may have been taken by another thread.
    } while requests[1].revents == 0 && requests[2].revents == 0
    // If changes are not reported, there may be one.
    return requests[1].revents != 0 || rest < timeout ? .change : .time
  }

  /// The event of a signal that has arrived, if any.
  public func signal() -> Event? {
    switch signals.next() {
    case SIGTERM, SIGINT, SIGQUIT: .end
    case SIGHUP: needsTerminal && !Self.hasTerminal ? .end : .reload
    case SIGCHLD: .childEnded
    default: nil
    }
  }

  /// Whether the process has a terminal, whatever its standard streams are.
  private static var hasTerminal: Bool {
    (try? FileDescriptor(opening: "/dev/tty", for: .reading)) != nil
  }

  /// Waits for the end of a burst of changes, or for a signal.
  ///
  /// - Parameter quiet: the time without a change that ends the burst.
  public mutating func settle(quiet: Duration, longest: Duration) {
    let start = Clock.system.monotonic()
    repeat {
      let isOver = hasSignal(within: quiet) || !folders.changes(within: .zero)
      folders.discardEvents()
      if isOver { return }
    } while Clock.system.monotonic() - start < longest
  }

  /// Waits until `isOver` holds, which is asked every millisecond, or for a signal.
  public func settle(longest: Duration, until isOver: () -> Bool) {
    let start = Clock.system.monotonic()
    while !isOver(), Clock.system.monotonic() - start < longest,
      !hasSignal(within: .milliseconds(1))
    {}
  }

  /// Waits for a signal, but not for events of the folders: a program may write without end.
  private func hasSignal(within time: Duration) -> Bool {
    var request = signals.request
    return poll(&request, 1, time.pollMilliseconds) > 0
  }
}
