/// Waits that end early at a signal to end this process (`SIGINT`, `SIGTERM`, `SIGHUP`, `SIGQUIT`),
/// so that the process can clean up first.
///
/// While it exists, these signals are blocked, and so end nothing, on the thread that created it
/// and on threads started from there since.
public final class InterruptiblePause {
  private var signals: SignalWatch?
  private var signal: Int32?

  public init() throws(SystemError) { signals = try .ofTermination() }

  /// Whether a signal ended a wait.
  public var isInterrupted: Bool { signal != nil }

  /// Waits; returns at once after a signal.
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
