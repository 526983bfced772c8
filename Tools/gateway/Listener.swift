import Facts
import Glibc
import Host

/// A socket on loopback.
struct Listener {
  private let descriptor: Int32
  let port: UInt16

  init(port: UInt16) throws(Problem) {
    signal(SIGPIPE, SIG_IGN)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout.size(ofValue: address))
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var reuses: Int32 = 1
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &reuses, 4)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, size) == 0 && listen(socket, 64) == 0
          && getsockname(socket, $0, &size) == 0
      }
    }
    guard isBound else { throw .system(.last(.listen, "127.0.0.1:\(port)")) }
    descriptor = socket
    self.port = UInt16(bigEndian: address.sin_port)
  }

  /// Answers one request after the other, until the process ends.
  func serve(_ routes: Routes) -> Never {
    while true {
      let connection = accept(descriptor, nil, nil)
      if connection < 0 { continue }
      defer { close(connection) }
      // A client that says or reads nothing keeps the others waiting for each of its pieces.
      var limit = timeval(tv_sec: 5, tv_usec: 0)
      for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
        setsockopt(
          connection, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout.size(ofValue: limit)))
      }
      let answer = Self.request(from: connection).map(routes.answer) ?? Routes.noRequest
      Self.send(answer.bytes, to: connection)
    }
  }

  /// - Returns: `nil` for what is no request, too long, or cut off.
  private static func request(from connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let offset = bytes.firstOffset(of: end, from: 0) {
        guard var request = Request(head: Array(bytes[..<offset])),
          let length = request.bodyLength
        else { return nil }
        let start = offset + end.count
        while bytes.count < start + length {
          guard receive(from: connection, into: &bytes) else { return nil }
        }
        request.body = Array(bytes[start..<start + length])
        return request
      }
      guard bytes.count <= Request.longestHead, receive(from: connection, into: &bytes) else {
        return nil
      }
    }
  }

  private static func receive(from connection: Int32, into bytes: inout [UInt8]) -> Bool {
    var part = [UInt8](repeating: 0, count: 16 << 10)
    let count = recv(connection, &part, part.count, 0)
    if count > 0 { bytes += part[..<count] }
    return count > 0
  }

  private static func send(_ bytes: [UInt8], to connection: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, 0) }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }
}
