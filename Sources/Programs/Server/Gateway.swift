public import Door
public import HTTP
import Requests
import Text

/// A queue that a server serves.
public struct ServedQueue: Sendable {
  /// The name that the server was given.
  public let name: String
  /// The opening of the queue that was found, so that it is not searched for again.
  public let opening: Opening
  /// The absolute path of the queue's file.
  public let path: String

  public init(name: String, opening: Opening, path: String) {
    (self.name, self.opening, self.path) = (name, opening, path)
  }
}

/// HTTP over the engine's verbs, and the board for browsers. It has no rules of its own, and no
/// state that a restart loses.
public final class Gateway {
  /// Who may call the server.
  public struct Access: Sendable {
    /// Further names by which the server is called, without ports.
    public var hosts: [String] = []
    /// The addresses of proxies whose `X-Forwarded-For` is trusted.
    public var proxies: [String] = []
    /// The path below which the server is called.
    public var basePath = BasePath.none
    /// The secret with which a forge signs its webhooks; `nil` if there is none.
    public var webhookSecret: String?
    /// How many rows, plans and edits a token may send per minute.
    public var submitsPerMinute = 30

    public init() {}
  }

  private let queues: [ServedQueue]
  private let access: AccessControl
  private let browsers: BrowserFile
  private let webhookSecret: String?
  private let events: LiveEvents
  private let health: ServerHealth
  private let basePath: BasePath
  private let board: BoardPage
  private let version: String
  private lazy var description = HTTPResponse.json(
    200, OpenAPI.document(version: version, at: basePath))

  /// - Parameters:
  ///   - queues: the queues to serve; not empty.
  ///   - address: the address on which the server listens, without the port.
  ///   - access: who may call the server.
  ///   - version: the version of the program.
  ///   - interval: the longest time between two ticks of the daemon that runs beside the server;
  ///     `nil` if there is none.
  public init(
    of queues: [ServedQueue], on address: String, _ access: Access, version: String,
    daemonInterval interval: Duration?
  ) throws(Problem) {
    let opening = queues[0].opening
    let tokens = try TokenFile(environment: opening.environment)
    browsers = try BrowserFile(environment: opening.environment, clock: opening.clock)
    let names = [
      "localhost", "127.0.0.1", "[::1]", address.contains(":") ? "[\(address)]" : address,
    ]
    self.access = AccessControl(
      tokens: tokens, browsers: browsers,
      hosts: Set((names + access.hosts).map { $0.lowercased() }),
      proxies: Set(access.proxies), submitsPerMinute: access.submitsPerMinute, clock: opening.clock)
    let mayListen = Self.isLoopback(address) ? true : try self.access.hasTokens
    guard mayListen else {
      throw .adapter(
        .usage,
        Sentence(
          "\(address) is not loopback, and there is no token",
          "\(address): 루프백 주소가 아니며 토큰이 없습니다"),
        hint: Sentence(
          "run orch token add NAME --scope read first",
          "먼저 orch token add NAME --scope read를 실행하십시오"))
    }
    (self.queues, webhookSecret) = (queues, access.webhookSecret)
    health = ServerHealth(interval: interval, opening.clock)
    events = LiveEvents(of: queues, self.access)
    board = BoardPage(version: version, at: access.basePath)
    (basePath, self.version) = (access.basePath, version)
  }

  /// Whether only this machine reaches an address.
  public static func isLoopback(_ address: String) -> Bool {
    address == "::1" || address.hasPrefix("127.")
  }

  /// Begins to send events. It must be called before the server runs.
  public func begin(on server: HTTPServer) { events.begin(on: server) }

  /// Answers one request, now or once the answer is ready.
  public func receive(_ exchange: HTTPExchange) {
    var request: HTTPRequest
    switch exchange.request {
    case .success(let received): request = received
    case .failure(let fault):
      return exchange.answer(finish(RequestError(fault).response(in: .english)))
    }
    request.path = basePath.removed(from: request.path)
    do throws(RequestError) {
      try access.checkSource(of: request)
      if let endpoint = Endpoint(request.path) {
        try answer(exchange, request, at: endpoint)
      } else {
        try answer(exchange, request)
      }
    } catch {
      exchange.answer(finish(error.response(in: request.language)))
    }
  }

