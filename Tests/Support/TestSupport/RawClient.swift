import Glibc

/// A client on loopback that sends bytes unchanged.
public final class RawClient {
  private let descriptor: Int32

  public init(port: Int) {
    signal(SIGPIPE, SIG_IGN)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        // A signal can interrupt a call, such as the one by which libFuzzer looks at its time.
        while connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) != 0 {
          if errno != EINTR { return false }
        }
        return true
      }
    }
    guard isConnected else { fatalError("no connection on loopback: \(errno)") }
  }

  deinit { close(descriptor) }

  /// Sends a text, or as much of it as the server accepts.
  public func send(_ text: String) { send(Array(text.utf8)) }

  /// Sends bytes, or as many of them as the server accepts.
  public func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Tells the server that no more bytes follow.
  public func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// The text that arrives until the server ends the connection, within a minute at most.
  public func readToEnd() -> String { read { _ in false } }

  /// The text that arrives until it satisfies `isEnough`, the connection ends, or a minute is over.
  public func read(until isEnough: (String) -> Bool) -> String {
    var bytes: [UInt8] = []
    while !isEnough(String(decoding: bytes, as: UTF8.self)) {
      guard hasInput(within: 60_000) else { break }
      var part = [UInt8](repeating: 0, count: 65536)
      let count = recv(descriptor, &part, part.count, 0)
      if count <= 0 { break }
      bytes += part[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Waits until the server ends the connection, and returns whether it has within the timeout.
  public func isClosed(within timeout: Duration) -> Bool {
    guard hasInput(within: Int32(timeout / .milliseconds(1))) else { return false }
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, 0) <= 0
  }

  private func hasInput(within milliseconds: Int32) -> Bool {
    while true {
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let count = poll(&request, 1, milliseconds)
      if count >= 0 || errno != EINTR { return count == 1 }
    }
  }
}
