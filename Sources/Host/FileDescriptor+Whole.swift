extension FileDescriptor {
  /// Reads the file as long as it is now.
  public func readWhole() throws(SystemError) -> [UInt8] {
    try read(status().identity.size, at: 0)
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