  private func answer(
    _ exchange: HTTPExchange, _ request: HTTPRequest, at endpoint: Endpoint
  ) throws(RequestError) {
    try endpoint.check(request.method)
    switch endpoint {
    case .board: exchange.answer(finish(board.response))
    case .description: exchange.answer(finish(description))
    case .live: exchange.answer(finish(health.live))
    case .health: exchange.answer(finish(.json(200, Map([("ok", true)]))))
    case .ready:
      let credential = try access.credential(of: request)
      exchange.noteKnownClient()
      guard credential.scopes.contains(.read) else { throw RequestError.lacksScope(.read) }
      try request.checkParameters([])
      let (health, queues, build) = (health, queues(for: credential), board.build)
      if queues.isEmpty { throw RequestError.noQueue }
      try answer(exchange) { health.ready(queues).finished(build) }
    case .session: try session(request, exchange)
    case .events: try follow(exchange, request)
    }
  }

  /// Answers a request to a queue.
  private func answer(
    _ exchange: HTTPExchange, _ request: HTTPRequest
  ) throws(RequestError) {
    let language = request.language
    let (route, parts) = try Route.all.route(of: request)
    let (credential, queue) = try allowed(request, route.scope)
    exchange.noteKnownClient()
    // Most messages of a forge add nothing.
    let addsNothing = credential.kind == .forge && (try? Webhook.plan(of: request)) == .some(nil)
    if route.isSubmit, !addsNothing { try access.countSubmit(of: credential) }
    try request.checkParameters(route.parameters)
    if request[header: "idempotency-key"] != nil, !route.takesKey { throw RequestError.noKeyHere }
    let body: Body
    do {
      body =
        try route.gathersFaults
        ? Body(gatheringFaults: request.body, route.body) : Body(request.body, route.body)
    } catch { throw RequestError(of: error) }
    let (build, version) = (board.build, version)
    let work: @Sendable () -> HTTPResponse = {
      let call = Call(
        request, parts, body, as: credential, to: queue.opening, needing: route.need,
        version: version)
      let isChange = request.method != .get && request.method != .head
      let run = LoggedRun(
        of: call.queue, command: "serve", isLogged: isChange,
        itemID: route.path.contains("{id}") ? parts.first : nil)
      do {
        let response = try route.answer(call)
        run.end()
        return response.finished(build)
      } catch let error as RequestError {
        run.end(.usage)
        return error.response(in: language).finished(build)
      } catch let faults as FieldFaults {
        run.end(.usage)
        return RequestError(faults).response(in: language).finished(build)
      } catch {
        let problem = Problem(error)
        run.end(problem: problem)
        return RequestError(problem, of: queue).response(in: language).finished(build)
      }
    }
    // A large queue takes long to read, and git and locks longer: the loop waits for none of them.
    try answer(exchange, after: work)
  }

  private func finish(_ response: HTTPResponse) -> HTTPResponse { response.finished(board.build) }

  private func answer(
    _ exchange: HTTPExchange, after work: @escaping @Sendable () -> HTTPResponse
  ) throws(RequestError) {
    do throws(HTTPFault) { try exchange.answer(after: work) } catch { throw RequestError(error) }
  }

  // MARK: Access

  private func allowed(
    _ request: HTTPRequest, _ scope: Scope
  ) throws(RequestError) -> (Credential, ServedQueue) {
    let credential =
      if request.path == ["v1", "webhook"], request[header: "x-hub-signature-256"] != nil {
        try forge(request)
      } else {
        try access.credential(of: request)
      }
    guard credential.scopes.contains(scope) else { throw .lacksScope(scope) }
    return (credential, try queue(of: request, for: credential))
  }

  private func forge(_ request: HTTPRequest) throws(RequestError) -> Credential {
    if let credential = Webhook.credential(of: request, secret: webhookSecret) { return credential }
    throw access.failed(request)
  }

  private func queues(for credential: Credential) -> [ServedQueue] {
    queues.filter { credential.queues.isEmpty || credential.queues.contains($0.path) }
  }

  /// The queue that a request names, among those that its token is for.
  private func queue(
    of request: HTTPRequest, for credential: Credential
  ) throws(RequestError) -> ServedQueue {
    let known = queues(for: credential)
    let name = request.value("queue")
    let fitting = known.filter { name == nil || name == $0.name || name == $0.path }
    if fitting.count == 1 { return fitting[0] }
    if name == nil, known.count > 1 {
      let names = known.map(\.name).joined(separator: ", ")
      throw .usage(
        "there are several queues", "큐가 여럿입니다",
        hint: Sentence("name one of these with ?queue=: \(names)", "?queue=로 하나를 지정하십시오: \(names)"))
    }
    throw RequestError.noQueue
  }

