import Glibc

/// Wakes an event loop on another thread: after a call of `wake`, the descriptor becomes and stays
/// readable.
///
/// `@unchecked`: the descriptors of its pipe never change.
public final class WakePipe: @unchecked Sendable {
  private let pipe: Pipe

  public init() throws(SystemError) { pipe = try Pipe() }

  /// The descriptor that becomes readable.
  public var descriptor: Int32 { pipe.reading.number }

  public func wake() {
    _ = [UInt8(0)].withUnsafeBytes { write(pipe.writing.number, $0.baseAddress, 1) }
  }
}

/// The ports of sockets that other libraries opened.
public enum SocketPort {
  /// The port that a socket of IPv4 or IPv6 is bound to; `nil` if it is not bound.
  public static func local(of descriptor: Int32) -> Int? {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout.size(ofValue: storage))
    let isFound = withUnsafeMutablePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &size) == 0
      }
    }
    guard isFound else { return nil }
    // In both address families the port follows the family field.
    return withUnsafeBytes(of: &storage) {
      Int(UInt16(bigEndian: $0.load(fromByteOffset: 2, as: UInt16.self)))
    }
  }
}
