import Glibc

/// What a program says first.
public enum FirstLine: Equatable, Sendable {
  /// A line without its line end; of one longer than 64 KB that much.
  case line(String)
  /// It will not say a line: its output was closed before one ended.
  case ended
  /// It said none in the time that it had.
  case timedOut
}

/// Reads one line from a pipe, and no more of what comes than that takes.
struct FirstLineReader: ~Copyable {
  private let descriptor: FileDescriptor
  private var bytes: [UInt8] = []
  private var found: FirstLine?

  private static let longest = 64 << 10

  init(_ descriptor: consuming FileDescriptor) {
    // Never waits in `read`: that has no end in time.
    _ = fcntl(descriptor.number, F_SETFL, O_NONBLOCK)
    self.descriptor = descriptor
  }

  /// - Parameter nanoseconds: how long to wait for it.
  mutating func line(within nanoseconds: Int) -> FirstLine {
    let clock = Clock.system
    let started = clock.monotonic()
    while found == nil {
      let rest = nanoseconds - (clock.monotonic() - started)
      guard descriptor.becomesReadable(within: rest) else { return .timedOut }
      found = next()
    }
    return found ?? .ended
  }

  /// Takes what is there; `nil` as long as the line goes on.
  private mutating func next() -> FirstLine? {
    var piece = [UInt8](repeating: 0, count: 1 << 12)
    let count = read(descriptor.number, &piece, piece.count)
    guard count > 0 else {
      return count < 0 && (errno == EAGAIN || errno == EINTR) ? nil : .ended
    }
    let end = piece[..<count].firstIndex(of: UInt8(ascii: "\n"))
    bytes += piece[..<(end ?? count)]
    guard end != nil || bytes.count > Self.longest else { return nil }
    return .line(String(decoding: bytes.prefix(Self.longest), as: UTF8.self))
  }
}
