import Glibc

/// Standard output or standard error, buffered.
public final class StandardStream {
  private let descriptor: Int32
  private let name: String
  private var buffer: [UInt8] = []

  /// Whether a person sees it.
  public private(set) lazy var isTerminal = isatty(descriptor) == 1

  private init(_ descriptor: Int32, _ name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  public static func output() -> StandardStream { StandardStream(STDOUT_FILENO, "standard output") }
  public static func error() -> StandardStream { StandardStream(STDERR_FILENO, "standard error") }

  /// The terminal's width in columns, or `nil` when nobody knows.
  public var width: Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  public func write(_ bytes: [UInt8]) throws(SystemError) {
    // What fills the buffer alone need not be copied into it.
    if bytes.count >= 1 << 16 {
      try flush()
      return try hand(bytes)
    }
    buffer += bytes
    if buffer.count >= 1 << 16 { try flush() }
  }

  /// Hands what was written to the system.
  public func flush() throws(SystemError) {
    defer { buffer.removeAll(keepingCapacity: true) }
    try hand(buffer)
  }

  private func hand(_ bytes: [UInt8]) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      written += try check("write", name) {
        bytes.withUnsafeBytes {
          Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written)
        }
      }
    }
  }
}
