import Foundation

/// Serves one page for every request, on a loopback port of its own.
final class PageServer: Sendable {
  let port: UInt16
  private let socket: Int32

  /// - Parameter page: what is answered; `nil` never answers.
  init(_ page: String?) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let socket = socket
    port = try withUnsafeMutablePointer(to: &address) { address in
      try address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard bind(socket, address, size) == 0, listen(socket, 16) == 0,
          getsockname(socket, address, &size) == 0
        else { throw ServerError(code: errno) }
      }
      return UInt16(bigEndian: address.pointee.sin_port)
    }
    let answer = page.map { page in
      "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
        + "Content-Length: \(page.utf8.count)\r\n\r\n\(page)"
    }
    Thread.detachNewThread { Self.serve(socket, answer) }
  }

  deinit { shutdown(socket, Int32(SHUT_RDWR)) }

  var url: String { "http://127.0.0.1:\(port)/" }

  /// Ends when the socket is shut down.
  private static func serve(_ socket: Int32, _ answer: String?) {
    var waiting: [Int32] = []
    while true {
      let connection = accept(socket, nil, nil)
      if connection < 0 { break }
      guard let answer else {
        waiting.append(connection)
        continue
      }
      var request = [UInt8](repeating: 0, count: 1 << 16)
      _ = recv(connection, &request, request.count, 0)
      _ = answer.withCString { send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
      close(connection)
    }
    for connection in waiting { close(connection) }
    close(socket)
  }
}

/// A server that could not be started.
struct ServerError: Error { let code: Int32 }
