import CEvent

/// One request, and the way to answer it. It may only be used on the server's thread.
public final class HTTPExchange {
  /// The request, or the reason for which it can't be served. The handler answers a fault, too.
  public let request: Result<HTTPRequest, HTTPFault>
  private unowned let server: HTTPServer
  /// `nil` after the answer has been sent or the client has gone.
  private var pointer: OpaquePointer?
  let connection: OpaquePointer
  var stream: HTTPStream?

  init(
    _ request: Result<HTTPRequest, HTTPFault>, _ pointer: OpaquePointer,
    on connection: OpaquePointer, of server: HTTPServer
  ) {
    (self.request, self.pointer) = (request, pointer)
    (self.connection, self.server) = (connection, server)
  }

  /// Notes that the client is gone.
  func close() {
    pointer = nil
    stream?.close()
  }

  /// Notes that the client has shown who it is. Its connection may then use a place that is
  /// reserved for known clients, and is not ended to make room for others.
  public func noteKnownClient() { server.noteKnownClient(on: connection) }

  /// Sends the answer. Does nothing if an answer was sent already, or the client has gone.
  public func answer(_ response: HTTPResponse) {
    guard let pointer else { return }
    self.pointer = nil
    add(response.headers, to: pointer)
    let method = (try? request.get())?.method
    // If it is not certain where this request ends, the next bytes of the connection can't be read
    // as a request.
    if method == nil || method == .other { add([("Connection", "close")], to: pointer) }
    let buffer = evbuffer_new()
    defer { evbuffer_free(buffer) }
    if method == .head {
      add([("Content-Length", String(response.body.count))], to: pointer)
    } else {
      evbuffer_add(buffer, response.body, response.body.count)
    }
    evhttp_send_reply(
      pointer, Int32(response.status), HTTPResponse.reason(response.status), buffer)
  }

  /// Runs `work` on another thread, and sends the response that `work` returns.
  ///
  /// - Throws: `unavailable` if too many other answers wait for a thread; in this case nothing is
  ///   sent.
  public func answer(
    after work: @escaping @Sendable () -> HTTPResponse
  ) throws(HTTPFault) {
    if server.isOverloaded { throw .unavailable }
    server.perform(work, for: self)
  }

  /// Sends the head of an answer whose body is sent later, piece by piece.
  ///
  /// - Returns: `nil` if the client is gone.
  public func startStream(_ headers: [(name: String, value: String)]) -> HTTPStream? {
    guard let pointer else { return nil }
    self.pointer = nil
    add(headers, to: pointer)
    evhttp_send_reply_start(pointer, 200, HTTPResponse.reason(200))
    let stream = HTTPStream(pointer, on: connection)
    self.stream = stream
    return stream
  }

  private func add(_ headers: [(name: String, value: String)], to pointer: OpaquePointer) {
    let output = evhttp_request_get_output_headers(pointer)
    for (name, value) in headers { evhttp_add_header(output, name, value) }
  }
}

/// An answer whose body is sent piece by piece until the server or the client ends it.
public final class HTTPStream {
  private var pointer: OpaquePointer?
  private let connection: OpaquePointer

  init(_ pointer: OpaquePointer, on connection: OpaquePointer) {
    (self.pointer, self.connection) = (pointer, connection)
  }

  /// Whether the client is still connected, as far as the server has noticed.
  public var isOpen: Bool { pointer != nil }

  /// The number of bytes that were given to `send` and that the client has not read yet.
  public var backlog: Int {
    guard pointer != nil, let buffer = evhttp_connection_get_bufferevent(connection) else {
      return 0
    }
    return evbuffer_get_length(bufferevent_get_output(buffer))
  }

  public func send(_ bytes: [UInt8]) {
    guard let pointer else { return }
    let buffer = evbuffer_new()
    defer { evbuffer_free(buffer) }
    evbuffer_add(buffer, bytes, bytes.count)
    evhttp_send_reply_chunk(pointer, buffer)
  }

  public func end() {
    guard let pointer else { return }
    self.pointer = nil
    evhttp_send_reply_end(pointer)
  }

  func close() { pointer = nil }
}
