import Git
import Host
import Model
import TestSupport
import Testing
import Workers

@testable import Worktrees

/// What a row changed itself, and what came with the work of others.
@Suite struct OwnChangesTests {
  @Test(arguments: [
    ("its own file", "echo x > b; git add b", ["b"]),
    ("a mode alone", "chmod +x a.txt; echo x > b; git add .", ["b"]),
    (
      "a file of the integration branch", "git merge -q orch/integration; echo x > b; git add b",
      ["b"]
    ),
    ("a file of the base", "git merge -q main; echo x > b; git add b", ["b"]),
    (
      "a file of others that it changes, too",
      "git merge -q orch/integration; echo more >> landed.txt", ["landed.txt"]
    ),
    ("what it removes", "git rm -q a.txt", ["a.txt"]),
  ])
  func `only the row's own bytes prove something`(
    _ name: String, _ script: String, _ own: [String]
  ) throws {
    try CheckoutScene.run { scene in
      try scene.prepare()
      try scene.git("switch", "--quiet", "--create", "orch/integration")
      try scene.write("landed\n", to: "landed.txt")
      try scene.commitAll()
      try scene.git("switch", "--quiet", "main")
      try scene.write("new\n", to: "new.txt")
      try scene.commitAll()
      let worktree = try scene.worktree
      let ending = try run(
        "sh", ["-ec", script], in: worktree.path, environment: ["HOME": scene.root])
      try #require(ending.status == 0, "\(ending)")
      let work = try CommitWork(workspace: scene.workspace)(worktree, subject: "A")
      let found = try OwnChanges(workspace: scene.workspace)(of: work, untrusted: nil)
      #expect(found.own.sorted() == own)
      #expect(found.changed.isSuperset(of: found.own))
      let isMerged = work.changes.contains { $0.path == "landed.txt" }
      #expect(found.isMerged("landed", "landed.txt") == isMerged)
      #expect(!found.isMerged("more", "landed.txt") && !found.isMerged("one", "a.txt"))
    }
  }
}
