import Glibc

/// The peers of sockets that other libraries opened.
public enum SocketPeer {
  /// The network of the peer: its IPv4 address, or the first 64 bits of its IPv6 address. Addresses
  /// with the same 64 bits count as one client. Empty if there is no peer.
  public static func network(of descriptor: Int32) -> [UInt8] {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout.size(ofValue: storage))
    let isFound = withUnsafeMutablePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getpeername(descriptor, $0, &size) == 0
      }
    }
    guard isFound else { return [] }
    // The address follows the family and the port; in IPv6 the flow label is between the port and
    // the address. Source: ip(7), ipv6(7).
    let place = Int32(storage.ss_family) == AF_INET6 ? 8..<16 : 4..<8
    return withUnsafeBytes(of: &storage) { Array($0[place]) }
  }

  /// Whether the peer has sent bytes that have not been read yet.
  public static func hasSent(on descriptor: Int32) -> Bool {
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) > 0
  }
}
