import CSystem
import Glibc

/// A terminal as one screen that a program draws on, with the keys that are pressed at it.
///
/// The screen that was there before comes back when the program leaves, is stopped, is ended
/// by a signal, or crashes; not when it is killed.
public final class Terminal {
  public struct Size: Equatable, Sendable {
    public let columns: Int
    public let rows: Int
  }

  public enum Event: Equatable, Sendable {
    /// Bytes as the terminal sends them for keys.
    case keys([UInt8])
    /// The screen has another size.
    case resized
    /// The terminal takes more of what was written.
    case hasRoom
    /// The program goes on after it was stopped: nothing is known of the screen.
    case resumed
    /// The program is to end: by a signal, or because the terminal is gone.
    case ended
  }

  private let keys: TerminalKeys?
  private let screen: TerminalScreen
  private let signals: SignalWatch
  private var ending: Int32?
  private var isEntered = false
  private var areKeysOver = false
  private let crash: TerminalRestorer

  /// Takes over the terminal that is standard output.
  ///
  /// - Throws: what the system says of a terminal that can't be used so.
  public init() throws(SystemError) {
    signals = try SignalWatch(Self.heard, .heeded)
    let (keys, screen) = (TerminalKeys(), try TerminalScreen())
    crash = TerminalRestorer(
      TerminalScreen.leaving, screen: screen.number, keys: keys?.number ?? -1, modes: keys?.modes)
    (self.keys, self.screen) = (keys, screen)
    try begin()
  }

  /// Those that end it, that stop it, that let it go on, and that its size changed.
  private static var heard: [Int32] {
    [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH]
  }

  /// Whether keys can be pressed.
  public var hasKeys: Bool { keys != nil }

  /// `nil` when nobody knows.
  public var size: Size? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return nil }
    return Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }

  /// Whether the terminal has taken all that was written. Until then more would come too late.
  public var isUpToDate: Bool { screen.isDone }

  /// Writes to the screen, in one call where the terminal takes it in one, and else as it has room.
  public func write(_ bytes: [UInt8]) throws(SystemError) { try screen.write(bytes) }

  // MARK: The screen

  private func begin() throws(SystemError) {
    try keys?.begin()
    isEntered = true
    crash.begin()
    try screen.enter()
  }

  /// Puts the terminal back as it was. That it can't be, because it is gone or takes nothing, is
  /// no error.
  public func end() {
    guard isEntered else { return }
    isEntered = false
    try? screen.leave(within: .milliseconds(500))
    crash.end()
    try? keys?.end()
  }

  /// Gives the terminal up: signals do again what they usually do, also the one that ended the
  /// screen, if one did.
  public func close() {
    end()
    signals.release()
    if let ending { kill(getpid(), ending) }
  }

  deinit { end() }

  // MARK: Events

  /// Waits for what happens next.
  ///
  /// - Parameter nanoseconds: how long at most.
  /// - Returns: empty where nothing happened.
  public func events(within nanoseconds: Int) throws(SystemError) -> [Event] {
    if ending != nil { return [.ended] }
    let keyRequest = pollfd(
      fd: areKeysOver ? -1 : keys?.number ?? -1, events: Int16(POLLIN), revents: 0)
    var requests = [signals.request, keyRequest, screen.request]
    guard poll(&requests, 3, Milliseconds.roundedUp(nanoseconds)) > 0 else { return [] }
    // What came of a signal may have taken a while, and the keys with it.
    let signalled = try eventsOfSignals()
    if !signalled.isEmpty { return signalled }
    let pressed = requests[1].revents != 0 ? pressed() : []
    if requests[2].revents == 0 { return pressed }
    try screen.goOn()
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
      // Whoever let others use the terminal meanwhile may have changed all of it.
      try begin()
      return .resumed
    default:
      ending = signal
      return .ended
    }
  }
}
