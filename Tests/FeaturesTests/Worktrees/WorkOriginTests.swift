import Git
import Host
import Model
import TestSupport
import Testing
import Workers

@testable import Door
@testable import Worktrees

/// Whose bytes a file has that a row changes.
@Suite struct WorkOriginTests {
  private static let long = String(repeating: "a line of text\n", count: 20)

  /// Before row A begins there is a branch `feature`; then row B and a person make commits, too.
  private func prepare(_ scene: CheckoutScene) throws {
    try scene.git("switch", "--quiet", "--create", "feature")
    try scene.write("feature\n", to: "feature.txt")
    try scene.commitAll()
    try scene.git("switch", "--quiet", "main")
    try scene.prepare()
    try scene.prepare("B")
    let other = try scene.workspace.worktree(of: item("B", notes: "worker=w"))
    try scene.write(Self.long, to: "\(other.path)/b.txt")
    try scene.write("", to: "\(other.path)/__init__.py")
    _ = try CommitWork(workspace: scene.workspace)(other, subject: "B: report")
    try scene.git("switch", "--quiet", "--create", "late")
    try scene.write("late\n", to: "late.txt")
    try scene.commitAll()
    try scene.git("switch", "--quiet", "main")
  }

  /// - Returns: the result of the criterion `file: PATH`.
  private func result(of path: String, in scene: CheckoutScene) throws -> String {
    let worktree = try scene.worktree
    let work = try CommitWork(workspace: scene.workspace)(worktree, subject: "A: report")
    var runner = ProofRunner(
      in: ProgramPlace(worktree.path), checks: [:], permission: .allowed, claimedAt: 0,
      timeLimit: 1, environment: scene.workspace.environment)
    runner.work = try OwnChanges(workspace: scene.workspace)(of: work)
    let found = try #require(runner.check(["file: \(path)"]).first)
    // What came from others has changed all the same.
    #expect(runner.work?.touched.contains(path) == true)
    return found.result.isProved ? "proved" : found.result.detail
  }

  private static let commit = "git add --all; git commit -q -m work"
  private static let cases: [(name: String, script: String, path: String, result: String)] = [
    ("a branch from before", "git merge -q feature", "feature.txt", "came from feature"),
    ("a reset to it", "git reset -q --hard feature", "feature.txt", "came from feature"),
    (
      "a branch that is removed afterwards",
      "echo x > own.txt; \(commit); git merge -q --no-edit feature; git branch -q -D feature",
      "feature.txt", "came from commit"
    ),
    (
      "more on top of it", "git merge -q feature; echo more >> feature.txt", "feature.txt", "proved"
    ),
    ("another file", "git merge -q feature; echo x > own.txt", "own.txt", "proved"),
    ("another row's branch", "git merge -q orch/B", "b.txt", "came from orch/B"),
    ("a file of it", "git checkout -q orch/B -- b.txt", "b.txt", "came from orch/B"),
    ("its commit again", "git cherry-pick orch/B", "b.txt", "came from orch/B"),
    ("all of it in one commit", "git merge -q --squash orch/B", "b.txt", "came from orch/B"),
    (
      "a short file that is the same there", "echo x > own.txt; cp own.txt b.txt; : > c",
      "b.txt", "proved"
    ),
    ("a person's branch of later", "git merge -q late", "late.txt", "came from late"),
    (
      "what was fetched meanwhile",
      """
      files=$(git rev-parse feature^{tree}); new=$(git commit-tree -p HEAD -m new $files)
      git update-ref refs/remotes/origin/new $new; git merge -q origin/new
      """, "feature.txt", "came from origin/new"
    ),
    (
      "a branch of its own",
      """
      git switch -q -c fix; echo x > own.txt; \(commit); git switch -q orch/A; git merge -q fix
      git branch backup; git tag done; git update-ref refs/remotes/origin/fix HEAD
      """, "own.txt", "proved"
    ),
    (
      "a worktree of its own in its worktree",
      """
      git worktree add -q -b agent inner; cd inner; echo x > own.txt; \(commit); cd ..
      git merge -q agent; git worktree remove --force inner
      """, "own.txt", "proved"
    ),
    (
      "what another row took from it",
      "echo x > own.txt; \(commit); git update-ref refs/heads/orch/B HEAD", "own.txt", "proved"
    ),
  ]

  @Test(arguments: cases.indices)
  func `what came from another branch proves nothing`(_ index: Int) throws {
    let (name, script, path, result) = Self.cases[index]
    try CheckoutScene.run { scene in
      try prepare(scene)
      let ending = try run(
        "sh", ["-ec", script], in: scene.worktree.path, environment: ["HOME": scene.root])
      try #require(ending.status == 0, "\(ending)")
      let found = try self.result(of: path, in: scene)
      #expect(
        found.hasPrefix(result == "proved" ? result : "\(path): \(result)"), "\(name): \(found)")
    }
  }

  @Test(arguments: ["", "git cherry-pick orch/A@1", "git merge -q orch/A@1"])
  func `what an earlier attempt made is the row's own`(_ script: String) throws {
    try CheckoutScene.run { scene in
      try prepare(scene)
      try scene.write(Self.long, to: "\(scene.worktree.path)/own.txt")
      _ = try CommitWork(workspace: scene.workspace)(scene.worktree, subject: "A: attempt 1")
      if !script.isEmpty {
        let remove = RemoveWorktrees(workspace: scene.workspace, clock: .system)
        #expect(try remove.startAfresh("A") {} == "orch/A@1")
      }
      // A branch that came meanwhile is not from before.
      try scene.git("branch", "kept", script.isEmpty ? "orch/A" : "orch/A@1")
      try scene.prepare()
      let ending = try run(
        "sh", ["-ec", script], in: scene.worktree.path, environment: ["HOME": scene.root])
      try #require(ending.status == 0, "\(ending)")
      #expect(try result(of: "own.txt", in: scene) == "proved")
    }
  }

  @Test func `a record of an older version knows no refs`() throws {
    try CheckoutScene.run { scene in
      try prepare(scene)
      var record = try #require(scene.workspace.worktreeFolder.record(of: "A"))
      #expect(record.others?.count == 1)
      record.others = nil
      try scene.workspace.worktreeFolder.save(record)
      try scene.git("merge", "--quiet", "feature", in: scene.worktree.path)
      // The log of the checkout says that it was made there.
      #expect(try result(of: "feature.txt", in: scene).hasPrefix("feature.txt: came from feature"))
      try Directory.remove("\(scene.project)/.git/logs/HEAD")
      #expect(try result(of: "feature.txt", in: scene) == "proved")
    }
  }
}
