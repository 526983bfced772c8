import Foundation
import Host
import TestSupport
import Testing

@testable import Git

/// Commits, and the branches that are moved to them.
@Suite struct CommitTests {
  struct Identity: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var keys: [String: String] = [:]
    /// Author and committer.
    let expected: String
  }

  @Test(arguments: [
    Identity(
      testDescription: "the person's", keys: ["user.name": "Ann", "user.email": "ann@example.org"],
      expected: "Ann <ann@example.org>|Ann <ann@example.org>"),
    Identity(
      testDescription: "none", expected: "orch <orch@localhost>|orch <orch@localhost>"),
    Identity(
      testDescription: "a name alone", keys: ["user.name": "Ann"],
      expected: "orch <orch@localhost>|orch <orch@localhost>"),
    Identity(
      testDescription: "of the committer alone",
      keys: ["committer.name": "안나", "committer.email": "anna@example.org"],
      expected: "orch <orch@localhost>|안나 <anna@example.org>"),
  ])
  func `who commits is asked of the settings`(_ identity: Identity) throws {
    try withGitScene { scene in
      for key in ["user.name", "user.email"] { try scene.git("config", "--unset", key) }
      for (key, value) in identity.keys { try scene.git("config", key, value) }
      let repository = try scene.repository()
      let head = try scene.id("HEAD")
      let commit = try repository.commit(
        tree: repository.tree(of: head), parents: [head], message: "x")
      #expect(
        try scene.git("log", "-1", "--format=%an <%ae>|%cn <%ce>", commit.text)
          == identity.expected)
    }
  }

  @Test(arguments: ["-rf", "--exec=x\n", "한글 제목\n\n본문\n", "a\tb", ""])
  func `its message and parents are as given`(_ message: String) throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      let head = try scene.id("HEAD")
      let tree = try repository.tree(of: head)
      let other = try repository.commit(tree: tree, parents: [], message: "other")
      let commit = try repository.commit(tree: tree, parents: [head, other], message: message)
      #expect(try scene.id("\(commit)^1") == head)
      #expect(try scene.id("\(commit)^2") == other)
      let stored = try run(
        "git", ["cat-file", "commit", commit.text], in: scene.project,
        environment: ["HOME": scene.root]
      ).output
      let end = try #require(stored.range(of: "\n\n"))
      #expect(stored[end.upperBound...] == message)
    }
  }

  @Test func `a branch is moved from where it is expected, and not from elsewhere`() throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      let (row, head) = (Branch("orch/행-1"), try scene.id("HEAD"))
      let next = try repository.commit(
        tree: repository.tree(of: head), parents: [head], message: "next")
      try repository.move(row, to: head, from: nil, reason: "made")
      #expect(throws: GitError.self) {
        try repository.move(row, to: next, from: nil, reason: "made again")
      }
      #expect(throws: GitError.self) {
        try repository.move(row, to: next, from: next, reason: "from elsewhere")
      }
      #expect(try repository.state(of: row)?.commit == head)
      try repository.move(row, to: next, from: head, reason: "-rf")
      #expect(
        try repository.state(of: row)
          == BranchState(branch: row, commit: next, isSymbolic: false, worktree: nil))
      #expect(try scene.git("reflog", "--format=%gs", row.ref) == "-rf\nmade")
    }
  }

  @Test func `a symbolic branch is told, and never followed`() throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      let (row, head) = (Branch("row"), try scene.id("HEAD"))
      try scene.git("symbolic-ref", row.ref, "refs/heads/main")
      #expect(try repository.state(of: row)?.isSymbolic == true)
      let next = try repository.commit(
        tree: repository.tree(of: head), parents: [head], message: "next")
      try repository.move(row, to: next, from: head, reason: "moved")
      #expect(try repository.state(of: Branch("main"))?.commit == head)
      #expect(try repository.state(of: row)?.commit == next)
    }
  }

  @Test(
    arguments: GitCallTests.hostile + ["HEAD", "a..b", "x.lock", "refs/heads/x:refs/heads/main"])
  func `a hostile name moves, makes and fetches nothing`(_ text: String) throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      let head = try scene.id("HEAD")
      let refs = try scene.git("for-each-ref", "refs/heads")
      for start in [head, nil] {
        #expect(throws: GitError.self) {
          try repository.addWorktree(
            at: "\(scene.root)/w", on: Branch(text), from: start, reason: text)
        }
      }
      #expect(throws: GitError.self) { try repository.fetch(text, from: scene.project) }
      #expect(throws: GitError.self) { try repository.fetch("main", from: text) }
      #expect(try repository.commit(of: text) == (text == "HEAD" ? head : nil))
      #expect(try repository.file(text, of: head) == nil)
      #expect(try scene.git("for-each-ref", "refs/heads") == refs)
    }
  }

  @Test func `an answer that was cut is none`() throws {
    try withGitScene { scene in
      try scene.write(String(repeating: "x", count: (16 << 20) + 2), to: "large.txt")
      let commit = try scene.commitAll()
      #expect(throws: GitError.unreadable(command: "cat-file", folder: scene.project)) {
        try scene.repository().file("large.txt", of: commit)
      }
    }
  }
}
