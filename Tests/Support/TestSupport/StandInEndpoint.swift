import Glibc
import Synchronization
import Text

/// An endpoint of chat completions on loopback. It answers each request with the next of its
/// answers, and repeats the last one.
public final class StandInEndpoint: Sendable {
  /// The answer to a request.
  public struct Answer: Sendable {
    var status: Int
    var headers: [String]
    var body: [UInt8]
    var ending = Ending.whole

    enum Ending {
      case whole
      /// The connection is closed before the length in the head is reached.
      case half
      /// The body is sent again and again, until the client has enough.
      case endless
      /// Nothing is sent until the client goes away.
      case none
    }

    /// An answer with this body.
    public static func body(
      _ text: String, status: Int = 200, headers: [String] = []
    ) -> Answer {
      Answer(status: status, headers: headers, body: Array(text.utf8))
    }

    /// An answer with the completion of a chat.
    ///
    /// - Parameters:
    ///   - text: the text of the message.
    ///   - reason: why the text ends; `length` if it is cut.
    public static func says(_ text: String, reason: String = "stop") -> Answer {
      let json: JSONValue = [
        "model": "stand-in-1",
        "choices": [
          [
            "message": ["role": "assistant", "content": .string(text)],
            "finish_reason": .string(reason),
          ]
        ],
        "usage": ["prompt_tokens": 1200, "completion_tokens": 300],
      ]
      return .body("\(json)")
    }

    /// A refusal with a message.
    public static func refuses(_ status: Int, _ text: String, headers: [String] = []) -> Answer {
      .body(
        "\(["error": ["message": .string(text)]] as JSONValue)", status: status, headers: headers)
    }

    public static let half = Answer(
      status: 200, headers: [], body: Array(#"{"choices":[{"mess"#.utf8), ending: .half)
    public static let silent = Answer(status: 200, headers: [], body: [], ending: .none)
    public static let endless = Answer(
      status: 200, headers: ["Transfer-Encoding: chunked"],
      body: [UInt8](repeating: 32, count: 1 << 16), ending: .endless)
    /// An answer whose head announces more than 4 MB.
    public static let tooLarge = Answer(
      status: 200, headers: ["Content-Length: 5000000"], body: [], ending: .half)
  }

  /// A request as it was received.
  public struct Request: Sendable {
    public let head: String
    public let body: String
  }

  private let descriptor: Int32
  private let port: UInt16
  private let state: Mutex<(answers: [Answer], requests: [Request])>

  public var url: String { "http://127.0.0.1:\(port)/v1/chat/completions" }
  public var requests: [Request] { state.withLock { $0.requests } }

  /// Listens on a free port until the endpoint is deinitialized.
  public init(_ answers: [Answer]) {
    signal(SIGPIPE, SIG_IGN)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = 0
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout.size(ofValue: address))
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, size) == 0 && listen(socket, 8) == 0
          && getsockname(socket, $0, &size) == 0
      }
    }
    guard isBound else { fatalError("no socket on loopback: \(errno)") }
    descriptor = socket
    self.port = UInt16(bigEndian: address.sin_port)
    state = Mutex((answers, []))
    let server = Server(descriptor: socket, next: { [weak self] in self?.answer(to: $0) })
    let box = Unmanaged.passRetained(server)
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { pointer in
        Unmanaged<Server>.fromOpaque(pointer!).takeRetainedValue().serve()
        return nil
      }, box.toOpaque())
    pthread_detach(thread)
  }

  /// Only shuts the socket down; the server closes it. Otherwise another socket might get its
  /// number while the server is about to wait again.
  deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

  private func answer(to request: Request) -> Answer? {
    state.withLock { state in
      state.requests.append(request)
      return state.answers.count > 1 ? state.answers.removeFirst() : state.answers.first
    }
  }
}

/// Serves one request after the other, on a separate thread.
private final class Server: Sendable {
  private let descriptor: Int32
  private let next: @Sendable (StandInEndpoint.Request) -> StandInEndpoint.Answer?

  init(
    descriptor: Int32,
    next: @escaping @Sendable (StandInEndpoint.Request) -> StandInEndpoint.Answer?
  ) {
    (self.descriptor, self.next) = (descriptor, next)
  }

  func serve() {
    defer { close(descriptor) }
    while true {
      let connection = accept(descriptor, nil, nil)
      if connection < 0 { return }
      if let request = Self.request(from: connection), let answer = next(request) {
        Self.send(answer, to: connection)
      }
      close(connection)
    }
  }

  private static func request(from connection: Int32) -> StandInEndpoint.Request? {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let start = bytes.firstRange(of: end) {
        let head = String(decoding: bytes[..<start.lowerBound], as: UTF8.self)
        let length =
          head.split(separator: "\r\n")
          .first { $0.lowercased().hasPrefix("content-length:") }
          .flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
        if bytes.count >= start.upperBound + length {
          return StandInEndpoint.Request(
            head: head, body: String(decoding: bytes[start.upperBound...], as: UTF8.self))
        }
      }
      let count = recv(connection, &part, part.count, 0)
      if count <= 0 { return nil }
      bytes += part[..<count]
    }
  }

  private static func send(_ answer: StandInEndpoint.Answer, to connection: Int32) {
    var headers = ["HTTP/1.1 \(answer.status) Answer", "Connection: close"] + answer.headers
    switch answer.ending {
    case .none:
      var byte: UInt8 = 0
      _ = recv(connection, &byte, 1, 0)
      return
    case .whole: headers.append("Content-Length: \(answer.body.count)")
    case .half where answer.headers.isEmpty:
      headers.append("Content-Length: \(answer.body.count + 100)")
    case .half, .endless: break
    }
    guard send(Array((headers + ["", ""]).joined(separator: "\r\n").utf8), connection) else {
      return
    }
    guard answer.ending == .endless else {
      _ = send(answer.body, connection)
      return
    }
    let size = String(answer.body.count, radix: 16)
    let chunk = Array("\(size)\r\n".utf8) + answer.body + Array("\r\n".utf8)
    while send(chunk, connection) {}
  }

  /// - Returns: whether all bytes were sent.
  private static func send(_ bytes: [UInt8], _ connection: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
