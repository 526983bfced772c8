import Git
import Glibc
import Host
import TestSupport
import Testing
import Text
import Workers

@testable import Door
@testable import Worktrees

/// What a start makes of the worktree that an earlier one left.
@Suite struct PrepareWorktreeTests {
  private typealias Case = (
    name: String, change: @Sendable (CheckoutScene, _ worktree: String) throws -> Void
  )

  // MARK: Given up

  private static let damages: [Case] = [
    (".git is deleted", { try Directory.remove("\($1)/.git") }),
    (
      "another repository is there",
      {
        try Directory.remove("\($1)/.git")
        try $0.git("init", "--quiet", in: $1)
      }
    ),
    (
      ".git names the files of the main one",
      { try $0.write("gitdir: \($0.project)/.git\n", to: "\($1)/.git") }
    ),
    (
      "a commit is on no branch, and .git is deleted",
      {
        try $0.git("checkout", "--quiet", "--detach", in: $1)
        try $0.git("commit", "--quiet", "--allow-empty", "--message", "mine", in: $1)
        try Directory.remove("\($1)/.git")
      }
    ),
  ]

  @Test(arguments: damages.indices)
  func `a worktree that lost its .git is made anew, and its folder stays`(_ index: Int) throws {
    let (name, damage) = Self.damages[index]
    try CheckoutScene.run { scene in
      try scene.prepare()
      let old = try scene.worktree
      try scene.write("two\n", to: "\(old.path)/b.txt")
      let work = try CommitWork(workspace: scene.workspace)(old, subject: "A")
      try scene.write("open\n", to: "\(old.path)/c.txt")
      try damage(scene, old.path)
      var problem: Problem?
      do throws(PrepareWorktree.Failure) { try scene.prepare() } catch {
        if case .obstacle(let found) = error { problem = found }
      }
      #expect(
        problem == .worktree(.givenUp(path: old.path, next: "\(old.path)-2")), "\(name)")
      #expect(try scene.prepare().start == work.commit, "\(name)")
      let new = try scene.worktree
      #expect(new.path == "\(old.path)-2")
      #expect(scene.text(of: "\(new.path)/b.txt") == "two\n", "\(name)")
      #expect(scene.text(of: "\(old.path)/c.txt") == "open\n", "\(name)")
      let again = try CommitWork(workspace: scene.workspace)(new, subject: "A")
      #expect((again.base, again.commit) == (work.base, work.commit), "\(name)")
      // What only the old HEAD has stays.
      try scene.git("gc", "--quiet", "--prune=now")
      let subjects = try scene.git("log", "--all", "--format=%s")
      #expect(subjects.contains("mine") == name.contains("a commit"), "\(name)")
      // A removal passes the old folder over.
      let removals = try RemoveWorktrees(workspace: scene.workspace, clock: .system)(
        unmerged: true, dryRun: false
      ) { _ in true }
      #expect(removals.map(\.path) == [new.path] && removals[0].problem == nil, "\(name)")
      #expect(scene.text(of: "\(old.path)/c.txt") == "open\n", "\(name)")
    }
  }

  // MARK: A branch without work

  @Test func `a branch without work begins anew where rows begin`() throws {
    try CheckoutScene.run { scene in
      scene.settings.given["worktrees.setup"] = ["false"]
      #expect(throws: PrepareWorktree.Failure.self) { try scene.prepare() }
      try scene.write("two\n", to: "b.txt")
      try scene.commitAll()
      scene.settings.given["worktrees.setup"] = []
      let start = try scene.prepare().start?.text
      #expect(start == (try scene.git("rev-parse", "main").filter { !$0.isNewline }))
      let worktree = try scene.worktree
      #expect(scene.text(of: "\(worktree.path)/b.txt") == "two\n")
      #expect(try CommitWork(workspace: scene.workspace)(worktree, subject: "A").changes == [])
    }
  }

  @Test func `a branch with work, or one that orch did not make, goes on`() throws {
    try CheckoutScene.run { scene in
      try scene.git("branch", "orch/B")
      try scene.prepare()
      let worktree = try scene.worktree
      try scene.write("two\n", to: "\(worktree.path)/b.txt")
      let work = try CommitWork(workspace: scene.workspace)(worktree, subject: "A")
      #expect(Directory.removeTree(worktree.path))
      try scene.write("three\n", to: "c.txt")
      try scene.commitAll()
      #expect(try scene.prepare().start == work.commit)
      #expect(try scene.prepare("B").start == work.base)
    }
  }

  // MARK: Leftovers

  /// From git's own folder.
  private static let leftovers = [
    "refs/heads/orch/A.lock", "worktrees/A/index.lock", "worktrees/A/HEAD.lock",
  ]

  private static func own(_ scene: CheckoutScene) -> String { "\(scene.project)/.git/worktrees/A" }

  @Test(arguments: leftovers)
  func `a start removes what a git left that was killed`(_ name: String) throws {
    try CheckoutScene.run { scene in
      try scene.prepare()
      let worktree = try scene.worktree
      try scene.write("", to: ".git/\(name)")
      try scene.write("two\n", to: "\(worktree.path)/b.txt")
      try scene.prepare()
      #expect(try scene.git("ls-files", in: worktree.path).contains("b.txt"))
      #expect(scene.text(of: ".git/\(name)") == nil)
    }
  }

  @Test func `a lock of a branch that is not made yet is removed, too`() throws {
    try CheckoutScene.run { scene in
      try scene.write("", to: ".git/refs/heads/orch/A.lock")
      #expect(try scene.prepare().start != nil)
    }
  }

  @Test func `old folders of snapshots are removed, and no link is followed`() throws {
    try CheckoutScene.run { scene in
      try scene.prepare()
      let own = Self.own(scene)
      for name in ["orch-old", "orch-new"] { try scene.write("", to: "\(own)/\(name)/index") }
      try Directory.create("\(scene.root)/mine", permissions: 0o755)
      #expect(symlink("\(scene.root)/mine", "\(own)/orch-link") == 0)
      var times = [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)]
      #expect(utimes("\(own)/orch-old", &times) == 0)
      try scene.prepare()
      let left = try Directory.names(in: own).filter { $0.hasPrefix("orch-") }.sorted()
      #expect(left == ["orch-link", "orch-new", "orch-queue"])
    }
  }
}
