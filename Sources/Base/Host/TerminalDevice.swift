import CSystem
import Glibc

/// The output of a terminal. Writing never blocks: bytes that the terminal does not accept at once
/// are kept and written later.
final class TerminalScreen {
  private let descriptor: FileDescriptor
  /// Output that the terminal has not accepted yet.
  private var rest: ArraySlice<UInt8> = []

  /// Bytes that turn on the alternate screen and bracketed paste, and turn off the cursor and line
  /// wrap.
  static var entering: [UInt8] {
    Array("\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[?2004h\u{1B}[H\u{1B}[2J".utf8)
  }

  /// Bytes that restore the screen, even if earlier output was cut off within a sequence or a
  /// synchronized update.
  static var leaving: [UInt8] {
    Array("\u{1B}[?2026l\u{1B}[0m\u{1B}[?2004l\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l".utf8)
  }

  /// The terminal to which standard output is connected.
  convenience init() throws(SystemError) { try self.init(Self.opened()) }

  /// - Parameter descriptor: a nonblocking descriptor of the terminal.
  init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

  /// Opens the terminal again, because `O_NONBLOCK` belongs to the open file description, and the
  /// shell shares the existing one.
  private static func opened() throws(SystemError) -> FileDescriptor {
    // Opening `/dev/tty` works even if the process has changed its user since it got the terminal.
    if tcgetsid(STDOUT_FILENO) == getsid(0),
      let own = try? FileDescriptor(opening: "/dev/tty", for: .writingNonblocking)
    {
      return own
    }
    if let own = try? FileDescriptor(opening: "/proc/self/fd/1", for: .writingNonblocking) {
      return own
    }
    // If the terminal can't be opened again, the existing description is used, and writing may
    // block.
    let number = try check(.use, "standard output") { csystem_duplicate(STDOUT_FILENO) }
    return FileDescriptor(number: number, path: "standard output")
  }

  var number: Int32 { descriptor.number }

  /// Whether the terminal has accepted all output.
  var isDone: Bool { rest.isEmpty }

  /// The request to poll(2) that waits until the terminal accepts more output.
  var request: pollfd {
    pollfd(fd: isDone ? -1 : descriptor.number, events: Int16(POLLOUT), revents: 0)
  }

  /// Writes as many bytes as the terminal accepts now, and keeps the rest.
  func write(_ bytes: [UInt8]) throws(SystemError) {
    rest += bytes
    try flush()
  }

  /// Writes as many of the kept bytes as the terminal accepts now.
  func flush() throws(SystemError) {
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes {
        Glibc.write(descriptor.number, $0.baseAddress, $0.count)
      }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno == EAGAIN {
        return
      } else if errno != EINTR {
        throw .last(.write, "standard output")
      }
    }
  }

  func enter() throws(SystemError) { try write(Self.entering) }

  /// Restores the screen, and drops the output that the terminal has not accepted.
  ///
  /// - Parameter timeout: the longest wait if the terminal accepts no output.
  func leave(within timeout: Duration) throws(SystemError) {
    rest = []
    defer { rest = [] }
    let end = Clock.system.monotonic() + timeout
    try write(Self.leaving)
    while !isDone {
      let rest = end - Clock.system.monotonic()
      if rest <= .zero { return }
      var requests = [request]
      poll(&requests, 1, rest.pollMilliseconds)
      try flush()
    }
  }
}

/// The input of a terminal, key by key. Keys that send signals, such as control-C, still send them.
final class TerminalKeys {
  let number: Int32
  /// The modes that the terminal had before.
  let modes: termios
  /// The descriptor of the controlling terminal, if `number` is not standard input. It stays open
  /// as long as this object exists.
  private let opened: FileDescriptor?

  /// Uses standard input or, if standard input is not a terminal, the controlling terminal. `nil`
  /// if there is no terminal.
  init?() {
    var modes = termios()
    if tcgetattr(STDIN_FILENO, &modes) == 0 {
      number = STDIN_FILENO
      opened = nil
      self.modes = modes
      return
    }
    guard let terminal = try? FileDescriptor(opening: "/dev/tty", for: .reading),
      tcgetattr(terminal.number, &modes) == 0
    else { return nil }
    number = terminal.number
    opened = consume terminal
    self.modes = modes
  }

  /// Turns off line editing and echo.
  func begin() throws(SystemError) {
    var raw = modes
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN)
    raw.c_iflag &= ~tcflag_t(IXON | ICRNL)
    try set(raw)
  }

  /// Restores the modes. Unread input is left for the next reader.
  func end() throws(SystemError) { try set(modes) }

  private func set(_ modes: termios) throws(SystemError) {
    var modes = modes
    // TCSANOW does not drain the output; draining would wait for a terminal that accepts no output.
    try check(.set, "the terminal") { tcsetattr(number, TCSANOW, &modes) }
  }

  /// The bytes of pressed keys; empty if no key was pressed, `nil` at the end of the input.
  func read() -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = bytes.withUnsafeMutableBytes { Glibc.read(number, $0.baseAddress, $0.count) }
    if count > 0 { return Array(bytes[..<count]) }
    return count < 0 && (errno == EINTR || errno == EAGAIN) ? [] : nil
  }
}

/// Restores the terminal when this process crashes, so that the crash report can be read.
final class TerminalRestorer {
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private let modes: UnsafeMutablePointer<termios>?
  private let screen: Int32
  private let keys: Int32

  /// - Parameters:
  ///   - bytes: the output that restores the screen.
  ///   - screen: the descriptor to which `bytes` are written.
  ///   - keys: the descriptor whose modes are set.
  ///   - modes: the modes that the terminal had before.
  init(_ bytes: [UInt8], screen: Int32, keys: Int32, modes: termios?) {
    self.bytes = UnsafeMutableBufferPointer.allocate(capacity: bytes.count)
    _ = self.bytes.initialize(from: bytes)
    self.modes = modes.map { modes in
      let saved = UnsafeMutablePointer<termios>.allocate(capacity: 1)
      saved.initialize(to: modes)
      return saved
    }
    self.screen = screen
    self.keys = keys
  }

  deinit {
    bytes.deallocate()
    modes?.deallocate()
  }

  func begin() {
    var end = csystem_terminal_end(
      screen: screen, bytes: bytes.baseAddress, count: bytes.count, keys: keys,
      modes: modes)
    csystem_put_back_on_crash(&end)
  }

  func end() { csystem_put_back_on_crash(nil) }
}
