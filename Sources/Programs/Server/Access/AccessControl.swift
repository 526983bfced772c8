import Door
import HTTP
import Host
import Text

/// The caller, and what it may do.
struct Credential: Sendable {
  enum Kind: Equatable, Sendable {
    case token(String)
    case browser(cookie: String, secret: String)
    /// A forge, which signed its message.
    case forge
  }

  let kind: Kind
  let caller: Caller
  let scopes: Set<Scope>
  /// The files of the queues that the credential is for; empty for all.
  var queues: [String] = []
}

/// Decides which requests are accepted. It is used on the server's thread only.
final class AccessControl {
  private let tokens: TokenFile
  private let browsers: BrowserFile
  /// The names by which the server may be called, in lower case, without ports.
  private let hosts: Set<String>
  private let proxies: Set<String>
  private let clock: Clock
  /// `failures` holds an address's failed attempts in the last minute, `submits` a token's submits.
  private var failures = RecentCalls(most: 10)
  private var submits: RecentCalls
  private var knownTokens: (file: FileIdentity?, permissions: UInt32?, tokens: [Token])?

  init(
    tokens: TokenFile, browsers: BrowserFile, hosts: Set<String>, proxies: Set<String>,
    submitsPerMinute: Int = 30, clock: Clock
  ) {
    submits = RecentCalls(most: submitsPerMinute)
    (self.tokens, self.browsers, self.clock) = (tokens, browsers, clock)
    (self.hosts, self.proxies) = (hosts, proxies)
  }

  /// Refuses requests from pages of another host, even if its name resolves to this server.
  func checkSource(of request: HTTPRequest) throws(RequestError) {
    guard let host = request[header: "host"], let address = Self.address(ofHost: host),
      hosts.contains(address.name)
    else { throw .foreignHost }
    guard let origin = request[header: "origin"] else { return }
    guard origin == (isSecure(request) ? "https" : "http") + "://\(host)" else {
      throw .foreignOrigin
    }
  }

  /// Whether the client uses TLS, according to a known proxy.
  func isSecure(_ request: HTTPRequest) -> Bool {
    proxies.contains(request.peer) && request[header: "x-forwarded-proto"] == "https"
  }

  /// `[::1]:8420` and `[::1]` are the same host; `nil` if a port is not a number.
  private static func address(ofHost host: String) -> (name: String, port: Substring?)? {
    let end = host.hasPrefix("[") ? host.firstIndex(of: "]").map(host.index(after:)) : nil
    let name = host[..<(end ?? host.firstIndex(of: ":") ?? host.endIndex)]
    let port = host[name.endIndex...]
    let digits = port.dropFirst().utf8
    let isPort = port.first == ":" && digits.allSatisfy { (48...57).contains($0) }
    guard port.isEmpty || isPort && (1...5).contains(digits.count) else { return nil }
    return (name.lowercased(), port.isEmpty ? nil : port.dropFirst())
  }

  /// - Throws: if there is no known credential, or there were too many unknown ones.
  func credential(of request: HTTPRequest) throws(RequestError) -> Credential {
    guard let kind = kind(in: request) else { throw .noToken }
    if let credential = try credential(kind) { return credential }
    throw failed(request)
  }

  /// Counts a wrong token, code or signature.
  ///
  /// - Returns: the refusal.
  func failed(_ request: HTTPRequest) -> RequestError {
    let address = address(of: request)
    if let seconds = failures.wait(of: address, at: clock.monotonic()) {
      return .tooMany(
        Sentence("this address sent too many wrong tokens", "이 주소에서 잘못된 토큰이 너무 많이 왔습니다"),
        after: seconds)
    }
    failures.add(address, at: clock.monotonic())
    return .noToken
  }