  // MARK: Sessions

  /// Begins, shows or ends the session of a browser. A thread of its own changes the file.
  private func session(
    _ request: HTTPRequest, _ exchange: HTTPExchange
  ) throws(RequestError) {
    let (browsers, names, build) = (browsers, queues.map(\.name), board.build)
    let language = request.language
    func answer(_ body: @escaping @Sendable () throws -> HTTPResponse) throws(RequestError) {
      try self.answer(exchange) {
        do { return try body().finished(build) } catch {
          return RequestError(of: error).response(in: language).finished(build)
        }
      }
    }
    switch request.method {
    case .post:
      let body: Body
      do { body = try Body(request.body, Endpoint.sessionMembers) } catch {
        throw RequestError(of: error)
      }
      let code = body.requiredText("code")
      // Wrong guesses write nothing.
      guard try asking({ () throws(Problem) in try browsers.knows(code) }) else {
        let error = access.failed(request)
        throw error.status == 429 ? error : .oldCode
      }
      let name = access.cookieName(for: request)
      let end =
        "; HttpOnly; SameSite=Strict; Path=\(basePath == .none ? "/" : basePath.text)"
        + "; Max-Age=\(BrowserFile.sessionAge)"
        + (access.isSecure(request) ? "; Secure" : "")
      try answer {
        guard let session = try browsers.begin(with: code) else { throw RequestError.oldCode }
        return .json(
          201,
          SessionAnswer(
            actor: "\(session.person)@board", secret: session.secret, queues: names, build: build),
          [("Set-Cookie", "\(name)=\(session.cookie)\(end)")])
      }
    case .delete:
      guard case .browser(let cookie, let secret) = try access.credential(of: request).kind else {
        throw .noToken
      }
      try answer {
        try browsers.end(cookie: cookie, secret: secret)
        return HTTPResponse(204)
      }
    // The endpoint takes no other method.
    case .get, .head, .put, .patch, .options, .other:
      let credential = try access.credential(of: request)
      exchange.noteKnownClient()
      let shown = SessionAnswer(
        actor: credential.caller.actor, secret: nil,
        queues: queues(for: credential).map(\.name), build: build)
      exchange.answer(finish(.json(200, shown)))
    }
  }

  // MARK: Events

  private func follow(
    _ exchange: HTTPExchange, _ request: HTTPRequest
  ) throws(RequestError) {
    let (credential, queue) = try allowed(request, .read)
    exchange.noteKnownClient()
    try request.checkParameters([])
    try events.follow(queue, credential, after: request[header: "last-event-id"], exchange) {
      [self] headers in finish(HTTPResponse(200, headers)).headers
    }
  }
}

extension HTTPResponse {
  /// The response with the headers that every answer has.
  func finished(_ build: String) -> HTTPResponse {
    var response = self
    response.headers += [
      ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
      ("Referrer-Policy", "no-referrer"), ("Orch-Build", build),
    ]
    return response
  }
}

extension RequestError {
  fileprivate static var oldCode: RequestError {
    RequestError(
      401, "old_code",
      Sentence(
        "the code is unknown, used or older than ten minutes",
        "코드를 알 수 없거나 이미 썼거나 10분이 지났습니다"),
      hint: Sentence("orch open prints a new address", "orch open 명령이 새 주소를 출력합니다"))
  }
}

/// The description of a session for its page.
struct SessionAnswer: Shaped {
  let actor: String
  let secret: String?
  let queues: [String]
  let build: String

  static var shapeName: StaticString { "session" }
  static func shape(_ fields: inout Fields<SessionAnswer>) {
    fields.add("actor", \.actor)
    fields.addIfAny("secret", \.secret)
    fields.add("queues", \.queues)
    fields.add("build", \.build)
  }
}

extension RequestError {
  fileprivate static let noQueue = RequestError(
    404, "no_queue", Sentence("there is no such queue here", "그런 큐가 없습니다"),
    hint: Sentence(
      "name a queue that the server serves and the token allows",
      "서버가 제공하고 토큰이 허용하는 큐를 지정하십시오"))
}
