import CEvent
public import Host

/// An HTTP/1.1 server on one thread, based on libevent's evhttp. It knows nothing of queues.
///
/// The class is not `Sendable`: except for `stop`, it may only be used on the thread that calls
/// `run`.
public final class HTTPServer {
  /// The limits on requests, connections and threads.
  public struct Limits: Sendable {
    /// The largest number of bytes of the first line and the headers.
    public var head = 16 << 10
    /// The largest number of bytes of the body.
    public var body = 256 << 10
    /// The longest time from the beginning of a connection, or from the end of an answer, to the
    /// end of a request.
    public var arrival = Duration.seconds(30)
    /// How many answers are worked on at the same time, each on its own thread.
    public var threads = 16
    /// How many further answers may wait for a thread.
    public var waiting = 256
    /// How many connections there may be. A further connection is only accepted if a silent
    /// connection of an unknown client can be ended. Otherwise the further connection waits.
    public var connections = 400
    /// How many of all connections are reserved for known clients.
    public var knownConnections = 64
    /// How many silent connections of unknown clients there may be from one network.
    public var silentConnections = 64

    public init() {}
  }

  /// The port on which the server listens.
  public let port: Int
  /// A pipe that any thread can wake to end the server.
  public let stop: WakePipe
  let base: OpaquePointer
  private let http: OpaquePointer
  private let limits: Limits
  private let handler: (HTTPExchange) -> Void
  /// The exchanges, by their connections.
  private var exchanges: [OpaquePointer: HTTPExchange] = [:]
  private var connections: ClientConnections?
  private var events: [LoopEvent] = []
  private var stopEvent: LoopEvent?
  private var works: [Work] = []
  private var waitingWorks: [Work] = []
  private var isStopping = false
  /// The socket that accepts connections; `nil` after the server has begun to stop.
  private var socket: OpaquePointer?
  private var isAccepting = true

  /// Opens the port and listens. `run` answers the requests.
  ///
  /// - Parameters:
  ///   - address: a numeric address of this machine.
  ///   - port: the port; 0 for any free one.
  ///   - handler: called with each request, on the thread of `run`.
  public init(
    on address: String, port: Int, _ limits: Limits = Limits(),
    handler: @escaping (HTTPExchange) -> Void
  ) throws(SystemError) {
    stop = try WakePipe()
    guard let base = event_base_new(), let http = evhttp_new(base) else {
      throw .last(.listen, address)
    }
    (self.base, self.http, self.limits, self.handler) = (base, http, limits, handler)
    // Requests that are somewhat too long are read, so the answer can say why they are refused.
    // Much longer ones are refused by libevent itself with an HTML page: status 400 for heads, 413
    // for bodies.
    evhttp_set_max_headers_size(http, 4 * limits.head)
    evhttp_set_max_body_size(http, 4 * limits.body)
    // The handler decides which methods it takes.
    evhttp_set_allowed_methods(http, .max)
    evhttp_set_default_content_type(http, nil)
    // Drops libevent's repeated messages about a lack of descriptors.
    event_set_log_callback { _, _ in }
    guard let port = UInt16(exactly: port),
      let socket = evhttp_bind_socket_with_handle(http, address, port)
    else {
      let error = SystemError.last(.listen, "\(address):\(port)")
      evhttp_free(http)
      event_base_free(base)
      throw error
    }
    self.socket = socket
    self.port = SocketPort.local(of: evhttp_bound_socket_get_fd(socket)) ?? Int(port)
    // The end of a server ends its connections.
    connections = ClientConnections(limits, on: base) { [weak self] in self?.accept($0) }
    let context = Unmanaged.passUnretained(self).toOpaque()
    evhttp_set_bevcb(http, { base, context in server(context).connectionBuffer(base) }, context)
    evhttp_set_gencb(http, { request, context in server(context).receive(request) }, context)
  }

  deinit {
    events = []
    evhttp_free(http)
    connections?.release()
    event_base_free(base)
  }

  /// Answers requests until `stop` is woken. Before `run` returns, all requests that have begun are
  /// answered.
  public func run() {
    stopEvent = LoopEvent(reading: stop.descriptor, on: base) { [unowned self] in endSoon() }
    every(.seconds(1)) { [unowned self] in connections?.forgetClosed() }
    event_base_dispatch(base)
    events = []
  }

  /// Calls `body` at intervals.
  public func every(_ interval: Duration, _ body: @escaping () -> Void) {
    events.append(LoopEvent(every: interval, on: base, body))
  }

  private func endSoon() {
    if isStopping { return }
    isStopping = true
    stopEvent = nil
    if let socket { evhttp_del_accept_socket(http, socket) }
    socket = nil
    for exchange in exchanges.values { exchange.stream?.end() }
    endIfIdle()
    // The server waits for answers that are being worked on, but not for clients that do not read.
    events.append(
      LoopEvent(every: .seconds(5), on: base) { [unowned self] in
        if works.isEmpty, waitingWorks.isEmpty { event_base_loopbreak(base) }
      })
  }

  private func endIfIdle() {
    if isStopping, exchanges.isEmpty { event_base_loopbreak(base) }
  }
}

// MARK: Requests

extension HTTPServer {
  private func receive(_ pointer: OpaquePointer?) {
    guard let pointer, let connection = evhttp_request_get_connection(pointer) else { return }
    if let buffer = evhttp_connection_get_bufferevent(connection) {
      connections?.requestCame(on: buffer)
    }
    let context = Unmanaged.passUnretained(self).toOpaque()
    evhttp_connection_set_closecb(
      connection, { connection, context in server(context).closed(connection) }, context)
    evhttp_request_set_on_complete_cb(
      pointer,
      { pointer, context in
        server(context).completed(pointer.flatMap { evhttp_request_get_connection($0) })
      }, context)
    let exchange = HTTPExchange(
      isStopping ? .failure(.unavailable) : request(pointer, on: connection), pointer,
      on: connection, of: self)
    exchanges[connection] = exchange
    handler(exchange)
  }

