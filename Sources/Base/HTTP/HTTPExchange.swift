import CEvent

/// One request, and the way to answer it. Used on the thread of its server only.
public final class HTTPExchange {
  /// The request, or why it can't be served; a fault is to be answered, too.
  public let request: Result<HTTPRequest, HTTPFault>
  private unowned let server: HTTPServer
  /// `nil` once it is answered, or the client is gone.
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

  /// Notes that the client has shown who it is: its connection gets one of the places that are kept
  /// for known clients.
  public func noteKnownClient() { server.noteKnownClient(on: connection) }

  /// Sends the answer. Nothing is sent twice, nor to a client that is gone.
  public func answer(_ response: HTTPResponse) {
    guard let pointer else { return }
    self.pointer = nil
    add(response.headers, to: pointer)
    let method = (try? request.get())?.method
    // If the bounds of a request are in doubt, so is what follows on its connection.
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

  /// Runs `work` on a thread of its own, and sends what it returns.
  ///
  /// - Throws: `unavailable` if too many others wait for a thread; then nothing is sent.
  public func answer(
    after work: @escaping @Sendable () -> HTTPResponse
  ) throws(HTTPFault) {
    if server.isOverloaded { throw .unavailable }
    server.perform(work, for: self)
  }

  /// Sends the head of an answer whose body goes on.
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

/// An answer whose body goes on until either side ends it.
public final class HTTPStream {
  private var pointer: OpaquePointer?
  private let connection: OpaquePointer

  init(_ pointer: OpaquePointer, on connection: OpaquePointer) {
    (self.pointer, self.connection) = (pointer, connection)
  }

  /// Whether the client is there, as far as it is known.
  public var isOpen: Bool { pointer != nil }

  /// The bytes that were given to `send` and wait for the client to read.
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
