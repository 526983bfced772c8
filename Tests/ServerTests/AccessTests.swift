import Door
import Glibc
import HTTP
import Host
import Model
import TestSupport
import Testing
import Text

@testable import Server

/// Who may call a server, as the files of access say.
@Suite struct AccessTests {
  private func withHome(_ body: (Environment, String) throws -> Void) throws {
    try withTemporaryDirectory { home in
      try body(Environment(["HOME": home]), "\(home)/.config/orch")
    }
  }

  private func request(_ headers: [String: String] = [:], peer: String = "127.0.0.1") throws
    -> HTTPRequest
  {
    let headers = ["host": "localhost:8420"].merging(headers) { $1 }.mapValues { [$0] }
    return try HTTPRequest(.get, "/v1/rows", headers: headers, body: [], peer: peer)
  }

  private func control(
    _ environment: Environment, _ clock: Clock, proxies: Set<String> = []
  ) throws -> AccessControl {
    AccessControl(
      tokens: try TokenFile(environment: environment),
      browsers: try BrowserFile(environment: environment, clock: clock),
      hosts: ["localhost", "127.0.0.1", "[::1]", "board.example.com"], proxies: proxies,
      clock: clock)
  }

  @Test(arguments: [
    ("localhost:8420", nil, "127.0.0.1", nil), ("LOCALHOST", nil, "127.0.0.1", nil),
    ("[::1]:8420", nil, "127.0.0.1", nil), ("evil.example:8420", nil, "127.0.0.1", "foreign_host"),
    ("localhost.evil.example", nil, "127.0.0.1", "foreign_host"),
    ("127.0.0.1:8420.evil.example", nil, "127.0.0.1", "foreign_host"),
    ("localhost:evil.example", nil, "127.0.0.1", "foreign_host"),
    ("[::1].evil.example", nil, "127.0.0.1", "foreign_host"),
    ("[::1]:8420:8420", nil, "127.0.0.1", "foreign_host"),
    ("localhost:842000", nil, "127.0.0.1", "foreign_host"),
    ("localhost:8420", "http://localhost:8420", "127.0.0.1", nil),
    ("localhost:8420", "http://localhost:3000", "127.0.0.1", "foreign_origin"),
    ("localhost:8420", "https://localhost:8420", "127.0.0.1", "foreign_origin"),
    ("localhost:8420", "null", "127.0.0.1", "foreign_origin"),
    ("board.example.com", "https://board.example.com", "10.0.0.1", nil),
    ("board.example.com", "https://board.example.com", "10.0.0.2", "foreign_origin"),
  ])
  func `only known hosts, and pages of the server itself, are heard`(
    _ host: String, _ origin: String?, _ peer: String, _ code: String?
  ) throws {
    try withHome { environment, _ in
      let control = try control(environment, .system, proxies: ["10.0.0.1"])
      var headers = ["host": host]
      headers["origin"] = origin
      headers["x-forwarded-proto"] = "https"
      let request = try request(headers, peer: peer)
      var found: String?
      do throws(RequestError) { try control.checkSource(of: request) } catch { found = error.code }
      #expect(found == code)
    }
  }

  @Test(arguments: [
    ("localhost:8420", "127.0.0.1", "orch_board_8420"),
    ("127.0.0.1:8421", "127.0.0.1", "orch_board_8421"),
    ("[::1]:8420", "127.0.0.1", "orch_board_8420"), ("[::1]", "127.0.0.1", "orch_board_80"),
    ("localhost", "127.0.0.1", "orch_board_80"),
    ("board.example.com", "10.0.0.1", "orch_board_443"),
    ("board.example.com:8443", "10.0.0.1", "orch_board_8443"),
    ("board.example.com", "10.0.0.2", "orch_board_80"),
  ])
  func `the cookie is named after the port that the browser calls`(
    _ host: String, _ peer: String, _ name: String
  ) throws {
    try withHome { environment, _ in
      let control = try control(environment, .system, proxies: ["10.0.0.1"])
      let request = try request(["host": host, "x-forwarded-proto": "https"], peer: peer)
      #expect(control.cookieName(for: request) == name)
    }
  }

