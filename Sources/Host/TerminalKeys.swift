import Glibc

/// The side of a terminal from which keys come, one by one and as they are pressed.
///
/// What ends or stops a program, such as control-C, stays what it is.
final class TerminalKeys {
  let number: Int32
  /// How the terminal was.
  let modes: termios
  /// Closed with this one, where it was opened for it.
  private let opened: FileDescriptor?

  /// Standard input; where that is something else, the terminal that this process belongs to.
  ///
  /// - Returns: `nil` where there is neither.
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

  /// Lets keys come at once, and shows none of them.
  func begin() throws(SystemError) {
    var raw = modes
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN)
    raw.c_iflag &= ~tcflag_t(IXON | ICRNL)
    try set(raw)
  }

  /// What was typed and not read yet is for whoever reads next.
  func end() throws(SystemError) { try set(modes) }

  private func set(_ modes: termios) throws(SystemError) {
    var modes = modes
    // At once: a terminal that takes nothing would be waited for.
    try check("set", "the terminal") { tcsetattr(number, TCSANOW, &modes) }
  }

  /// What was pressed; empty where nothing was, `nil` where nothing more comes.
  func read() -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = bytes.withUnsafeMutableBytes { Glibc.read(number, $0.baseAddress, $0.count) }
    if count > 0 { return Array(bytes[..<count]) }
    return count < 0 && (errno == EINTR || errno == EAGAIN) ? [] : nil
  }
}
