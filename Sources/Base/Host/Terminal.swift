import CSystem
import Glibc

/// A full-screen terminal session: a screen to draw on, and the keys that are pressed.
///
/// The previous screen is restored when the program leaves, is stopped, is ended by a signal, or
/// crashes. The screen is not restored after SIGKILL.
public final class Terminal {
  public struct Size: Equatable, Sendable {
    public let columns: Int
    public let rows: Int
  }

  public enum Event: Equatable, Sendable {
    /// The bytes that the terminal sent for keys.
    case keys([UInt8])
    case resized
    /// The terminal accepts more output.
    case hasRoom
    /// The program continues after it was stopped; the screen has to be drawn anew.
    case resumed
    /// The program has to end, because of a signal or because the terminal was closed.
    case ended
  }

  private let keys: TerminalKeys?
  private let screen: TerminalScreen
  private let signals: SignalWatch
  private var ending: Int32?
  private var isEntered = false
  private var areKeysOver = false
  private let restorer: TerminalRestorer

  /// Takes over the terminal to which standard output is connected.
  ///
  /// - Throws: an error when standard output is not a terminal.
  public init() throws(SystemError) {
    signals = try SignalWatch(Self.handledSignals, .notIgnored)
    let (keys, screen) = (TerminalKeys(), try TerminalScreen())
    restorer = TerminalRestorer(
      TerminalScreen.leaving, screen: screen.number, keys: keys?.number ?? -1, modes: keys?.modes)
    (self.keys, self.screen) = (keys, screen)
    try begin()
  }

  /// The signals that end, stop and continue the process, and the signal for a new terminal size.
  private static var handledSignals: [Int32] {
    [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH]
  }

  /// The size of the terminal; `nil` if it is unknown.
  public var size: Size? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return nil }
    return Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }

  /// Whether the terminal has accepted all output. Until then, a new frame would be delayed.
  public var isUpToDate: Bool { screen.isDone }

  /// Writes as many bytes as the terminal accepts now. `events` writes the rest later.
  public func write(_ bytes: [UInt8]) throws(SystemError) { try screen.write(bytes) }

  // MARK: The screen

  private func begin() throws(SystemError) {
    try keys?.begin()
    isEntered = true
    restorer.begin()
    try screen.enter()
  }

  /// Restores the terminal. A terminal that is closed or accepts no output is not an error.
  public func end() {
    guard isEntered else { return }
    isEntered = false
    try? screen.leave(within: .milliseconds(500))
    restorer.end()
    try? keys?.end()
  }

  /// Restores the terminal and the usual effect of signals, including the one that ended the
  /// session, if one did.
  public func close() {
    end()
    signals.release()
    if let ending { kill(getpid(), ending) }
  }

  deinit { end() }

  // MARK: Events

  /// Waits for events, `timeout` at most; returns none when nothing happened.
  public func events(within timeout: Duration) throws(SystemError) -> [Event] {
    if ending != nil { return [.ended] }
    let keyRequest = pollfd(
      fd: areKeysOver ? -1 : keys?.number ?? -1, events: Int16(POLLIN), revents: 0)
    var requests = [signals.request, keyRequest, screen.request]
    guard poll(&requests, 3, timeout.pollMilliseconds) > 0 else { return [] }
    // A signal may have stopped the program, so the result of poll(2) for keys may be outdated.
    let signalled = try eventsOfSignals()
    if !signalled.isEmpty { return signalled }
    let pressed = requests[1].revents != 0 ? pressed() : []
    if requests[2].revents == 0 { return pressed }
    try screen.flush()
    return pressed + [.hasRoom]
  }

  private func pressed() -> [Event] {
    guard let bytes = keys?.read() else {
      areKeysOver = true
      return [.ended]
    }
    return bytes.isEmpty ? [] : [.keys(bytes)]
  }

  private func eventsOfSignals() throws(SystemError) -> [Event] {
    var events: [Event] = []
    while let signal = signals.next() {
      if let event = try event(of: signal) { events.append(event) }
    }
    return events
  }

  private func event(of signal: Int32) throws(SystemError) -> Event? {
    switch signal {
    case SIGWINCH: return .resized
    case SIGTSTP:
      end()
      signals.raise(SIGTSTP)
      try begin()
      return .resumed
    case SIGCONT:
      // Other programs may have changed the terminal in the meantime.
      try begin()
      return .resumed
    default:
      ending = signal
      return .ended
    }
  }
}
