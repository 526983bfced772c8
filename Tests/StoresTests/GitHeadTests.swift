import Glibc
import Host
import Model
import TestSupport
import Testing

@testable import Stores

@Suite struct GitHeadTests {
  struct Repository: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Files to make, with their texts.
    let files: [(String, String)]
    /// The folder of the queue.
    var folder = ""
    let head: String?
  }

  @Test(arguments: [
    Repository(
      testDescription: "a branch", files: [(".git/HEAD", "ref: refs/heads/main\n")],
      head: "ref: refs/heads/main"),
    Repository(
      testDescription: "a branch, without a line end", files: [(".git/HEAD", "ref: refs/heads/a")],
      head: "ref: refs/heads/a"),
    Repository(
      testDescription: "a detached head",
      files: [(".git/HEAD", "8f2c1d3e4b5a69788796a5b4c3d2e1f00f1e2d3c\n")],
      head: "8f2c1d3e4b5a69788796a5b4c3d2e1f00f1e2d3c"),
    Repository(
      testDescription: "a queue in a folder of the repository",
      files: [(".git/HEAD", "ref: refs/heads/main\n"), ("job/today/keep", "")],
      folder: "/job/today", head: "ref: refs/heads/main"),
    Repository(
      testDescription: "the innermost of two repositories",
      files: [
        (".git/HEAD", "ref: refs/heads/outer\n"), ("inner/.git/HEAD", "ref: refs/heads/inner\n"),
      ], folder: "/inner", head: "ref: refs/heads/inner"),
    Repository(
      testDescription: "a .git without HEAD, and one that is not a file of git, on the way",
      files: [
        (".git/HEAD", "ref: refs/heads/outer\n"), ("left/.git/keep", ""), ("left/job/.git", ""),
      ], folder: "/left/job", head: "ref: refs/heads/outer"),
    Repository(
      testDescription: "a work tree of its own",
      files: [
        ("main/.git/HEAD", "ref: refs/heads/main\n"),
        ("main/.git/worktrees/side/HEAD", "ref: refs/heads/side\n"),
        ("main/.git/worktrees/side/gitdir", "../../../../side/.git\n"),
        ("side/.git", "gitdir: ../main/.git/worktrees/side\n"),
      ], folder: "/side", head: "ref: refs/heads/side"),
    Repository(
      testDescription: "a repository that knows nothing of the work tree",
      files: [
        ("main/.git/HEAD", "ref: refs/heads/main\n"), ("side/.git", "gitdir: ../main/.git\n"),
      ], folder: "/side", head: nil),
    Repository(
      testDescription: "a submodule",
      files: [
        (".git/HEAD", "ref: refs/heads/main\n"),
        (".git/modules/lib/HEAD", "ref: refs/heads/lib\n"),
        ("deps/lib/.git", "gitdir: ../../.git/modules/lib\n"),
      ], folder: "/deps/lib", head: "ref: refs/heads/lib"),
    Repository(
      testDescription: "a branch that is being rebased",
      files: [
        (".git/HEAD", "8f2c1d3e4b5a69788796a5b4c3d2e1f00f1e2d3c\n"),
        (".git/rebase-merge/head-name", "refs/heads/main\n"),
      ], head: "ref: refs/heads/main"),
    Repository(
      testDescription: "a commit that is being rebased",
      files: [
        (".git/HEAD", "8f2c1d3e4b5a69788796a5b4c3d2e1f00f1e2d3c\n"),
        (".git/rebase-apply/head-name", "detached HEAD\n"),
      ], head: "8f2c1d3e4b5a69788796a5b4c3d2e1f00f1e2d3c"),
    Repository(
      testDescription: "a commit by its SHA-256",
      files: [(".git/HEAD", String(repeating: "0a", count: 32) + "\n")],
      head: String(repeating: "0a", count: 32)),
    Repository(
      testDescription: "another text", files: [(".git/HEAD", "password: hunter2\n")], head: nil),
    Repository(
      testDescription: "another text, where a work tree leads",
      files: [("HEAD", "password: hunter2\n"), ("side/.git", "gitdir: ..\n")], folder: "/side",
      head: nil),
    Repository(
      testDescription: "another text, in a repository in another",
      files: [(".git/HEAD", "ref: refs/heads/main\n"), ("inner/.git/HEAD", "main\n")],
      folder: "/inner", head: nil),
    Repository(testDescription: "no repository", files: [("work/keep", "")], head: nil),
    Repository(
      testDescription: "a work tree whose repository is gone",
      files: [("side/.git", "gitdir: ../main/.git/worktrees/side\n")], folder: "/side", head: nil),
  ])
  func `the head is what the repository's files say`(_ repository: Repository) throws {
    try withTemporaryDirectory { root in
      for (name, text) in repository.files {
        try Directory.createWithParents(Path.parent(of: "\(root)/\(name)"))
        try NewFile.create("\(root)/\(name)", text: text)
      }
      #expect(GitHead.read(above: root + repository.folder) == repository.head)
    }
  }

  @Test(arguments: ["refs/heads/main", "refs/heads/topic/0000", "refs/heads/topic/2999"])
  func `a branch among many packed refs`(_ ref: String) throws {
    let refs =
      ["refs/heads/main"] + (10_000..<13_000).map { "refs/heads/topic/\("\($0)".dropFirst())" }
    let id = String(repeating: "0a", count: 20)
    let lines = refs.map { "\($0 == ref ? id : String(repeating: "1b", count: 20)) \($0)\n" }
    try withTemporaryDirectory { root in
      try Directory.createWithParents("\(root)/.git")
      try NewFile.create("\(root)/.git/HEAD", text: "ref: \(ref)\n")
      try NewFile.create(
        "\(root)/.git/packed-refs", text: "# pack-refs with: sorted\n" + lines.joined())
      #expect(GitHead.position(above: root)?.commit == id)
    }
  }

  @Test(arguments: ["link", "pipe", "folder"])
  func `what is not a file is no head`(_ kind: String) throws {
    try withTemporaryDirectory { root in
      try Directory.createWithParents("\(root)/.git")
      try NewFile.create("\(root)/other", text: "ref: refs/heads/main\n")
      let head = "\(root)/.git/HEAD"
      switch kind {
      case "link": #expect(symlink("../other", head) == 0)
      case "pipe": #expect(mkfifo(head, 0o600) == 0)
      default: try Directory.createWithParents(head)
      }
      #expect(GitHead.read(above: root) == nil)
    }
  }

  @Test func `a work tree may name its repository by an absolute path`() throws {
    try withTemporaryDirectory { root in
      try Directory.createWithParents("\(root)/side")
      try NewFile.create("\(root)/HEAD", text: "ref: refs/heads/side\n")
      try NewFile.create("\(root)/side/.git", text: "gitdir: \(root)\n")
      try NewFile.create("\(root)/gitdir", text: "\(root)/side/.git\n")
      #expect(GitHead.read(above: "\(root)/side") == "ref: refs/heads/side")
    }
  }

  @Test func `the journal says on which branch a change was made`() throws {
    try withQueue(threeRows) { scene in
      try Directory.createWithParents("\(scene.folder)/.git")
      try NewFile.create("\(scene.folder)/.git/HEAD", text: "ref: refs/heads/main\n")
      try scene.perform(.pick(id: "A"))
      #expect(try contents(of: scene.sidecar.journal).contains(#""head":"ref: refs/heads/main""#))
    }
  }
}
