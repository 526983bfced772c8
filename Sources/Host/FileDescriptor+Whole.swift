import Glibc

extension FileDescriptor {
  /// Reads the file as long as it is now.
  ///
  /// - Parameter limit: how many bytes it may have; `read` has a limit of its own.
  public func readWhole(upTo limit: Int = .max) throws(SystemError) -> [UInt8] {
    let size = try status().identity.size
    if size > limit { throw SystemError(code: EFBIG, action: "read", path: path) }
    return try read(size, at: 0)
  }

  /// Reads a file whose size nobody knows before, as those of `/proc` are.
  func readToEnd() throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let more = try read(1 << 16, at: bytes.count)
      bytes += more
      if more.isEmpty { return bytes }
    }
  }
}
