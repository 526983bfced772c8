import Foundation
import Glibc
import Host
import TestSupport
import Testing

@testable import Door

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

  private func database(from folder: String, usesCopy: Bool = false) throws -> NamedDatabase? {
    var opening = Opening(.search, in: folder, environment: Environment([:]), program: "test")
    opening.usesCopy = usesCopy
    return try NamedDatabase.find(for: opening)
  }

  /// The main worktree's `orch.json` counts, also where this one's names another database or none.
  @Test(arguments: [#"{"db": "db/queue.db"}"#, #"{"db": "db/other.db"}"#, "{}", nil])
  func `a database is the main worktree's, too`(_ settings: String?) throws {
    try run { scene, worktree in
      try scene.write(#"{"db": "db/queue.db"}"#, to: "orch.json")
      if let settings { try scene.write(settings, to: "../linked/orch.json") }
      let main = NamedDatabase(name: "\(scene.project)/db/queue.db", home: scene.project)
      for folder in [scene.project, worktree, "\(worktree)/src"] {
        #expect(try database(from: folder) == main)
      }
      let own = try database(from: worktree, usesCopy: true)
      #expect((own?.home == worktree) == settings?.hasPrefix(#"{"db""#) ?? false)
      try Directory.remove("\(worktree)/QUEUE.md")
      #expect(try database(from: "\(worktree)/src") == main)
    }
  }

  @Test func `a database that only a branch names is not the queue of its worktree`() throws {
    try run { scene, worktree in
      try scene.write(#"{"db": "db/queue.db"}"#, to: "../linked/orch.json")
      #expect(try database(from: worktree) == nil)
      #expect(try find(from: worktree).path == "\(scene.project)/QUEUE.md")
      try Directory.remove("\(scene.project)/QUEUE.md")
      #expect(try database(from: worktree)?.home == worktree)
    }
  }

  @Test func `a database of the folder for automation counts from each folder`() throws {
    try run { scene, worktree in
      try scene.write(#"{"db": "queue.db"}"#, to: "automation/orchestrator/orch.json")
      try scene.write("", to: "automation/orchestrator/QUEUE.md")
      // The queue of the project comes first.
      #expect(try database(from: scene.project) == nil)
      try Directory.remove("\(scene.project)/QUEUE.md")
      try Directory.remove("\(worktree)/QUEUE.md")
      let home = "\(scene.project)/automation/orchestrator"
      let main = NamedDatabase(name: "\(home)/queue.db", home: home)
      for folder in [home, scene.project, worktree, "\(worktree)/src"] {
        #expect(try database(from: folder) == main)
      }
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
