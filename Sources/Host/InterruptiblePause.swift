/// Waits that a signal cuts short which should end this process (`SIGINT`, `SIGTERM`, `SIGHUP`,
/// `SIGQUIT`), so that what was begun can be put away first.
///
/// As long as it lives they end nothing, on the thread that made it and those that were started
/// there since.
public final class InterruptiblePause {
  private var signals: SignalWatch?
  private var signal: Int32?

  public init() throws(SystemError) { signals = try .ofEndings() }

  /// Whether a signal cut a wait short.
  public var isInterrupted: Bool { signal != nil }

  /// Waits for so many nanoseconds, but not once there was a signal.
  public func wait(_ nanoseconds: Int) {
    if isInterrupted { return }
    signal = signals?.next(within: nanoseconds)
  }

  /// Lets none that came since do what it would have done: who asks for the end twice gets it once.
  public func forget() { signals?.forget() }

  /// Lets the signal do what it would have done, if there was one.
  public func end() {
    guard let signal, let signals = signals.take() else { return }
    signals.raise(signal)
  }
}
