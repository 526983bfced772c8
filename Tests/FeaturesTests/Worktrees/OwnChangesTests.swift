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
    (
      "what it takes back by its own bytes",
      "git merge -q orch/integration; git checkout -q HEAD^1 -- kept.txt", ["kept.txt"]
    ),
    (
      "what it takes back by a revert",
      "git merge -q orch/integration; git revert --no-edit orch/integration",
      ["kept.txt", "landed.txt"]
    ),
    ("a merge of nothing", "git merge -q -s ours orch/integration", ["kept.txt", "landed.txt"]),
    (
      "what it takes back of the base", "git merge -q main; git checkout -q HEAD^1 -- strict.txt",
      ["strict.txt"]
    ),
    (
      "what it takes back of the base, beside what landed",
      "git merge -q orch/integration main; git checkout -q main^ -- strict.txt", ["strict.txt"]
    ),
    (
      "what it takes back of a commit that landed with another",
      "git merge -q orch/integration^; echo x > b; git checkout -q main^ -- kept.txt; git add .",
      ["b", "kept.txt"]
    ),
    (
      "a base that its worker moved to its commit",
      """
      echo x > kept.txt; git commit -q -a -m work; git update-ref refs/heads/main HEAD
      echo y > b; git add b
      """, ["b", "kept.txt"]
    ),
    (
      "a base that it follows by a rebase",
      "echo x > b; git add b; git commit -q -m b; git rebase -q main; echo y > c; git add c",
      ["b", "c"]
    ),
    (
      "merges that cross",
      """
      begin=$(git rev-parse HEAD); echo x > b; git add b; git commit -q -m b; own=$(git rev-parse HEAD)
      git merge -q orch/integration
      git switch -q -d orch/integration; git merge -q --no-edit $own; crossed=$(git rev-parse HEAD)
      git update-ref refs/heads/orch/integration $crossed; git switch -q orch/A
      git checkout -q $begin -- kept.txt; echo y > c; git add .
      """, ["c", "kept.txt"]
    ),
  ])
  func `what its landing would change is its own`(
    _ name: String, _ script: String, _ own: [String]
  ) throws {
    try CheckoutScene.run { scene in
      try scene.write("lax\n", to: "strict.txt")
      try scene.write("old\n", to: "kept.txt")
      try scene.commitAll()
      try scene.prepare()
      try scene.git("switch", "--quiet", "--create", "orch/integration")
      try scene.write("kept\n", to: "kept.txt")
      try scene.commitAll()
      try scene.write("landed\n", to: "landed.txt")
      try scene.write("new\n", to: "kept.txt")
      try scene.commitAll()
      try scene.git("switch", "--quiet", "main")
      try scene.write("new\n", to: "new.txt")
      try scene.write("strict\n", to: "strict.txt")
      try scene.commitAll()
      let worktree = try scene.worktree
      let ending = try run(
        "sh", ["-ec", script], in: worktree.path, environment: ["HOME": scene.root])
      try #require(ending.status == 0, "\(ending)")
      let work = try CommitWork(workspace: scene.workspace)(worktree, subject: "A")
      let found = try OwnChanges(workspace: scene.workspace)(of: work)
      #expect(found.own.sorted() == own)
      #expect(found.changed.isSuperset(of: found.own))
      #expect(found.touched.subtracting(found.own).isSubset(of: ["a.txt"]))
      let isMerged = script.split { " ;\n".contains($0) }.contains("orch/integration")
      #expect(found.isMerged("landed", "landed.txt") == isMerged)
      #expect(!found.isMerged("more", "landed.txt") && !found.isMerged("one", "a.txt"))
    }
  }
}
