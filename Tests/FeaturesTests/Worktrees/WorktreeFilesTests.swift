import Gate
import Git
import Glibc
import Host
import Model
import TestSupport
import Testing
import Workers

@testable import Door
@testable import Review
@testable import Worktrees

/// What a new worktree gets besides the files of its commit, and what of it is committed.
@Suite struct WorktreeFilesTests {
  @Test func `files that git ignores are copied where the base names them`() throws {
    try CheckoutScene.run { scene in
      try scene.write(
        """
        # what work needs
        .env
        config/*.key
        linked
        open.txt
        a.txt
        .orch

        """, to: ".worktreeinclude")
      try scene.write(".env\nconfig/\nlinked\n.orch\n", to: ".gitignore")
      try scene.commitAll()
      try scene.write("KEY=1\n", to: ".env")
      try scene.write("key\n", to: "config/한.key")
      try scene.write("no\n", to: "config/x.txt")
      try scene.write("open\n", to: "open.txt")
      try scene.git("init", "--quiet", "config/own.key")
      #expect(symlink("/etc/passwd", "\(scene.project)/linked") == 0)
      let worktree = try scene.worktree
      let notes = try scene.prepare().notes
      #expect(
        notes == [
          ".worktreeinclude: config/own.key/ was passed over: it is a repository of its own",
          ".worktreeinclude: linked was passed over: it is a symbolic link",
          ".worktreeinclude: open.txt was passed over: git does not ignore it",
          ".worktreeinclude: copied .env, config/한.key",
        ])
      #expect(scene.text(of: "\(worktree.path)/.env") == "KEY=1\n")
      #expect(
        try Directory.names(in: "\(worktree.path)/config") == ["한.key"])
      let work = try CommitWork(workspace: scene.workspace)(worktree, subject: "A")
      #expect(work.changes.isEmpty)
      // It is a new worktree that needs them.
      try scene.write("KEY=2\n", to: "\(worktree.path)/.env")
      #expect(try scene.prepare().notes.isEmpty)
      #expect(scene.text(of: "\(worktree.path)/.env") == "KEY=2\n")
    }
  }

  @Test func `a pattern that only the checkout has copies nothing`() throws {
    try CheckoutScene.run { scene in
      try scene.write("x\n", to: "build.log")
      try scene.write("build.log\n", to: ".worktreeinclude")
      #expect(try scene.prepare().notes.isEmpty)
      #expect(scene.text(of: "\(try scene.worktree.path)/build.log") == nil)
    }
  }

  @Test func `a link of the base leads no file out of the worktree`() throws {
    try CheckoutScene.run { scene in
      try Directory.create("\(scene.root)/out", permissions: 0o755)
      #expect(symlink("\(scene.root)/out", "\(scene.project)/data") == 0)
      try scene.write("*.key\n", to: ".worktreeinclude")
      try scene.write("*.key\n", to: ".gitignore")
      try scene.commitAll()
      try Directory.remove("\(scene.project)/data")
      try scene.write("key\n", to: "data/a.key")
      #expect(
        try scene.prepare().notes == [
          ".worktreeinclude: data/a.key was passed over: a symbolic link in the worktree leads elsewhere"
        ])
      #expect(try Directory.names(in: "\(scene.root)/out").isEmpty)
    }
  }

  // MARK: Submodules

  private typealias Case = (
    name: String, change: @Sendable (CheckoutScene, _ module: String) throws -> Void,
    submodules: [String]
  )

  private static let cases: [Case] = [
    ("nothing", { _, _ in }, []),
    ("a file", { try $0.write("two\n", to: "\($1)/a.txt") }, ["lib"]),
    ("a new file", { try $0.write("two\n", to: "\($1)/b.txt") }, ["lib"]),
    (
      "a commit",
      { scene, module in
        try scene.git(
          "-c", "user.name=B", "-c", "user.email=b@example.org", "commit", "--quiet",
          "--allow-empty", "--message", "x", in: module)
      }, ["lib"]
    ),
    ("a file beside it", { try $0.write("x", to: "\($1)/../b.txt") }, []),
  ]

  @Test(arguments: cases.indices)
  func `work in a submodule is named`(_ index: Int) throws {
    let (name, change, submodules) = Self.cases[index]
    try CheckoutScene.run { scene in
      let other = "\(scene.root)/other"
      try scene.git("clone", "--quiet", scene.project, other)
      try scene.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other, "lib")
      try scene.commitAll()
      let worktree = try scene.worktree
      // Orch takes no submodule from a folder of this machine: this is what its call would do.
      #expect(throws: PrepareWorktree.Failure.self) { try scene.prepare() }
      try scene.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init",
        in: worktree.path)
      try change(scene, "\(worktree.path)/lib")
      let work = try CommitWork(workspace: scene.workspace)(worktree, subject: "A")
      #expect(work.submodules == submodules, "\(name)")
      let fault = try ReviewReport(
        queue: EngineScene([item("A")]).queue().working(in: scene.workspace)
      ).workFault(work, nil, Report(reading: "", of: "A"), of: item("A"), by: "w")
      #expect(
        fault == (submodules.isEmpty ? nil : .blocked(.submoduleChanged("lib"))), "\(name)")
    }
  }

  // MARK: Patches and secrets

  private func order(of scene: CheckoutScene) throws -> WorkerOrder {
    var order = WorkerOrder(
      id: "A", claimToken: "1-abc", claimNumber: 1, label: "orch-a",
      folder: try scene.worktree.path, by: scene.settings.workers.profiles[0])
    order.secretNames = ["PASSWORD"]
    order.environment["PASSWORD"] = "correct-horse"
    return order
  }

  @Test func `what an attempt changed is kept without secrets`() throws {
    try CheckoutScene.run { scene in
      let (_, start, _) = try scene.prepare()
      let order = try order(of: scene)
      let attempt = try #require(scene.workspace.attempt(of: "A", claimToken: "1-abc"))
      try attempt.create()
      let worktree = try scene.worktree
      try scene.write("one\nsay correct-horse\n", to: "\(worktree.path)/a.txt")
      let work = try CommitWork(workspace: scene.workspace)(worktree, subject: "A")
      try KeepPatch(workspace: scene.workspace)(
        of: order, from: try #require(start), to: work)
      let patch = try #require(scene.text(of: attempt.path(of: .patch)))
      #expect(
        patch.split(separator: "\n").suffix(3) == [
          "@@ -1 +1,2 @@", " one", "+say [redacted:variable]",
        ])
    }
  }

  @Test(arguments: [
    ("a\nb\n", 4, "a\nb\n"),
    ("a\nb\nc\n", 5, "a\nb\n[orch: cut here; the whole patch has 6 bytes, see orch diff]\n"),
    ("한글\n", 3, "[orch: cut here; the whole patch has 7 bytes, see orch diff]\n"),
  ])
  func `a long patch is cut at a line`(_ text: String, _ limit: Int, _ kept: String) {
    #expect(KeepPatch.cut(text, at: limit) == kept)
  }

  /// Not written as one text, so that no scan finds it here.
  private static let token = "ghp_" + "A1b2C3d4E5f6G7h8I9j0" + "K1l2M3n4O5p6Q7r8"

  @Test func `work with a secret is not committed`() throws {
    try CheckoutScene.run { scene in
      try scene.write("fixtures\n", to: ".orchsecretsignore")
      try scene.commitAll()
      try scene.prepare()
      let worktree = try scene.worktree
      let commit = CommitWork(workspace: scene.workspace)
      try scene.write(Self.token, to: "\(worktree.path)/fixtures/a.txt")
      #expect(
        try commit(worktree, subject: "A").changes.map(\.path) == ["fixtures/a.txt"])
      // What the branch says of itself does not count.
      try scene.write("fixtures\nsrc\n", to: "\(worktree.path)/.orchsecretsignore")
      try scene.write("x = '\(Self.token)'\n", to: "\(worktree.path)/src/b.txt")
      let problem = Problem.worktree(.secretInWork(["src/b.txt:1"], path: worktree.path))
      #expect(throws: problem) { try commit(worktree, subject: "A") }
      let review = ReviewReport(
        queue: EngineScene([item("A")]).queue().working(in: scene.workspace))
      let found = try review.committedWork(of: item("A"), by: "w")
      #expect(found.work == nil && found.fault == problem)
      #expect(
        try review.workFault(nil, found.fault, Report(reading: "", of: "A"), of: item("A"), by: "w")
          == .blocked(.secretInDiff("src/b.txt:1")))
      // The next attempt finds its work, and can take it out.
      let notes = try scene.prepare().notes
      #expect(notes == [problem.message])
      #expect(scene.text(of: "\(worktree.path)/src/b.txt") != nil)
      try scene.write("x = ''\n", to: "\(worktree.path)/src/b.txt")
      #expect(try commit(worktree, subject: "A").changes.count == 3)
    }
  }
}
