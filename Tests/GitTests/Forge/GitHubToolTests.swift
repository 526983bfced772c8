import Foundation
import Host
import TestSupport
import Testing

@testable import Git

/// The calls with GitHub's own `gh`, without an account, and with a server on loopback.
///
/// The host `github.localhost` is asked by HTTP, which a proxy on loopback answers. Source: cli/cli
/// v2.23.0, `internal/ghinstance/host.go`.
@Suite(.enabled(if: isToolInstalled, "needs gh")) struct GitHubToolTests {
  private static let host = "github.localhost"
  private static let repository = ForgeScene.repository("github.localhost/o/n")

  private func withForge(
    _ endpoint: StandInEndpoint?, token: String? = "x", _ body: (Forge) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      var environment = TestEnvironment.base(home: folder)
      environment["GH_CONFIG_DIR"] = folder
      environment["TMPDIR"] = folder
      environment["GH_TOKEN"] = token
      // Without one nothing answers at the address.
      let proxy = endpoint.map { $0.url.split(separator: "/")[1] } ?? "127.0.0.1:9"
      environment["HTTP_PROXY"] = "http://\(proxy)"
      environment["HTTPS_PROXY"] = environment["HTTP_PROXY"]
      try withExtendedLifetime(endpoint) {
        try body(Forge(environment: environment, deadline: Clock.system.monotonic() + .seconds(60)))
      }
    }
  }

  private static func json(_ text: String, status: Int = 200) -> StandInEndpoint.Answer {
    .body(text, status: status, headers: ["Content-Type: application/json"])
  }

  @Test func `without an account`() throws {
    try withForge(nil, token: nil) { forge in
      try forge.version()
      let error = ForgeError.loggedOut(host: "github.com")
      #expect(throws: error) { try forge.checkLogin(host: "github.com") }
      #expect(throws: error) { try forge.defaultBranch(of: ForgeScene.repository) }
      #expect(throws: error) { try forge.failedLog(of: 1, in: ForgeScene.repository) }
      #expect(throws: error) {
        try forge.create(
          in: ForgeScene.repository, head: "b", base: "main", title: "t", bodyFile: "/dev/null")
      }
    }
  }

  @Test func `without a network`() throws {
    try withForge(nil) { forge in
      for host in [Self.host, "github.com"] {
        let error = #expect(throws: ForgeError.self) { try forge.checkLogin(host: host) }
        guard case .offline(let reason) = error else {
          Issue.record("\(host): \(String(describing: error))")
          continue
        }
        #expect(reason.contains("connect: connection refused"))
      }
    }
  }

  @Test(arguments: [
    (json(#"{"message":"Bad credentials"}"#, status: 401), ForgeError.loggedOut(host: host)),
    (
      json(
        #"{"data":{"repository":null},"errors":[{"type":"NOT_FOUND","path":["repository"],"message":"Could not resolve to a Repository with the name 'o/n'."}]}"#
      ), .noRepository("github.localhost/o/n")
    ),
    (
      json(
        #"{"data":null,"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded for user ID 1."}]}"#
      ), .rateLimited
    ),
    (json(#"{"message":"You have exceeded a secondary rate limit."}"#, status: 403), .rateLimited),
    (.body("<html>", status: 502), .offline(reason: "gh: HTTP 502")),
    (json(#"{"data":{"repository":null}}"#), .noRepository("github.localhost/o/n")),
    (json("{"), .failed(command: "api graphql", reason: "unexpected end of JSON input")),
  ])
  func `what the server says`(answer: StandInEndpoint.Answer, error: ForgeError) throws {
    try withForge(StandInEndpoint([answer])) { forge in
      #expect(throws: error) { try forge.defaultBranch(of: Self.repository) }
    }
  }

  @Test func `a query goes out as it is`() throws {
    let endpoint = StandInEndpoint([Self.json(#"{"data":{"repository":{"b0":{"nodes":[]}}}}"#)])
    try withForge(endpoint) { forge in
      let branch = #"한글/"x"\{owner}@file"#
      #expect(try forge.pullRequests(of: Self.repository, branches: [branch]) == [branch: []])
      let body = try #require(endpoint.requests.first?.body)
      #expect(body.contains(#"b0:pullRequests(headRefName:\"한글/\\\"x\\\"\\\\{owner}@file\","#))
      #expect(endpoint.requests.count == 1)
    }
  }

  // MARK: Making

  private static let found =
    #"{"data":{"repository":{"id":"R1","name":"n","owner":{"login":"o"},"viewerPermission":"WRITE","hasIssuesEnabled":true,"defaultBranchRef":{"name":"main"}}}}"#
  private static let none =
    #"{"data":{"repository":{"pullRequests":{"nodes":[]},"defaultBranchRef":{"name":"main"}}}}"#
  private static let one =
    #"{"data":{"repository":{"pullRequests":{"nodes":[{"id":"P","number":3,"url":"https://x/3","state":"OPEN","baseRefName":"main","headRefName":"orch/T-1","isCrossRepository":false,"headRepositoryOwner":{"login":"o"}}]},"defaultBranchRef":{"name":"main"}}}}"#

  @Test(arguments: [
    (
      [
        found, none,
        #"{"data":{"createPullRequest":{"pullRequest":{"id":"P","url":"https://github.localhost/o/n/pull/3"}}}}"#,
      ], Forge.Creation.created(url: "https://github.localhost/o/n/pull/3")
    ),
    ([found, one], .exists),
    (
      [
        found, none,
        #"{"data":{"createPullRequest":null},"errors":[{"type":"UNPROCESSABLE","path":["createPullRequest"],"message":"A pull request already exists for o:orch/T-1."}]}"#,
      ], .exists
    ),
  ])
  func `a pull request is made, or is there`(answers: [String], creation: Forge.Creation) throws {
    let endpoint = StandInEndpoint(answers.map { Self.json($0) })
    try withForge(endpoint) { forge in
      let made = try forge.create(
        in: Self.repository, head: "orch/T-1", base: "main", title: "--web", bodyFile: "/dev/null")
      #expect(made == creation)
      #expect(endpoint.requests.count == answers.count)
      if answers.count == 3 {
        let body = try #require(endpoint.requests.last?.body)
        #expect(body.contains(#""headRefName":"orch/T-1""#) && body.contains(#""title":"--web""#))
      }
    }
  }

  @Test func `a log is there when its run is over`() throws {
    let endpoint = StandInEndpoint(
      [
        #"{"id":7,"run_id":5,"status":"completed","conclusion":"failure","name":"t","steps":[]}"#,
        #"{"id":5,"status":"in_progress","workflow_id":1,"run_started_at":"2026-01-01T00:00:00Z"}"#,
        #"{"id":1,"name":"CI"}"#,
      ].map { Self.json($0) })
    try withForge(endpoint) { forge in
      #expect(throws: ForgeError.unfinished(job: 7)) {
        try forge.failedLog(of: 7, in: Self.repository)
      }
    }
    let none = StandInEndpoint([Self.json(#"{"message":"Not Found"}"#, status: 404)])
    try withForge(none) { forge in
      let error = #expect(throws: ForgeError.self) {
        try forge.failedLog(of: 7, in: Self.repository)
      }
      guard case .failed("run view", let reason) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(reason.hasPrefix("failed to get job: HTTP 404: Not Found ("))
    }
  }
}

private let isToolInstalled = Subprocess.finds("gh", with: ["PATH": "/usr/bin:/bin"])
