import Glibc

extension FileDescriptor {
  /// Writes all of `bytes`, in one call where the system takes them in one.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = try check("write", path) { Glibc.write(number, rest.baseAddress, rest.count) }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Writes all of `bytes` at `offset`.
  public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      written += try check("write", path) {
        pwrite(number, bytes.baseAddress! + written, bytes.count - written, offset + written)
      }
    }
  }

  public func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
    // A closure of `withUnsafeBytes` loses the type of what it throws.
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(SystemError) in try write(buffer, at: offset) }
    }
    try result.get()
  }

  public func write(_ bytes: [UInt8]) throws(SystemError) {
    // A closure of `withUnsafeBytes` loses the type of what it throws.
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(SystemError) in try write(buffer) }
    }
    try result.get()
  }

  public func write(_ text: String) throws(SystemError) { try write(Array(text.utf8)) }

  /// Writes `pieces` one behind the other without copying them together.
  public func write(gathering pieces: [UnsafeRawBufferPointer]) throws(SystemError) {
    var vectors = pieces.filter { !$0.isEmpty }.map {
      iovec(iov_base: UnsafeMutableRawPointer(mutating: $0.baseAddress), iov_len: $0.count)
    }
    while !vectors.isEmpty {
      let limit = Int32(min(vectors.count, 1024))
      var count = try check("write", path) { writev(number, vectors, limit) }
      let done = vectors.prefix { vector in
        guard vector.iov_len <= count else { return false }
        count -= vector.iov_len
        return true
      }
      vectors.removeFirst(done.count)
      if count > 0 {
        vectors[0].iov_base += count
        vectors[0].iov_len -= count
      }
    }
  }

  /// Makes this file's bytes those of `source`, from the first to the last, and
  /// durable.
  public func copy(from source: borrowing FileDescriptor) throws(SystemError) {
    let contents = try FileContents(reading: source)
    // The bytes live as long as the contents do.
    defer { withExtendedLifetime(contents) {} }
    try write(contents.bytes, at: 0)
    try truncate(to: contents.bytes.count)
    try sync()
  }
}
