import Host
import TestSupport
import Testing

@testable import Git

/// What is made of the words and statuses of `gh`.
@Suite struct ForgeErrorTests {
  /// As Debian's 2.23.0 prints them; the texts of GitHub itself are those of its documentation and of
  /// public reports.
  private static let failures: [(errors: String, status: Int, error: ForgeError)] = [
    (
      "To get started with GitHub CLI, please run:  gh auth login\nAlternatively, populate the"
        + " GH_TOKEN environment variable with a GitHub API authentication token.\n", 4,
      .loggedOut(host: "github.com")
    ),
    ("gh: Bad credentials (HTTP 401)\n", 1, .loggedOut(host: "github.com")),
    (
      "HTTP 401: Bad credentials (https://api.github.com/graphql)\n"
        + "Try authenticating with:  gh auth login\n", 1, .loggedOut(host: "github.com")
    ),
    (
      "gh: API rate limit exceeded for 192.0.2.1. (But here's the good news: Authenticated requests"
        + " get a higher rate limit. Check out the documentation for more details.) (HTTP 403)\n",
      1,
      .loggedOut(host: "github.com")
    ),
    ("gh: API rate limit exceeded for user ID 1.\n", 1, .rateLimited),
    ("GraphQL: API rate limit already exceeded for user ID 1.\n", 1, .rateLimited),
    (
      "HTTP 403: You have exceeded a secondary rate limit. Please wait a few minutes before you try"
        + " again. (https://api.github.com/graphql)\n", 1, .rateLimited
    ),
    ("pull request create failed: GraphQL: was submitted too quickly (x)\n", 1, .rateLimited),
    (
      "error connecting to api.github.com\n"
        + "check your internet connection or https://githubstatus.com\n", 1,
      .offline(reason: "error connecting to api.github.com")
    ),
    (
      #"Post "https://api.github.com/graphql": dial tcp 192.0.2.1:443: i/o timeout"#, 1,
      .offline(
        reason: #"Post "https://api.github.com/graphql": dial tcp 192.0.2.1:443: i/o timeout"#)
    ),
    (
      #"failed to get job: Get "https://api.github.com/repos/o/n/actions/jobs/7": EOF"#, 1,
      .offline(
        reason: #"failed to get job: Get "https://api.github.com/repos/o/n/actions/jobs/7": EOF"#)
    ),
    ("gh: HTTP 502\n", 1, .offline(reason: "gh: HTTP 502")),
    (
      "HTTP 503: Service Unavailable (https://api.github.com/graphql)", 1,
      .offline(reason: "HTTP 503: Service Unavailable (https://api.github.com/graphql)")
    ),
    (
      "gh: Something went wrong while executing your query. Please include `A:B` when reporting", 1,
      .offline(
        reason: "gh: Something went wrong while executing your query. Please include `A:B` when"
          + " reporting")
    ),
    (
      "gh: Could not resolve to a Repository with the name 'o/n'.\n", 1, .noRepository("o/n")
    ),
    (
      #"Post "https://h/api/graphql": x509: certificate signed by unknown authority"#, 1,
      .failed(
        command: "api graphql",
        reason: #"Post "https://h/api/graphql": x509: certificate signed by unknown authority"#)
    ),
    (
      "gh: Resource not accessible by personal access token\n", 1,
      .failed(
        command: "api graphql", reason: "gh: Resource not accessible by personal access token")
    ),
    ("", 2, .failed(command: "api graphql", reason: "exit status 2")),
    (
      "\u{1B}[31mX\u{1B}[0m \u{202E}no\r\n", 1, .failed(command: "api graphql", reason: "X no")
    ),
  ]

  @Test(arguments: failures)
  func `a failure is told by its words`(errors: String, status: Int, error: ForgeError) throws {
    try withForgeScene { scene in
      try scene.answer(#"{"data": null}"#, errors: errors, status: status)
      #expect(throws: error) {
        try scene.forge().pullRequests(of: ForgeScene.repository, branches: ["b"])
      }
    }
  }

  @Test(arguments: [
    (ForgeError.rateLimited, true), (.offline(reason: ""), true),
    (.timedOut(command: "", seconds: 1), true), (.unfinished(job: 1), true),
    (.missing(.notFound("gh")), false), (.old(version: "2.0.0", needed: "2.23.0"), false),
    (.loggedOut(host: ""), false), (.noRepository(""), false),
    (.failed(command: "", reason: ""), false), (.unreadable(command: ""), false),
  ])
  func `some pass by themselves`(error: ForgeError, isPassing: Bool) {
    #expect(error.isPassing == isPassing)
  }

  // MARK: Answers

  @Test(arguments: ["", "no", "{}", #"{"data":{}}"#, "[]", #"{"data":{"repository":{"b0":{}}}}"#])
  func `an answer that is none is unreadable`(output: String) throws {
    try withForgeScene { scene in
      try scene.answer(output)
      #expect(throws: ForgeError.unreadable(command: "api graphql")) {
        try scene.forge().pullRequests(of: ForgeScene.repository, branches: ["b"])
      }
    }
  }

  @Test func `a repository that is null is none`() throws {
    try withForgeScene { scene in
      try scene.answer(#"{"data":{"repository":null}}"#)
      #expect(throws: ForgeError.noRepository("o/n")) {
        try scene.forge().defaultBranch(of: ForgeScene.repository)
      }
      try scene.answer(#"{"data":{"repository":{"defaultBranchRef":null}}}"#)
      #expect(try scene.forge().defaultBranch(of: ForgeScene.repository) == nil)
      try scene.answer(#"{"data":{"repository":{"defaultBranchRef":{"name":"trunk"}}}}"#)
      #expect(try scene.forge().defaultBranch(of: ForgeScene.repository) == "trunk")
    }
  }

  @Test(arguments: [
    ("gh version 2.23.0 (2023-02-27 Debian 2.23.0+dfsg1-1)\nhttps://x\n", "2.23.0"),
    ("gh version 2.45.0-12-gabcdef (2024-03-01)\n", "2.45.0-12-gabcdef"),
    ("gh version 3.0.0 (2030-01-01)\n", "3.0.0"),
  ])
  func `a version is read`(output: String, version: String) throws {
    try withForgeScene { scene in
      try scene.answer(output)
      #expect(try scene.forge().version() == version)
    }
  }

  @Test(arguments: [
    ("gh version 2.22.1 (2023-02-01)\n", ForgeError.old(version: "2.22.1", needed: "2.23.0")),
    ("gh version 1.99.99 (2021-02-01)\n", .old(version: "1.99.99", needed: "2.23.0")),
    ("gh version DEV\n", .unreadable(command: "--version")),
    ("usage: gh [-h] gherkin\n", .unreadable(command: "--version")),
    ("", .unreadable(command: "--version")),
  ])
  func `another version is refused`(output: String, error: ForgeError) throws {
    try withForgeScene { scene in
      try scene.answer(output)
      #expect(throws: error) { try scene.forge().version() }
    }
  }

  @Test func `a program that is missing, hangs, or comes too late`() throws {
    try withForgeScene { scene in
      let missing = Forge(
        program: "\(scene.root)/gh", environment: [:],
        deadline: Clock.system.monotonic() + .seconds(60))
      #expect(throws: ForgeError.missing(.notFound("\(scene.root)/gh"))) { try missing.version() }
      try writeExecutable("#!/bin/sh\nexec sleep 600\n", to: "\(scene.root)/gh")
      #expect(throws: ForgeError.timedOut(command: "--version", seconds: 0)) {
        try scene.forge(time: .milliseconds(200)).version()
      }
      let clock = FakeClock()
      let late = scene.forge(time: .seconds(5), clock: clock.clock)
      clock.wait(.seconds(5))
      #expect(throws: ForgeError.timedOut(command: "api graphql", seconds: 0)) {
        try late.checkLogin(host: "github.com")
      }
    }
  }

  // MARK: Making, and the log

  @Test(arguments: [
    (
      "https://github.com/o/n/pull/3\n", "", 0,
      Forge.Creation.created(url: "https://github.com/o/n/pull/3")
    ),
    (
      "", "a pull request for branch \"b\" into branch \"main\" already exists:\nhttps://x/3\n", 1,
      .exists
    ),
    (
      "",
      "pull request create failed: GraphQL: A pull request already exists for o:b."
        + " (createPullRequest)\n", 1, .exists
    ),
  ])
  func `one is made, or is there`(
    output: String, errors: String, status: Int, creation: Forge.Creation
  ) throws {
    try withForgeScene { scene in
      try scene.answer(output, errors: errors, status: status)
      #expect(try scene.create() == creation)
    }
  }

  @Test(arguments: [
    ("", "", 0, ForgeError.unreadable(command: "pr create")),
    ("http://github.com/o/n/pull/3\n", "", 0, .unreadable(command: "pr create")),
    (
      "",
      "pull request create failed: GraphQL: No commits between main and b (createPullRequest)\n", 1,
      .failed(
        command: "pr create",
        reason: "pull request create failed: GraphQL: No commits between main and b"
          + " (createPullRequest)")
    ),
  ])
  func `one is not made`(output: String, errors: String, status: Int, error: ForgeError) throws {
    try withForgeScene { scene in
      try scene.answer(output, errors: errors, status: status)
      #expect(throws: error) { try scene.create() }
    }
  }

  @Test func `of a log the end is kept, without colours and hidden characters`() throws {
    try withForgeScene { scene in
      try scene.answer("test\tRun\t\u{FEFF}\u{1B}[31merror: 한글\u{202E}\u{1B}[0m\r\ntest\tRun\tx\n")
      let forge = scene.forge()
      #expect(
        try forge.failedLog(of: 7, in: ForgeScene.repository)
          == "test\tRun\terror: 한글\ntest\tRun\tx\n")
      let line = String(repeating: "x", count: 99) + "\n"
      for count in [10_500, 30_000] {
        try scene.answer(String(repeating: line, count: count) + "last\n")
        let log = try forge.failedLog(of: 7, in: ForgeScene.repository)
        #expect(log.utf8.count <= 1 << 20 && log.utf8.count > (1 << 20) - 200)
        #expect(log.hasPrefix(line) && log.hasSuffix("\nlast\n"))
      }
      try scene.answer(
        errors: "run 5 is still in progress; logs will be available when it is complete\n",
        status: 1)
      #expect(throws: ForgeError.unfinished(job: 7)) {
        try forge.failedLog(of: 7, in: ForgeScene.repository)
      }
      try scene.answer(errors: "failed to get run log: log not found\n", status: 1)
      #expect(
        throws: ForgeError.failed(
          command: "run view", reason: "failed to get run log: log not found")
      ) { try forge.failedLog(of: 7, in: ForgeScene.repository) }
    }
  }
}

extension ForgeScene {
  fileprivate func create() throws -> Forge.Creation {
    try forge().create(
      in: Self.repository, head: "b", base: "main", title: "t", bodyFile: "/b.md")
  }
}
