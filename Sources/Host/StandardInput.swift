import Glibc

/// What somebody gives this process to read.
public enum StandardInput {
  /// Whether a person types it.
  public static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// The next line, without its end; `nil` at the end of the input.
  public static func line() throws(SystemError) -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    // One at a time: what follows the line stays for whoever reads next.
    while try check("read", "standard input", { Glibc.read(STDIN_FILENO, &byte, 1) }) == 1 {
      if byte == 10 { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// Reads to the end, whatever is behind it: a file, a pipe, a terminal.
  ///
  /// - Parameter limit: bytes; one more than that is read where there are more.
  public static func read(limit: Int) throws(SystemError) -> [UInt8] {
    try read(STDIN_FILENO, "standard input", limit)
  }

  /// Reads a file that may be a pipe to its end, or to the first byte beyond `limit`.
  public static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
    let descriptor = try check("read", path) { open(path, O_RDONLY | O_CLOEXEC) }
    defer { close(descriptor) }
    return try read(descriptor, path, limit)
  }

  private static func read(
    _ descriptor: Int32, _ name: String, _ limit: Int
  ) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = try check("read", name) {
        chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
  }
}
