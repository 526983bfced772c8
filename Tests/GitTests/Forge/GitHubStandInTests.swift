import Foundation
import Git
import Host
import TestSupport
import Testing
import Text

/// The calls, with a program that stands in for GitHub.
@Suite struct GitHubStandInTests {
  /// A bare repository with the branches `main` and `orch/T-1`, which is a commit ahead.
  private struct Place {
    let root: String
    let gitHub: GitHubStandIn
    let forge: Forge
    let repository: ForgeRepository

    init(_ root: String) throws {
      self.root = root
      let bare = "\(root)/bare.git"
      gitHub = try GitHubStandIn(in: root, bare: bare)
      var environment = TestEnvironment.base(home: root)
      environment["PATH"] = "\(gitHub.programs):/usr/bin:/bin"
      forge = Forge(
        environment: environment, deadline: Clock.system.monotonic() + .seconds(60))
      repository = try #require(ForgeRepository("o/n"))
      try git("git init -q --bare -b main \(bare) && git init -q -b main work && cd work")
      try commit("one", to: "main")
      try commit("two", to: "orch/T-1")
      try Data("The body.\n".utf8).write(to: URL(filePath: "\(root)/body.md"))
    }

    @discardableResult
    func git(_ script: String) throws -> String {
      let ending = try run(
        "bash", ["-c", "set -e; \(script)"], in: root,
        environment: [
          "PATH": "/usr/bin:/bin", "HOME": root, "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b",
          "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b",
        ])
      try #require(ending.status == 0, "\(ending)")
      return ending.output.split(separator: "\n").last.map(String.init) ?? ""
    }

    /// - Returns: the new commit of the branch.
    @discardableResult
    func commit(_ message: String, to branch: String) throws -> String {
      try git(
        "cd work; git commit -q --allow-empty -m \(message); git push -q ../bare.git HEAD:refs/heads/\(branch); git rev-parse HEAD"
      )
    }

    @discardableResult
    func create(base: String = "main") throws -> Forge.Creation {
      try forge.create(
        in: repository, head: "orch/T-1", base: base, title: "T-1: -x \"제목\"",
        bodyFile: "\(root)/body.md")
    }

    func requests() throws -> [PullRequest] {
      try forge.pullRequests(of: repository, branches: ["orch/T-1", "other\"\\"])["orch/T-1"] ?? []
    }

    func request() throws -> PullRequest { try #require(try requests().first) }
  }

  private func withPlace(_ body: (Place) throws -> Void) throws {
    try withTemporaryDirectory { try body(try Place($0)) }
  }

  @Test func `one is found by its number, with its commits`() throws {
    try withPlace { place in
      try place.create()
      let found = try place.forge.pullRequest(1, of: place.repository)
      let request = try #require(found)
      #expect(request.commits == [request.head])
      #expect(try place.forge.pullRequest(2, of: place.repository) == nil)
    }
  }

  @Test func `a pull request is made once, followed, and merged`() throws {
    try withPlace { place in
      #expect(try place.forge.version() == "2.23.0")
      try place.forge.checkLogin(host: "github.com")
      #expect(try place.forge.defaultBranch(of: place.repository) == "main")
      #expect(try place.requests() == [])
      let url = "https://github.com/o/n/pull/1"
      #expect(try place.create() == .created(url: url))
      #expect(try place.create() == .exists)
      let stored = try #require(try place.gitHub.pullRequests().first)
      #expect(stored["title"] == "T-1: -x \"제목\"" && stored["body"] == "The body.\n")
      let first = try place.request()
      #expect(first.number == 1 && first.url == url && first.state == .open)
      #expect(first.checks(of: first.head) == .none)
      // Checks are of a commit, and not of the one behind it.
      try place.gitHub.setChecks(
        "orch/T-1", [("test", "COMPLETED", "FAILURE"), ("lint", "QUEUED", nil)])
      guard case .failed(let failed) = try place.request().checks(of: first.head) else {
        Issue.record("it has not failed")
        return
      }
      #expect(failed.map(\.name) == ["test"])
      #expect(
        try place.forge.failedLog(of: #require(failed[0].job), in: place.repository)
          .hasSuffix("error: a test failed\n"))
      let head = try place.commit("three", to: "orch/T-1")
      let second = try place.request()
      #expect(second.head == head && second.checks(of: head) == .none)
      #expect(second.checks(of: first.head) == .pending)
      try place.gitHub.setChecks("orch/T-1", [("test", "COMPLETED", "SUCCESS")])
      #expect(try place.request().checks(of: head) == .passed)
      try place.gitHub.merge("orch/T-1", commit: head)
      try place.git("git --git-dir bare.git update-ref -d refs/heads/orch/T-1")
      let merged = try place.request()
      #expect(merged.state == .merged && merged.mergeCommit == head && merged.head == head)
    }
  }

