import Foundation
import Glibc
import Host
import PostgreSQL
import Synchronization
import Testing

/// A socket before that of a server, which ends a connection after a number of its messages, each
/// what one read(2) brings from the client.
final class CuttingProxy: Sendable {
  /// The folder of the socket.
  let folder: String
  private let listener: Int32
  /// Threads hold it, and not the proxy, which ends with the test.
  private let relay: CuttingRelay

  init(to target: String) throws {
    let relay = CuttingRelay(to: target)
    folder = FileManager.default.temporaryDirectory.path + "/cut-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let listener = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    try withAddress(of: folder + "/.s.PGSQL.5432") {
      try #require(bind(listener, $0, $1) == 0)
    }
    try #require(listen(listener, 16) == 0)
    (self.relay, self.listener) = (relay, listener)
    Parallel.untilEnd {
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { break }
        // No program that another test starts inherits the socket.
        _ = fcntl(client, F_SETFD, FD_CLOEXEC)
        Parallel.untilEnd { relay.serve(client) }
      }
      close(listener)
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Ends the next connection that sends more messages than these; later ones go through.
  func cut(after messages: Int) { relay.state.withLock { $0 = (messages, false) } }

  var hasCut: Bool { relay.state.withLock(\.hasCut) }

  /// How many messages came from clients.
  var messages: Int { relay.count.withLock { $0 } }
}

private final class CuttingRelay: Sendable {
  private let target: String
  let state = Mutex((left: Int.max, hasCut: false))
  let count = Mutex(0)

  init(to target: String) { self.target = target }

  func serve(_ client: Int32) {
    let server = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer {
      close(client)
      close(server)
    }
    guard withAddress(of: target, { connect(server, $0, $1) }) == 0 else { return }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var requests = [
        pollfd(fd: client, events: Int16(POLLIN), revents: 0),
        pollfd(fd: server, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&requests, 2, -1) > 0 else { continue }
      for (request, other) in [(requests[0], server), (requests[1], client)]
      where request.revents != 0 {
        let count = read(request.fd, &bytes, bytes.count)
        guard count > 0 else { return }
        if request.fd == client { self.count.withLock { $0 += 1 } }
        let isCut = request.fd == client && takesMessage()
        if isCut {
          // Odd ones arrive, and only their answer is lost.
          if state.withLock({ $0.left }) % 2 == 1 { sendAll(bytes[..<count], to: other) }
          return
        }
        sendAll(bytes[..<count], to: other)
      }
    }
  }

  /// - Returns: whether the connection ends with it.
  private func takesMessage() -> Bool {
    state.withLock { state in
      if state.hasCut { return false }
      state.left -= 1
      guard state.left < 0 else { return false }
      state = (Int.random(in: 0...1), true)
      return true
    }
  }

  private func sendAll(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }
}

private func withAddress<Result>(
  of path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result
) rethrows -> Result {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
  return try withUnsafePointer(to: &address) { pointer in
    try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      try body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}

/// The path of the socket that an address leads to.
func socket(of queue: String) throws -> String {
  let address = try ServerAddress(queue)
  return "\(address.host)/.s.PGSQL.5432"
}

/// The address of a queue through a proxy before its socket.
func throughProxy(_ proxy: CuttingProxy, _ queue: String) throws -> String {
  queue.replacing("host=\(try ServerAddress(queue).host)", with: "host=\(proxy.folder)")
}
