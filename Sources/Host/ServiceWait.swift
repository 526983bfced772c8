import CSystem
import Glibc

/// What a process that stays waits for: a signal, a change in folders, the time.
///
/// As long as it lives the signals end nothing, on the thread that made it and those that were
/// started there since; they are also heard where they were ignored before, as `nohup` does.
public struct ServiceWait: ~Copyable {
  /// What ended a wait.
  public enum Event: Equatable, Sendable {
    /// Somebody wants this process to end: `SIGTERM`, `SIGINT`, `SIGQUIT`.
    case end
    /// Somebody wants it to read its settings anew: `SIGHUP`.
    case reload
    /// A process that it started has ended: `SIGCHLD`.
    case childEnded
    case change
    case time
  }

  private let signals: SignalWatch
  private let timer: FileDescriptor
  private var folders: FolderWatch

  public init(watching folders: [String]) throws(SystemError) {
    let signals = try SignalWatch([SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGCHLD], .all)
    let number = try check("make", "a timer") { csystem_timer() }
    self.signals = signals
    timer = FileDescriptor(number: number, path: "timer")
    self.folders = FolderWatch(of: folders)
  }

  /// Forgets the changes so far. Who looks at the files afterwards misses none.
  ///
  /// - Parameter others: the folders from now on, where they are others.
  public mutating func begin(watching others: [String]? = nil) { folders.begin(watching: others) }

  /// Waits, and gives the first of these that there is: a signal, a change, the end of the time.
  ///
  /// - Parameter nanoseconds: how long at most; time in which the machine sleeps counts. It is
  ///   shorter where nobody tells of changes, and a change then what may be none.
  public func event(within nanoseconds: Int) -> Event {
    let rest = min(max(nanoseconds, 0), folders.recheckInterval ?? .max)
    csystem_forget_events(timer.number)
    guard csystem_set_timer(timer.number, rest) == 0 else { return .time }
    var requests = [
      signals.request, folders.request,
      pollfd(fd: timer.number, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&requests, nfds_t(requests.count), -1) < 0 {}
    if let signal = signal() { return signal }
    // Where nobody tells of changes there may be one.
    return requests[1].revents != 0 || rest < nanoseconds ? .change : .time
  }

  /// What a signal asks for that came meanwhile, if any.
  public func signal() -> Event? {
    switch signals.next() {
    case SIGTERM, SIGINT, SIGQUIT: .end
    case SIGHUP: .reload
    case SIGCHLD: .childEnded
    default: nil
    }
  }

  /// Lets a burst of changes come to its end.
  ///
  /// - Parameters:
  ///   - quiet: nanoseconds without a change that are an end.
  ///   - longest: nanoseconds after which it does not matter any more.
  public mutating func settle(quiet: Int, longest: Int) {
    let start = Clock.system.monotonic()
    repeat {
      // Without looking: somebody may write without end.
      Clock.system.sleep(quiet)
      let isOver = !folders.changes(within: 0)
      folders.forget()
      if isOver { return }
    } while Clock.system.monotonic() - start < longest
  }
}
