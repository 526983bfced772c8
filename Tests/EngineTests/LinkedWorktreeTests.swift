import Facts
import Foundation
import Glibc
import Host
import TestSupport
import Testing

@testable import Engine

/// Which queue commands in a linked worktree of git use.
@Suite struct LinkedWorktreeTests {
  /// A worktree of the project, as a person's tool makes it.
  private func run(_ body: (CheckoutScene, _ worktree: String) throws -> Void) throws {
    try CheckoutScene.run { scene in
      let worktree = "\(scene.root)/linked"
      try scene.git("worktree", "add", "--quiet", worktree, "-b", "side")
      try Directory.create("\(worktree)/src", permissions: 0o755)
      try body(scene, worktree)
    }
  }

  private func find(
    from folder: String, _ option: String? = nil, usesCopy: Bool = false
  ) throws -> QueueLocation.Found {
    var location = QueueLocation(environment: .process, currentDirectory: folder)
    location.usesCopy = usesCopy
    return try location.find(named: option)
  }

  @Test func `it is the main worktree's, from each folder`() throws {
    try run { scene, worktree in
      for folder in [worktree, "\(worktree)/src"] {
        let found = try find(from: folder)
        #expect(found.path == "\(scene.project)/QUEUE.md")
        guard case .shared(let linked)? = found.kinship else {
          Issue.record("not shared")
          continue
        }
        #expect(linked.top == worktree)
      }
      try Directory.remove("\(worktree)/QUEUE.md")
      #expect(try find(from: "\(worktree)/src").path == "\(scene.project)/QUEUE.md")
      #expect(try find(from: scene.project).kinship == nil)
    }
  }

  @Test func `a copy is used where it is asked for`() throws {
    try run { scene, worktree in
      let copy = "\(worktree)/QUEUE.md"
      let found = try find(from: worktree, usesCopy: true)
      #expect(found.path == copy)
      #expect(found.kinship == .copy(of: "\(scene.project)/QUEUE.md"))
      #expect(try find(from: "/", copy).kinship == .copy(of: "\(scene.project)/QUEUE.md"))
    }
  }

  @Test func `a copy with a history goes on, until it joins`() throws {
    try run { scene, worktree in
      try scene.write("{}\n", to: "../linked/.orch/journal.jsonl")
      let found = try find(from: worktree)
      #expect(found.path == "\(worktree)/QUEUE.md")
      #expect(found.kinship == .apart(from: "\(scene.project)/QUEUE.md"))
      try scene.write("\(scene.project)/QUEUE.md\n", to: "../linked/.orch/joined")
      #expect(try find(from: worktree).path == "\(scene.project)/QUEUE.md")
    }
  }

  @Test func `without a queue in the main worktree the copy is the queue`() throws {
    try run { scene, worktree in
      try Directory.remove("\(scene.project)/QUEUE.md")
      let found = try find(from: worktree)
      #expect(found.path == "\(worktree)/QUEUE.md" && found.kinship == nil)
    }
  }

  @Test func `files of git that do not name each other prove nothing`() throws {
    try run { scene, worktree in
      try scene.write("/elsewhere/.git\n", to: ".git/worktrees/linked/gitdir")
      #expect(try find(from: worktree).path == "\(worktree)/QUEUE.md")
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root gives files away"))
  func `nor do those of two users`() throws {
    try run { _, worktree in
      try #require(chown("\(worktree)/.git", 12345, 12345) == 0)
      #expect(try find(from: worktree).path == "\(worktree)/QUEUE.md")
    }
  }

  @Test func `it is told once`() throws {
    try run { _, worktree in
      let linked = try #require(LinkedWorktree(holding: worktree))
      #expect(linked.isFirstTold() && !linked.isFirstTold())
    }
  }
}
