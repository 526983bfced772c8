import Host
import TestSupport
import Testing

@testable import Server

/// A server below a path of a host that has other applications.
@Suite struct BasePathTests {
  @Test(arguments: [
    ("/orch", true), ("/team/orch", true), ("/a.b_c~d-1", true), ("/.well-known", true),
    ("", false), ("/", false), ("orch", false), ("/orch/", false), ("//orch", false),
    ("/a//b", false), ("/..", false), ("/a/../b", false), ("/.", false), ("/a?b", false),
    ("/a#b", false), ("/a%2fb", false), ("/a;b", false), ("/a b", false), ("/\"><b>", false),
    ("/큐", false), ("http://example.com/orch", false),
    // A request to /v1/rows might be one to /rows, or one from which the proxy took the path.
    ("/v1", false), ("/v1/orch", false), ("/session", false), ("/metrics", false),
    ("/openapi.json", false), ("/orch/v1", true),
  ])
  func `a base path is of plain words, and begins as no other path`(_ text: String, _ isOne: Bool) {
    #expect(BasePath(text)?.text == (isOne ? text : nil))
  }

  /// Whether the proxy leaves the path out or not.
  @Test(arguments: [
    ("/orch", "/orch/health/live", 200), ("/orch", "/health/live", 200),
    ("/orch", "/orch/orch/health/live", 404), ("/orch", "/orchard/health/live", 404),
    ("/orch", "/other/health/live", 404), ("/a/b", "/a/b/health/live", 200),
    ("/a/b", "/a/health/live", 404), ("/orch", "/orch", 200), ("/orch", "/orch/", 200),
    ("/orch", "/", 200), ("/orch", "/orch/../health/live", 400), ("", "/health/live", 200),
    ("", "/orch/health/live", 404),
  ])
  func `a request is heard with the path and without it`(
    _ base: String, _ target: String, _ status: Int
  ) throws {
    try withTemporaryDirectory { folder in
      var access = Gateway.Access()
      access.basePath = BasePath(base) ?? .none
      let gateway = try RunningGateway(in: folder, access)
      #expect(gateway.answer("GET", target).status == status)
    }
  }

  @Test(arguments: [("", "Path=/;", ""), ("/orch", "Path=/orch;", "/orch")])
  func `page and cookie are of the path`(
    _ base: String, _ path: String, _ content: String
  ) throws {
    try withTemporaryDirectory { folder in
      var access = Gateway.Access()
      access.basePath = BasePath(base) ?? .none
      let gateway = try RunningGateway(in: folder, access)
      let page = gateway.answer("GET", base + "/").body
      #expect(page.contains("<meta name=\"orch-base\" content=\"\(content)\">"))
      let code = try BrowserFile(environment: Environment(["HOME": folder]), clock: .system)
        .newCode(for: "ann")
      let session = gateway.answer(
        "POST", base + "/session", body: "{\"code\": \"\(code)\"}")
      #expect(session.status == 201)
      let cookie = session.head.first { $0.hasPrefix("Set-Cookie: ") }
      #expect(cookie?.contains(path) == true, "\(session.head)")
      #expect(cookie?.hasPrefix("Set-Cookie: orch_board_80=") == true, "\(session.head)")
    }
  }
}
