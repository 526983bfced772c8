import Glibc
import Synchronization

/// Standard output or standard error, buffered. Threads may share it: what is written in one call
/// stays together.
public final class StandardStream: Sendable {
  let descriptor: Int32
  private let name: String
  private let buffer = Mutex<[UInt8]>([])

  public let isTerminal: Bool

  private init(_ descriptor: Int32, _ name: String) {
    self.descriptor = descriptor
    self.name = name
    isTerminal = isatty(descriptor) == 1
  }

  public static func output() -> StandardStream { StandardStream(STDOUT_FILENO, "standard output") }
  public static func error() -> StandardStream { StandardStream(STDERR_FILENO, "standard error") }

  /// The terminal's width in columns; `nil` when it is unknown.
  public var width: Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  public func write(_ bytes: [UInt8]) throws(SystemError) {
    try buffer.withLock { buffer throws(SystemError) in
      // Bytes that would fill the whole buffer are written without a copy.
      if bytes.count >= 1 << 16 {
        try flush(&buffer)
        return try writeAll(bytes)
      }
      buffer += bytes
      if buffer.count >= 1 << 16 { try flush(&buffer) }
    }
  }

  /// Writes the buffer to the descriptor.
  public func flush() throws(SystemError) {
    try buffer.withLock { buffer throws(SystemError) in try flush(&buffer) }
  }

  private func flush(_ buffer: inout [UInt8]) throws(SystemError) {
    defer { buffer.removeAll(keepingCapacity: true) }
    try writeAll(buffer)
  }

  private func writeAll(_ bytes: [UInt8]) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      written += try check(.write, name) {
        bytes.withUnsafeBytes {
          Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written)
        }
      }
    }
  }
}

public enum StandardInput {
  public static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// The next line, without its end; `nil` at the end of the input.
  public static func line() throws(SystemError) -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    // Reads one byte at a time, so the bytes after the line are left for the next reader.
    while try check(.read, "standard input", { Glibc.read(STDIN_FILENO, &byte, 1) }) == 1 {
      if byte == 10 { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// Reads to the end of a file, a pipe or a terminal.
  ///
  /// - Parameter limit: reading stops at the first byte after this number of bytes.
  public static func read(limit: Int) throws(SystemError) -> [UInt8] {
    try read(STDIN_FILENO, "standard input", limit)
  }

  /// Reads a file, which may be a pipe, to its end or to the first byte after `limit` bytes.
  public static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
    let descriptor = try check(.read, path) { open(path, O_RDONLY | O_CLOEXEC) }
    defer { close(descriptor) }
    return try read(descriptor, path, limit)
  }

  private static func read(
    _ descriptor: Int32, _ name: String, _ limit: Int
  ) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = try check(.read, name) {
        chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
  }
}