  @Test func `what people and strangers do to it`() throws {
    try withPlace { place in
      try place.create()
      for (id, text) in [("R1", "first"), ("R2", "second")] {
        try place.gitHub.review(
          "orch/T-1", id: id, body: text, comments: [("a b.swift", 3, "x"), ("c", nil, "y")])
      }
      try place.gitHub.review("orch/T-1", id: "R3", state: "APPROVED", author: "bob", body: "")
      let reviews = try place.request().reviews
      #expect(reviews.map(\.id) == ["R2", "R3"])
      #expect(reviews.map(\.isChangesRequested) == [true, false])
      #expect(reviews[0].comments.map(\.line) == [3, nil])
      try place.gitHub.setDraft("orch/T-1", true)
      try place.gitHub.setConflicting("orch/T-1", true)
      try place.gitHub.retarget("orch/T-1", base: "next")
      let changed = try place.request()
      #expect(changed.isDraft && changed.isConflicting && changed.base == "next")
      let head = try place.request().head
      for _ in 0..<4 { try place.gitHub.addFork("orch/T-1", head: head) }
      #expect(try place.requests() == [changed])
      try place.gitHub.close("orch/T-1")
      #expect(try place.request().state == .closed)
      #expect(try place.create() == .created(url: "https://github.com/o/n/pull/6"))
      #expect(try place.requests().map(\.number) == [6, 1])
      try place.gitHub.close("orch/T-1")
      #expect(try place.gitHub.pullRequests().count == 6)
    }
  }

  @Test(arguments: [
    (GitHubStandIn.Trouble.loggedOut, ForgeError.loggedOut(host: "github.com")),
    (.rateLimited, .rateLimited),
    (.offline, .offline(reason: "error connecting to api.github.com")),
  ])
  func `what is wrong in all calls`(trouble: GitHubStandIn.Trouble, error: ForgeError) throws {
    try withPlace { place in
      try place.gitHub.set(trouble)
      try place.forge.version()
      #expect(throws: error) { try place.forge.checkLogin(host: "github.com") }
      #expect(throws: error) { try place.create() }
      #expect(throws: error) { try place.requests() }
      #expect(throws: error) { try place.forge.failedLog(of: 1, in: place.repository) }
      #expect(
        try place.gitHub.calls().map { $0.first } == ["--version", "api", "pr", "api", "run"])
    }
  }

  @Test func `what is wrong in some`() throws {
    try withPlace { place in
      try place.gitHub.set(.old)
      #expect(throws: ForgeError.old(version: "2.20.0", needed: "2.23.0")) {
        try place.forge.version()
      }
      try place.gitHub.set(.refusing)
      #expect(throws: ForgeError.self) { try place.create() }
      #expect(try place.gitHub.pullRequests().isEmpty)
      try place.gitHub.set(.lostAfterCreating)
      #expect(
        throws: ForgeError.offline(
          reason: #"pull request create failed: Post "https://api.github.com/graphql": EOF"#)
      ) { try place.create() }
      try place.gitHub.set(.none)
      #expect(try place.create() == .exists)
      #expect(try place.gitHub.pullRequests().count == 1)
      let other = try #require(ForgeRepository("o/other"))
      #expect(throws: ForgeError.noRepository("o/other")) {
        try place.forge.pullRequests(of: other, branches: ["b"])
      }
      #expect(throws: ForgeError.self) { try place.forge.failedLog(of: 9, in: place.repository) }
    }
  }
}