  /// The current state of the credential; `nil` if it is gone.
  func credential(_ kind: Credential.Kind) throws(RequestError) -> Credential? {
    do throws(Problem) {
      switch kind {
      case .token(let secret):
        let digest = secret.sha256
        return try currentTokens().reduce(nil) { found, token in
          token.digest.isSameSecret(as: digest) ? Credential(token, kind) : found
        }
      case .browser(let cookie, let secret):
        guard let person = try browsers.person(cookie: cookie, secret: secret),
          let caller = Caller.person(person, at: "board")
        else { return nil }
        return Credential(kind: kind, caller: caller, scopes: [.read, .submit, .decide])
      case .forge: return nil
      }
    } catch {
      throw RequestError(error)
    }
  }

  func countSubmit(of credential: Credential) throws(RequestError) {
    let most = submits.most
    if let seconds = submits.wait(of: credential.caller.actor, at: clock.monotonic()) {
      throw .tooMany(
        Sentence(
          "\(most) rows, plans and edits were sent in a minute",
          "1분 동안 보낸 행, 계획, 수정이 \(most)개입니다"), after: seconds)
    }
    submits.add(credential.caller.actor, at: clock.monotonic())
  }

  var hasTokens: Bool {
    get throws(Problem) { try !tokens.tokens().isEmpty }
  }

  /// The tokens, read again if the file has been replaced.
  private func currentTokens() throws(Problem) -> [Token] {
    let file = (try? FileStatus.ifExists(tokens.path)) ?? nil
    if let knownTokens, knownTokens.file == file?.identity,
      knownTokens.permissions == file?.permissions
    {
      return knownTokens.tokens
    }
    let tokens = try tokens.tokens()
    knownTokens = (file?.identity, file?.permissions, tokens)
    return tokens
  }

  private func kind(in request: HTTPRequest) -> Credential.Kind? {
    if let header = request[header: "authorization"] {
      let words = header.split(separator: " ")
      guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
      return .token(String(words[1]))
    }
    guard let cookie = request.cookie(cookieName(for: request)),
      let secret = request[header: "orch-secret"]
    else { return nil }
    return .browser(cookie: cookie, secret: secret)
  }

  /// The name of a session's cookie. It has the port that the browser calls, because browsers send
  /// a cookie to each port of a host: a session with one server must not replace that with another.
  func cookieName(for request: HTTPRequest) -> String {
    let port = request[header: "host"].flatMap(Self.address(ofHost:))?.port
    return Self.cookieName(port: port ?? (isSecure(request) ? "443" : "80"))
  }

  static func cookieName(port: some StringProtocol) -> String { "orch_board_\(port)" }

  /// The address of the client: the one that a known proxy names, or else the connection's.
  private func address(of request: HTTPRequest) -> String {
    guard proxies.contains(request.peer), let header = request.headers["x-forwarded-for"]?.last,
      let last = header.split(separator: ",").last
    else { return request.peer }
    return String(last.drop { $0 == " " })
  }
}

extension HTTPRequest {
  func cookie(_ name: String) -> String? {
    for pair in self[header: "cookie"]?.split(separator: ";") ?? [] {
      let pair = pair.drop { $0 == " " }
      if pair.hasPrefix("\(name)=") { return String(pair.dropFirst(name.count + 1)) }
    }
    return nil
  }
}

extension Credential {
  fileprivate init(_ token: Token, _ kind: Kind) {
    self.init(
      kind: kind,
      caller: .token("token:\(token.name)", mayDecide: token.scopes.contains(.decide)),
      scopes: Set(token.scopes), queues: token.queues)
  }
}

private struct RecentCalls {
  let most: Int
  private var times: [String: [Duration]] = [:]

  init(most: Int) { self.most = most }

  mutating func add(_ name: String, at now: Duration) {
    times = times.mapValues { $0.filter { now - $0 < .seconds(60) } }.filter { !$0.value.isEmpty }
    // A caller with many addresses must not fill the memory.
    if times.count > 10_000 { times = [:] }
    times[name, default: []].append(now)
  }

  /// Seconds until another call is accepted; `nil` if it is accepted now.
  func wait(of name: String, at now: Duration) -> Int? {
    let recent = (times[name] ?? []).filter { now - $0 < .seconds(60) }
    guard recent.count >= most, let first = recent.first else { return nil }
    return max(1, Int((.seconds(60) - (now - first)).components.seconds))
  }
}
