import CSystem
import Glibc

/// The side of a terminal that shows. A terminal that takes nothing for a while holds up nobody:
/// what is written goes there as it has room.
final class TerminalScreen {
  private let descriptor: FileDescriptor
  /// What the terminal did not take yet.
  private var rest: ArraySlice<UInt8> = []

  /// Another screen, without a cursor, where what is too long does not go on below.
  static var entering: [UInt8] {
    Array("\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[H\u{1B}[2J".utf8)
  }

  /// What puts the screen back, wherever what was written before was cut: also within what a
  /// terminal may show only as a whole.
  static var leaving: [UInt8] {
    Array("\u{1B}[?2026l\u{1B}[0m\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l".utf8)
  }

  /// The terminal that is standard output.
  convenience init() throws(SystemError) { try self.init(Self.opened()) }

  /// - Parameter descriptor: does not wait where it can't write.
  init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

  /// Opens it anew: not to wait is a property of an open file, and standard output is the
  /// shell's, too.
  private static func opened() throws(SystemError) -> FileDescriptor {
    // Also who became another user since may open the terminal of his session.
    if tcgetsid(STDOUT_FILENO) == getsid(0),
      let own = try? FileDescriptor(opening: "/dev/tty", for: .writingAtOnce)
    {
      return own
    }
    if let own = try? FileDescriptor(opening: "/proc/self/fd/1", for: .writingAtOnce) {
      return own
    }
    // One that can't be opened is used as it is, and may wait.
    let number = try check("use", "standard output") { csystem_duplicate(STDOUT_FILENO) }
    return FileDescriptor(number: number, path: "standard output")
  }

  /// For who has to write to it without asking.
  var number: Int32 { descriptor.number }

  /// Whether the terminal has taken all that was written.
  var isDone: Bool { rest.isEmpty }

  /// What poll(2) is asked for: whether there is room for more.
  var request: pollfd {
    pollfd(fd: isDone ? -1 : descriptor.number, events: Int16(POLLOUT), revents: 0)
  }

  /// Writes as much as there is room for now, and keeps the rest.
  func write(_ bytes: [UInt8]) throws(SystemError) {
    rest += bytes
    try goOn()
  }

  /// Writes more of what was kept.
  func goOn() throws(SystemError) {
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes {
        Glibc.write(descriptor.number, $0.baseAddress, $0.count)
      }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno == EAGAIN {
        return
      } else if errno != EINTR {
        throw .last("write", "standard output")
      }
    }
  }

  func enter() throws(SystemError) { try write(Self.entering) }

  /// Puts the screen back; what the terminal did not take until now it need not take any more.
  ///
  /// - Parameter nanoseconds: how long to wait at most for a terminal that takes nothing.
  func leave(within nanoseconds: Int) throws(SystemError) {
    rest = []
    defer { rest = [] }
    let end = Clock.system.monotonic() + nanoseconds
    try write(Self.leaving)
    while !isDone {
      let left = end - Clock.system.monotonic()
      if left <= 0 { return }
      var requests = [request]
      poll(&requests, 1, Milliseconds.roundedUp(left))
      try goOn()
    }
  }
}
