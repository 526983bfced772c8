/// Waits that end early when this process receives `SIGINT`, `SIGTERM`, `SIGHUP` or `SIGQUIT`, so
/// that the process can clean up before it ends.
///
/// While this object exists, these signals are blocked on the thread that created it and on threads
/// that this thread starts, so the signals do not end the process.
public final class InterruptiblePause {
  private var signals: SignalWatch?
  private var signal: Int32?

  public init() throws(SystemError) { signals = try .ofTermination() }

  /// Whether a signal ended a wait.
  public var isInterrupted: Bool { signal != nil }

  /// Waits for `duration`. Returns at once when a signal arrives, or has arrived before.
  public func wait(_ duration: Duration) {
    if isInterrupted { return }
    signal = signals?.next(within: duration)
  }

  /// Drops signals that arrived after the first: a repeated request to end has no further effect.
  public func discardPending() { signals?.discard() }

  /// Ends this process by the signal that ended a wait, if one did.
  public func end() {
    guard let signal, let signals = signals.take() else { return }
    signals.raise(signal)
  }
}