  @Test func `servers at two ports of a host leave each other's sessions`() throws {
    try withHome { environment, _ in
      let clock = FakeClock().clock
      let control = try control(environment, clock)
      let browsers = try BrowserFile(environment: environment, clock: clock)
      let sessions = try ["8420", "8421"].map { port in
        (port, try #require(try browsers.begin(with: browsers.newCode(for: "ann"))))
      }
      // A browser sends both to each port.
      let cookies = sessions.map { "orch_board_\($0)=\($1.cookie)" }.joined(separator: "; ")
      for (port, session) in sessions {
        let asked = try request([
          "host": "localhost:\(port)", "cookie": cookies, "orch-secret": session.secret,
        ])
        #expect(try control.credential(of: asked).caller.actor == "ann@board")
      }
    }
  }

  @Test func `a code is good once and for ten minutes, and a session for 30 days`() throws {
    try withHome { environment, folder in
      let clock = FakeClock()
      let browsers = try BrowserFile(environment: environment, clock: clock.clock)
      let old = try browsers.newCode(for: "ann")
      clock.clock.sleep(.seconds(600))
      #expect(try browsers.begin(with: old) == nil)
      let code = try browsers.newCode(for: "ann")
      clock.clock.sleep(.seconds(599))
      #expect(try browsers.begin(with: "0") == nil)
      let session = try #require(try browsers.begin(with: code))
      #expect(try browsers.begin(with: code) == nil)
      let (cookie, secret) = (session.cookie, session.secret)
      #expect(try browsers.person(cookie: cookie, secret: secret) == "ann")
      #expect(try browsers.person(cookie: secret, secret: cookie) == nil)
      #expect(try browsers.person(cookie: cookie, secret: cookie) == nil)
      clock.clock.sleep(.seconds(30 * 24 * 3600))
      #expect(try browsers.person(cookie: cookie, secret: secret) == nil)
    }
  }

  @Test func `of many wrong tokens only the first ten in a minute are looked at`() throws {
    try withHome { environment, _ in
      let clock = FakeClock()
      let (secret, token) = Token.new(
        "ci", [.read], queues: [], at: .init(epochSeconds: 0, offset: 0))
      try TokenFile(environment: environment).add(token)
      let control = try control(environment, clock.clock, proxies: ["10.0.0.1"])
      func status(_ secret: String?, peer: String = "192.0.2.7", via: String? = nil) throws -> Int {
        var headers: [String: String] = [:]
        headers["authorization"] = secret.map { "Bearer \($0)" }
        headers["x-forwarded-for"] = via
        let asked = try request(headers, peer: peer)
        do throws(RequestError) {
          _ = try control.credential(of: asked)
          return 200
        } catch { return error.status }
      }
      for _ in 1...20 { #expect(try status(nil) == 401) }
      for _ in 1...10 { #expect(try status("orch_0") == 401) }
      #expect(try status("orch_0") == 429)
      #expect(try status(secret) == 200)
      #expect(try status("orch_0", peer: "192.0.2.8") == 401)
      // An address counts where a proxy says it, and not where the client does.
      #expect(try status("orch_0", via: "192.0.2.9") == 429)
      #expect(try status("orch_0", peer: "10.0.0.1", via: "1.2.3.4, 192.0.2.7") == 429)
      #expect(try status("orch_0", peer: "10.0.0.1", via: "192.0.2.7, 192.0.2.9") == 401)
      clock.clock.sleep(.seconds(60))
      #expect(try status("orch_0") == 401)
    }
  }

  @Test(arguments: [
    ("{\"ci\": {}}", 0o600, "invalid token 'ci'"), ("[]", 0o600, "not an object"),
    ("{\"ci\": ", 0o600, "tokens.json"), ("{}", 0o666, "belongs to another user"),
  ])
  func `a file of tokens that can't be trusted lets nobody in`(
    _ text: String, _ permissions: UInt32, _ reason: String
  ) throws {
    try withHome { environment, folder in
      try Directory.createWithParents(folder)
      try NewFile.replace("\(folder)/tokens.json", text: text, permissions: 0o600)
      chmod("\(folder)/tokens.json", permissions)
      let control = try control(environment, .system)
      var message = ""
      let asked = try request(["authorization": "Bearer orch_0"])
      do throws(RequestError) {
        _ = try control.credential(of: asked)
      } catch {
        message = error.message.english
      }
      #expect(message.contains(reason), "\(message)")
    }
  }

  /// Source: RFC 4231, test cases 1, 2 and 6.
  @Test(arguments: [
    (
      [UInt8](repeating: 0x0b, count: 20), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xaa, count: 131),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
  ])
  func `messages are signed as forges sign them`(
    _ key: [UInt8], _ message: String, _ digest: String
  ) {
    #expect(HMAC.hexDigest(of: Array(message.utf8), key: key) == digest)
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `hashes are written in Base64`(_ text: String, _ digits: String) {
    // Source: RFC 4648, section 10.
    #expect(Base64.text(Array(text.utf8)) == digits)
  }
}