  private func request(
    _ pointer: OpaquePointer, on connection: OpaquePointer
  ) -> Result<HTTPRequest, HTTPFault> {
    var length = 0
    var headers: [String: [String]] = [:]
    var next = evhttp_request_get_input_headers(pointer)?.pointee.tqh_first
    while let header = next?.pointee {
      let (name, value) = (String(cString: header.key), String(cString: header.value))
      // The lower case of some other letters is an ASCII letter.
      let lowercased = name.allSatisfy(\.isASCII) ? name.lowercased() : name
      headers[lowercased, default: []].append(value)
      length += name.utf8.count + value.utf8.count + 4
      next = header.next.tqe_next
    }
    let buffer = evhttp_request_get_input_buffer(pointer)
    let body = [UInt8](unsafeUninitializedCapacity: evbuffer_get_length(buffer)) { bytes, count in
      count = max(0, evbuffer_copyout(buffer, bytes.baseAddress, bytes.count))
    }
    var (peer, port): (UnsafeMutablePointer<CChar>?, UInt16) = (nil, 0)
    evhttp_connection_get_peer(connection, &peer, &port)
    let (address, target) = (
      peer.map { String(cString: $0) } ?? "",
      evhttp_request_get_uri(pointer).map { String(cString: $0) } ?? ""
    )
    if length + target.utf8.count > limits.head { return .failure(.longHead) }
    if evbuffer_get_length(buffer) > limits.body { return .failure(.longBody) }
    let method = Self.method(evhttp_request_get_command(pointer))
    return Result { () throws(HTTPFault) in
      try HTTPRequest(method, target, headers: headers, body: body, peer: address)
    }
  }

  private static func method(_ command: evhttp_cmd_type) -> HTTPRequest.Method {
    switch command {
    case EVHTTP_REQ_GET: .get
    case EVHTTP_REQ_HEAD: .head
    case EVHTTP_REQ_POST: .post
    case EVHTTP_REQ_PUT: .put
    case EVHTTP_REQ_PATCH: .patch
    case EVHTTP_REQ_DELETE: .delete
    case EVHTTP_REQ_OPTIONS: .options
    default: .other
    }
  }

  /// Notes that an answer has been sent, and another request may arrive.
  private func completed(_ connection: OpaquePointer?) {
    guard let connection else { return }
    exchanges.removeValue(forKey: connection)?.close()
    if let buffer = evhttp_connection_get_bufferevent(connection) {
      connections?.answered(on: buffer)
    }
    endIfIdle()
  }

  private func closed(_ connection: OpaquePointer?) {
    guard let connection else { return }
    exchanges.removeValue(forKey: connection)?.close()
    if let buffer = evhttp_connection_get_bufferevent(connection) { connections?.forget(buffer) }
    endIfIdle()
  }
}

// MARK: Connections

extension HTTPServer {
  private func connectionBuffer(_ base: OpaquePointer?) -> OpaquePointer? {
    // The descriptor is closed when the buffers are freed, and not before: as long as the loop
    // watches the descriptor, no other connection may get its number.
    let options = Int32(BEV_OPT_CLOSE_ON_FREE.rawValue)
    guard let buffer = bufferevent_socket_new(base, -1, options) else { return nil }
    connections?.add(buffer)
    return buffer
  }

  func noteKnownClient(on connection: OpaquePointer) {
    guard let buffer = evhttp_connection_get_bufferevent(connection) else { return }
    connections?.noteKnownClient(on: buffer)
  }

  private func accept(_ accepts: Bool) {
    guard let socket, accepts != isAccepting else { return }
    isAccepting = accepts
    let listener = evhttp_bound_socket_get_listener(socket)
    _ = accepts ? evconnlistener_enable(listener) : evconnlistener_disable(listener)
  }
}

// MARK: Threads

extension HTTPServer {
  fileprivate final class Work {
    let exchange: HTTPExchange
    let body: @Sendable () -> HTTPResponse
    var event: LoopEvent?

    init(_ exchange: HTTPExchange, _ body: @escaping @Sendable () -> HTTPResponse) {
      (self.exchange, self.body) = (exchange, body)
    }
  }

  /// Whether the largest allowed number of answers is waiting for a thread.
  var isOverloaded: Bool { waitingWorks.count >= limits.waiting }

  func perform(_ body: @escaping @Sendable () -> HTTPResponse, for exchange: HTTPExchange) {
    waitingWorks.append(Work(exchange, body))
    startWorks()
  }

  private func startWorks() {
    while works.count < limits.threads, !waitingWorks.isEmpty {
      let work = waitingWorks.removeFirst()
      let body = work.body
      guard let thread = try? BackgroundWork({ body() }) else {
        work.exchange.answer(body())
        continue
      }
      work.event = LoopEvent(reading: thread.descriptor, on: base) { [unowned self, unowned work] in
        work.exchange.answer(thread.wait())
        works.removeAll { $0 === work }
        startWorks()
      }
      works.append(work)
    }
  }
}

/// The server to which the context of a callback points. The server exists as long as `run` runs.
private func server(_ context: UnsafeMutableRawPointer?) -> HTTPServer {
  guard let context else { preconditionFailure("a callback has its server") }
  return Unmanaged<HTTPServer>.fromOpaque(context).takeUnretainedValue()
}
