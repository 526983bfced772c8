import CSystem
import Glibc
import Synchronization

/// The waits of a long-running process: for a signal, a change in folders, or a time.
///
/// While this value exists, the signals are blocked on the thread that created it and on threads
/// that this thread starts, so the signals do not end the process. The signals are received even if
/// they were ignored before, for example under `nohup`. If several threads wait, the system gives a
/// signal to one of them, unless `shareSignals` was called.
public struct ServiceWait: ~Copyable {
  public enum Event: Equatable, Sendable {
    /// A request to end: `SIGTERM`, `SIGINT`, `SIGQUIT`, and in some cases `SIGHUP`. `SIGHUP` is a
    /// request to end if the terminal in which the process started is gone, unless the process was
    /// started with `SIGHUP` ignored, for example under `nohup`.
    case end
    /// A request to reload the settings: any other `SIGHUP`.
    case reload
    /// A child process has ended: `SIGCHLD`.
    case childEnded
    case change
    case time
  }

  private let signals: SignalWatch
  private let inbox: SignalInbox
  private let timer: FileDescriptor
  private var folders: FolderWatch
  /// Whether the process has to end when its terminal is gone.
  private let needsTerminal: Bool

  public init(watching folders: [String]) throws(SystemError) {
    needsTerminal = csystem_ignores_signal(SIGHUP) == 0 && Self.hasTerminal
    let signals = try SignalWatch([SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGCHLD], .all)
    let number = try check(.make, "a timer") { csystem_timer() }
    let inbox = try SignalInbox()
    self.signals = signals
    self.inbox = inbox
    timer = FileDescriptor(number: number, path: "timer")
    self.folders = FolderWatch(of: folders)
  }

  /// Gives each signal to all waits of this process, from now on.
  public static func shareSignals() { SignalInbox.isShared.store(true, ordering: .relaxed) }

  /// Discards the changes so far. Call this before reading files, so that each later change is an
  /// event.
  ///
  /// - Parameter others: the folders to watch from now on; `nil` for the same ones.
  public mutating func restart(watching others: [String]? = nil) {
    folders.restart(watching: others)
  }

  /// Waits for a signal, a change or the end of the time, and returns the event that comes first.
  ///
  /// - Parameter timeout: the longest wait; time in which the machine is suspended counts. If the
  ///   system does not report changes, the wait may be shorter, and ends with `change`.
  public func event(within timeout: Duration) -> Event {
    let longest = max(timeout, .zero)
    let rest = folders.recheckInterval.map { min($0, longest) } ?? longest
    csystem_forget_events(timer.number)
    guard csystem_set_timer(timer.number, rest.nanoseconds) == 0 else { return .time }
    var requests = [
      signals.request, folders.request,
      pollfd(fd: timer.number, events: Int16(POLLIN), revents: 0), inbox.request,
    ]
    repeat {
      while poll(&requests, nfds_t(requests.count), -1) < 0 {}
      if let signal = signal() { return signal }
      // Another thread may have received the signal that ended the wait.
    } while requests[1].revents == 0 && requests[2].revents == 0
    // If the system does not report changes, a change may have happened.
    return requests[1].revents != 0 || rest < timeout ? .change : .time
  }

  /// The event of a signal that has arrived, if any.
  public func signal() -> Event? {
    switch inbox.next() ?? signals.next().map({ inbox.share($0) }) {
    case SIGTERM, SIGINT, SIGQUIT: .end
    case SIGHUP: needsTerminal && !Self.hasTerminal ? .end : .reload
    case SIGCHLD: .childEnded
    default: nil
    }
  }

  /// Whether the process has a controlling terminal, whatever its standard streams are.
  private static var hasTerminal: Bool {
    (try? FileDescriptor(opening: "/dev/tty", for: .reading)) != nil
  }

  /// Waits until a burst of changes ends or a signal arrives, at most `longest`.
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

  /// Waits until `isOver` returns `true` or a signal arrives, at most `longest`. `isOver` is called
  /// every millisecond.
  public func settle(longest: Duration, until isOver: () -> Bool) {
    let start = Clock.system.monotonic()
    while !isOver(), Clock.system.monotonic() - start < longest,
      !hasSignal(within: .milliseconds(1))
    {}
  }

  /// Waits for a signal. Events of the folders do not end this wait, because a program may write
  /// without end.
  private func hasSignal(within time: Duration) -> Bool {
    var requests = [signals.request, inbox.request]
    return poll(&requests, nfds_t(requests.count), time.pollMilliseconds) > 0
  }
}

/// The signals that another thread of this process received while this one waits, too: the system
/// gives each signal to one of them.
//
// `@unchecked`: the descriptors of its pipe never change.
private final class SignalInbox: @unchecked Sendable {
  static let isShared = Atomic(false)
  /// The signal that asked for the end, which waits that begin later get, too; 0 if there is none.
  private static let ending = Atomic<Int32>(0)
  private static let all = Mutex<[ObjectIdentifier: Weak]>([:])
  private let pending = Mutex<Set<Int32>>([])
  private let pipe: Pipe

  private struct Weak { weak var inbox: SignalInbox? }

  init() throws(SystemError) {
    pipe = try Pipe()
    Self.all.withLock { $0[ObjectIdentifier(self)] = Weak(inbox: self) }
    let ending = Self.ending.load(ordering: .sequentiallyConsistent)
    if ending != 0 { add(ending) }
  }

  deinit {
    let key = ObjectIdentifier(self)
    Self.all.withLock { _ = $0.removeValue(forKey: key) }
  }

  var request: pollfd { pollfd(fd: pipe.reading.number, events: Int16(POLLIN), revents: 0) }

  func next() -> Int32? {
    pending.withLock { pending in
      let number = pending.popFirst()
      if number != nil, pending.isEmpty { csystem_forget_events(pipe.reading.number) }
      return number
    }
  }

  /// Gives a signal that this thread received to the others, if they share signals.
  func share(_ number: Int32) -> Int32 {
    guard Self.isShared.load(ordering: .relaxed) else { return number }
    if [SIGTERM, SIGINT, SIGQUIT].contains(number) {
      Self.ending.store(number, ordering: .sequentiallyConsistent)
    }
    let others = Self.all.withLock { all in all.values.compactMap(\.inbox).filter { $0 !== self } }
    for other in others { other.add(number) }
    return number
  }

  private func add(_ number: Int32) {
    pending.withLock { pending in
      // The pipe has a byte as long as a signal is pending.
      if pending.isEmpty {
        _ = [UInt8(0)].withUnsafeBytes { write(pipe.writing.number, $0.baseAddress, 1) }
      }
      pending.insert(number)
    }
  }
}
